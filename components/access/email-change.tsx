'use client';

import { useCallback, useState } from 'react';
import { Button } from '@/components/ui/button';
import { PlainLink } from '@/components/ui/plain-link';
import { AccessHeading } from './access-heading';
import type { EmailChangeStep } from './link-actions';
import { LinkExpired } from './link-expired';
import { useAccessForm } from './use-access-form';
import type { WordsOf } from './words';

/** One step of a change of address: what will happen, a button, and what came of it. */
export function EmailChange({
  step,
  token,
  sentences,
  words,
}: {
  step: EmailChangeStep;
  token: string;
  /** In `done`, `{address}` stands for the address it is about. */
  sentences: { title: string; text: string; action: string; doneTitle: string; done: string };
  words: WordsOf<'emailChange'>;
}) {
  const { labels } = words;
  const [address, setAddress] = useState<string>();
  const load = useCallback(
    () => import('./link-actions').then(({ emailChangeAction }) => emailChangeAction(step, setAddress)),
    [step],
  );
  const { submit, sending, refusal, refused } = useAccessForm({ load, words });
  if (!token || refusal?.reason === 'LINK_EXPIRED')
    return (
      <LinkExpired
        title={labels.verifyExpiredTitle}
        text={labels.changeExpired}
        links={[{ href: '/settings/security#email', label: labels.toSettings }]}
        focused={Boolean(refusal)}
      />
    );
  if (address === undefined)
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
  return (
    <>
      <AccessHeading
        title={sentences.doneTitle}
        lead={sentences.done.replace('{address}', address)}
        focused
      />
      {step !== 'approve' && (
        <p className="flex flex-wrap justify-center gap-x-6 gap-y-3 text-md">
          <PlainLink href="/settings/security#email">{labels.toSettings}</PlainLink>
          {step === 'undo' && <PlainLink href="/forgot-password">{labels.forgotLink}</PlainLink>}
        </p>
      )}
    </>
  );
}
