'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field-error';
import { isPersonScope, isServiceScope, SCOPE_NAMES, type Scope } from '@/server/oauth/catalog';

interface Props {
  /** As they were, and as they are ticked by now. */
  scopes: Scope[];
  ticked: Scope[];
  onTick: (scope: Scope, isTicked: boolean) => void;
  /** It has a secret, by which it can do something in its own name. */
  hasSecret: boolean;
  error: string | undefined;
}

/** What an app may ask people for, and what it does in its own name. The form has it as one field, `scopes`, with a space between. */
export function ScopeBoxes({ scopes, ticked, onTick, hasSecret, error }: Props) {
  const t = useTranslations('clients');
  const words = useTranslations('scopes');
  const id = useId();
  const box = (scope: Scope, n: number) => (
    <Checkbox
      key={scope}
      checked={ticked.includes(scope)}
      label={words(`${scope}.title`)}
      description={words(`${scope}.text`)}
      {...(n === 0 && error && { 'aria-invalid': true })}
      onChange={({ target }) => onTick(scope, target.checked)}
    />
  );
  return (
    <fieldset
      data-unsaved={[...ticked].sort().join() !== [...scopes].sort().join()}
      aria-describedby={error ? `${id}-error ${id}-hint` : `${id}-hint`}
      className="flex min-w-0 flex-col gap-2"
    >
      <legend className="mb-2 font-medium text-md">{t('scopes')}</legend>
      <p id={`${id}-hint`} className="-mt-2 text-sm text-text-muted">
        {t('scopesHint')}
      </p>
      <input type="hidden" name="scopes" value={ticked.join(' ')} />
      {SCOPE_NAMES.filter(isPersonScope).map(box)}
      {hasSecret && (
        // biome-ignore lint/a11y/useSemanticElements: within the fieldset of what it may do.
        <div role="group" aria-labelledby={`${id}-own`} className="mt-2 flex flex-col gap-2">
          <p id={`${id}-own`} className="font-medium text-md">
            {t('ownName')}
          </p>
          <p className="-mt-2 text-sm text-text-muted">{t('ownNameHint')}</p>
          {SCOPE_NAMES.filter(isServiceScope).map((scope) => box(scope, 1))}
        </div>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  );
}
