'use client';

import { useTranslations } from 'next-intl';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { PersonLine } from '@/server/privacy/queries';
import { PersonRow } from './person-row';

interface Found {
  query: string;
  people: PersonLine[];
  /** Where the next page begins. */
  next: string | null;
}

/** Fewer letters than this find nobody. */
const LEAST = 2;

/** Looks for people as they want to be found; each of them leads to their page, where the first step is. */
export function FindPeople() {
  const t = useTranslations('contacts');
  const field = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<Found>();
  const [tooShort, setTooShort] = useState(false);
  const [looking, setLooking] = useState<'anew' | 'further'>();
  const [refusal, setRefusal] = useState<Refusal>();

  // Once the error stands beside the field, so that it is read out with it.
  useEffect(() => {
    if (tooShort) field.current?.focus();
  }, [tooShort]);

  async function look(query: string, before?: Found) {
    setRefusal(undefined);
    setLooking(before ? 'further' : 'anew');
    try {
      const trpc = await fetchTrpc();
      const after = before?.next ?? undefined;
      const { people, next } = await trpc.profile.search.query(after ? { query, after } : { query });
      setFound({ query, people: [...(before?.people ?? []), ...people], next });
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setLooking(undefined);
    }
  }

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const query = (field.current?.value ?? '').trim().replace(/^@/, '').slice(0, 100);
    setTooShort(query.length < LEAST);
    if (query.length >= LEAST && !looking) void look(query);
  }

  return (
    <Card id="findPeople" title={t('findTitle')} description={t('findText')}>
      {/* biome-ignore lint/a11y/useSemanticElements: by its role it is known that nothing typed here is to be saved. */}
      <form role="search" noValidate onSubmit={submit}>
        <Field label={t('findLabel')} error={tooShort ? t('findTooShort') : undefined}>
          <div className="flex gap-2">
            <Input
              ref={field}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              dir="auto"
              onChange={() => setTooShort(false)}
            />
            <Button type="submit" className="shrink-0" loading={looking === 'anew'}>
              {t('find')}
            </Button>
          </div>
        </Field>
      </form>
      <div className="flex flex-col gap-4 empty:hidden">
        <RefusalNote refusal={refusal} />
        {found && found.people.length > 0 && (
          <ul aria-label={t('findResults')}>
            {found.people.map((person) => (
              <PersonRow key={person.userId} person={person} />
            ))}
          </ul>
        )}
        {found && found.next !== null && (
          <Button
            className="self-center"
            loading={looking === 'further'}
            onClick={() => void look(found.query, found)}
          >
            {t('findMore')}
          </Button>
        )}
      </div>
      {/* Always there, so that what is found is read out. */}
      <p role="status" className="text-md text-text-muted empty:hidden">
        {found && !looking && t('found', { count: found.people.length })}
      </p>
    </Card>
  );
}
