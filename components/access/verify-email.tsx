'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { AccessHeading } from './access-heading';
import { CreatePasskey } from './create-passkey';
import { LinkExpired } from './link-expired';
import { PasswordField } from './password-field';
import { useAccessForm } from './use-access-form';
import type { WordsOf } from './words';

const load = () => import('./verify-email-action').then(({ verifyEmailAction }) => verifyEmailAction);

/**
 * Confirms an address with one press; in another browser than the one of the sign-up it asks for the password, and
 * an account without one begins with a passkey.
 */
export function VerifyEmail({ token, words }: { token: string; words: WordsOf<'verifyEmail'> }) {
  const { labels } = words;
  const { submit, sending, refusal, refused, errors } = useAccessForm({
    load,
    words,
    instead: { SIGN_IN_FAILED: labels.wrongPassword },
  });
  const [asked, setAsked] = useState(false);
  const needsPassword = refusal?.reason === 'PASSWORD_REQUIRED';
  if (needsPassword && !asked) setAsked(true);
  if (refusal?.reason === 'PASSKEY_REQUIRED') return <CreatePasskey token={token} words={words} />;
  if (!token || refusal?.reason === 'LINK_EXPIRED')
    return (
      <LinkExpired
        title={labels.verifyExpiredTitle}
        text={labels.verifyExpiredText}
        links={[
          { href: '/sign-in', label: labels.signInAction },
          { href: '/sign-up', label: labels.verifyExpiredSignUp },
        ]}
        focused={Boolean(refusal)}
      />
    );
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
        {!needsPassword && refused}
        {/* The focus follows the person, who has just pressed the button that asks for it. */}
        {asked && (
          <PasswordField
            label={labels.password}
            words={words}
            errors={errors}
            autoComplete="current-password"
            autoFocus
          />
        )}
        <Button type="submit" variant="primary" loading={sending}>
          {labels.verifyAction}
        </Button>
      </form>
    </>
  );
}
