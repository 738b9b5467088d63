'use client';

import { type ReactNode, useCallback, useState } from 'react';
import { Button } from '@/components/ui/button';
import { AccessHeading } from './access-heading';
import { EmailField } from './email-field';
import { knownAddress } from './known-address';
import { useAccessForm } from './use-access-form';
import type { WordsOf } from './words';

interface Props {
  /** Before and after, each a page of its own to whoever reads it. */
  asked: { title: string; lead: string };
  sent: { title: string; lead: ReactNode; missing: string };
  words: WordsOf<'forgotPassword'>;
}

/** Has a link for a new password sent to an address, whether it has an account or not. */
export function ForgotPassword({ asked, sent, words }: Props) {
  const { labels, locale } = words;
  const [done, setDone] = useState(false);
  const load = useCallback(
    () =>
      import('./forgot-password-action').then(({ forgotPasswordAction }) =>
        forgotPasswordAction(() => setDone(true)),
      ),
    [],
  );
  const { submit, sending, refused, errors } = useAccessForm({ load, words });
  if (done)
    return (
      <>
        <AccessHeading title={sent.title} lead={sent.lead} focused />
        <p className="text-center text-md text-text-muted">{sent.missing}</p>
      </>
    );
  return (
    <>
      <AccessHeading title={asked.title} lead={asked.lead} />
      <form
        method="post"
        noValidate
        onSubmit={(event) => submit(event, { locale })}
        className="flex flex-col gap-5"
      >
        {refused}
        <EmailField ref={fillIn} words={words} errors={errors} />
        <Button type="submit" variant="primary" loading={sending}>
          {labels.forgotAction}
        </Button>
      </form>
    </>
  );
}

/** What is known need not be typed again (WCAG 3.3.7); what was typed before the code was there stays. */
function fillIn(field: HTMLInputElement | null) {
  if (field && !field.value) field.value = knownAddress() ?? '';
}
