'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { PlainLink } from '@/components/ui/plain-link';
import { AccessHeading } from './access-heading';
import { PasswordField } from './fields';
import { useAccessForm } from './use-access-form';
import type { AccessWords } from './words';

const load = () => import('./verify-email-action').then(({ verifyEmailAction }) => verifyEmailAction);

/** Confirms an address with one press; in another browser than the one of the sign-up it asks for the password. */
export function VerifyEmail({ token, words }: { token: string; words: AccessWords }) {
  const { labels } = words;
  const { submit, sending, refusal, Refused, problems } = useAccessForm(load);
  const [asked, setAsked] = useState(false);
  if (!token || refusal?.reason === 'LINK_EXPIRED') return <Expired words={words} />;
  const needsPassword = refusal?.reason === 'PASSWORD_REQUIRED';
  if (needsPassword && !asked) setAsked(true);
  return (
    <>
      <AccessHeading
        title={labels.verifyTitle}
        lead={asked ? labels.verifyPasswordText : labels.verifyText}
      />
      <form
        method="post"
        noValidate
        onSubmit={(event) => submit(event, { token })}
        className="flex flex-col gap-5"
      >
        {Refused && (
          <Refused
            refusal={needsPassword ? undefined : refusal}
            words={words}
            instead={{ SIGN_IN_FAILED: labels.wrongPassword }}
          />
        )}
        {/* The focus follows the person, who has just pressed the button that asks for it. */}
        {asked && (
          <PasswordField words={words} problems={problems} autoComplete="current-password" autoFocus />
        )}
        <Button type="submit" variant="primary" loading={sending}>
          {labels.verifyAction}
        </Button>
      </form>
    </>
  );
}

function Expired({ words: { labels } }: { words: AccessWords }) {
  return (
    <>
      <AccessHeading title={labels.verifyExpiredTitle} lead={labels.verifyExpiredText} />
      <div className="flex justify-center gap-6 text-md">
        <PlainLink href="/sign-in">{labels.signInAction}</PlainLink>
        <PlainLink href="/sign-up">{labels.verifyExpiredSignUp}</PlainLink>
      </div>
    </>
  );
}
