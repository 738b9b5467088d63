'use client';

import { useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { AccessHeading } from './access-heading';
import { knownAddress } from './known-address';
import { LinkExpired } from './link-expired';
import { PasswordField } from './password-field';
import { useAccessForm } from './use-access-form';
import type { WordsOf } from './words';

const load = () => import('./reset-password-action').then(({ resetPasswordAction }) => resetPasswordAction);
const never = () => () => undefined;

/** A new password by the link of a mail. Nobody is signed in by it: the way in is that of every day. */
export function ResetPassword({
  token,
  title,
  lead,
  words,
}: {
  token: string;
  title: string;
  lead: string;
  words: WordsOf<'resetPassword'>;
}) {
  const { labels } = words;
  const { submit, sending, refusal, refused, errors } = useAccessForm({ load, words });
  const address = useSyncExternalStore(never, knownAddress, () => undefined);
  if (!token || refusal?.reason === 'LINK_EXPIRED')
    return (
      <LinkExpired
        title={labels.verifyExpiredTitle}
        text={labels.resetExpired}
        links={[{ href: '/forgot-password', label: labels.resetAgain }]}
        focused={Boolean(refusal)}
      />
    );
  return (
    <>
      <AccessHeading title={title} lead={lead} />
      <form
        method="post"
        noValidate
        onSubmit={(event) => submit(event, { token })}
        className="flex flex-col gap-5"
      >
        {refused}
        {/* For the password manager, so that it changes the entry it has; not sent, the link says whose it is. */}
        {address && (
          <input
            type="email"
            autoComplete="username"
            value={address}
            readOnly
            aria-hidden="true"
            tabIndex={-1}
            className="sr-only"
          />
        )}
        <PasswordField
          label={labels.newPassword}
          words={words}
          errors={errors}
          hint={labels.passwordHint}
          autoComplete="new-password"
        />
        <Button type="submit" variant="primary" loading={sending}>
          {labels.resetAction}
        </Button>
      </form>
    </>
  );
}
