'use client';

import { useTranslations } from 'next-intl';
import { type SubmitEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useSuggestions } from './use-suggestions';

interface Props {
  /** One's own handle: nobody looks at themselves as somebody else. */
  own: string;
  /** Whoever was named last is not there. */
  isNobody: boolean;
  onName: (handle: string | undefined) => void;
}

/** Names the person who looks, by their handle; people that begin as what is typed are offered. */
export function NamedPerson({ own, isNobody, onName }: Props) {
  const t = useTranslations('privacy.viewAs');
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [isOwn, setIsOwn] = useState(false);
  const people = useSuggestions(typed);
  const error = isOwn ? t('yourself') : isNobody ? t('nobody') : undefined;

  // Once the error stands beside the field, so that it is read out with it.
  useEffect(() => {
    if (error) field.current?.focus();
  }, [error]);

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    // Not to the form around it: React hands events of a dialog on to where the dialog was written.
    event.stopPropagation();
    const handle = typed.trim().replace(/^@/, '').toLowerCase();
    setIsOwn(handle === own);
    onName(handle === '' || handle === own ? undefined : handle);
    if (!handle) field.current?.focus();
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: by its role it is known that nothing typed here is to be saved.
    <form role="search" noValidate onSubmit={submit}>
      <Field label={t('handle')} description={t('handleHint')} error={error}>
        <div className="flex gap-2">
          <Input
            ref={field}
            list={listId}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
          <Button type="submit" className="shrink-0">
            {t('show')}
          </Button>
        </div>
      </Field>
      <datalist id={listId}>
        {people.map(({ userId, handle, displayName }) => (
          <option key={userId} value={handle}>
            {displayName}
          </option>
        ))}
      </datalist>
    </form>
  );
}
