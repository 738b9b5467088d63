'use client';

import { useCallback } from 'react';
import { Button } from '@/components/ui/button';
import { PlainLink } from '@/components/ui/plain-link';
import { EmailField, PasswordField } from './fields';
import { useAccessForm } from './use-access-form';
import type { AccessWords } from './words';

/** E-mail and password; leads to `next` once signed in. */
export function SignInForm({ next, words }: { next: string; words: AccessWords }) {
  const { labels } = words;
  const load = useCallback(
    () => import('./sign-in-action').then(({ signInAction }) => signInAction(next)),
    [next],
  );
  const { submit, sending, refusal, Refused, problems } = useAccessForm(load);
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-5">
      {Refused && (
        <Refused
          refusal={refusal}
          words={words}
          instead={{
            EMAIL_UNVERIFIED: (
              <>
                {labels.unverified} <PlainLink href="/sign-up">{labels.unverifiedAction}</PlainLink>
              </>
            ),
          }}
        />
      )}
      <EmailField words={words} problems={problems} />
      <PasswordField words={words} problems={problems} autoComplete="current-password" />
      <Button type="submit" variant="primary" loading={sending}>
        {labels.signInAction}
      </Button>
    </form>
  );
}
