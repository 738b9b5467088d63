'use client';

import { useCallback, useState } from 'react';
import { AccessHeading } from '@/components/access/access-heading';
import { LinkExpired } from '@/components/access/link-expired';
import { useAccessForm } from '@/components/access/use-access-form';
import type { WordsOf } from '@/components/access/words';
import { Button } from '@/components/ui/button';
import { PlainLink } from '@/components/ui/plain-link';

/** Takes a deletion back by the link of a mail: what will happen, a button, and what came of it. Nothing of the person. */
export function KeepAccount({
  token,
  sentences,
  words,
}: {
  token: string;
  sentences: Record<'title' | 'text' | 'action' | 'doneTitle' | 'done' | 'expired', string>;
  words: WordsOf<'keepAccount'>;
}) {
  const { labels } = words;
  const [isKept, setKept] = useState(false);
  const load = useCallback(
    () =>
      import('./keep-account-action').then(({ keepAccountAction }) => keepAccountAction(() => setKept(true))),
    [],
  );
  const { submit, sending, refusal, refused } = useAccessForm({ load, words });
  const signIn = { href: '/sign-in', label: labels.signInAction };
  if (!token || refusal?.reason === 'LINK_EXPIRED')
    return (
      <LinkExpired
        title={labels.verifyExpiredTitle}
        text={sentences.expired}
        links={[signIn]}
        focused={Boolean(refusal)}
      />
    );
  if (isKept)
    return (
      <>
        <AccessHeading title={sentences.doneTitle} lead={sentences.done} focused />
        <p className="text-center text-md">
          <PlainLink href={signIn.href}>{signIn.label}</PlainLink>
        </p>
      </>
    );
  return (
    <>
      <AccessHeading title={sentences.title} lead={sentences.text} />
      <form method="post" onSubmit={(event) => submit(event, { token })} className="flex flex-col gap-5">
        {refused}
        <Button type="submit" variant="primary" loading={sending}>
          {sentences.action}
        </Button>
      </form>
    </>
  );
}
