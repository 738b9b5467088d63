'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { linkClasses } from '@/components/ui/plain-link';
import { EmailField } from './email-field';
import { PasswordField } from './password-field';
import { useAccessForm } from './use-access-form';
import type { WordsOf } from './words';

const load = () => import('./sign-up-action').then(({ signUpAction }) => signUpAction);

/** Name, e-mail, and a password or none; the account exists once the link in the mail was followed. */
export function SignUpForm({ words }: { words: WordsOf<'signUp'> }) {
  const { labels, locale } = words;
  const { submit, sending, refused, errors } = useAccessForm({ load, words });
  const [byPasskey, setByPasskey] = useState(false);
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) =>
        submit(event, { locale, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone })
      }
      className="flex flex-col gap-5"
    >
      {refused}
      <Field label={labels.name} description={labels.nameHint} error={errors.displayName}>
        <Input name="displayName" autoComplete="name" />
      </Field>
      <EmailField words={words} errors={errors} />
      <div className="flex flex-col gap-2">
        {byPasskey ? (
          <p role="status" className="text-md text-text-muted">
            {labels.signUpPasskeyHint}
          </p>
        ) : (
          <PasswordField
            label={labels.password}
            words={words}
            errors={errors}
            hint={labels.passwordHint}
            autoComplete="new-password"
          />
        )}
        <button
          type="button"
          onClick={() => setByPasskey(!byPasskey)}
          className={`${linkClasses} min-h-6 w-fit cursor-pointer text-start text-md pointer-coarse:min-h-11`}
        >
          {byPasskey ? labels.signUpByPassword : labels.signUpByPasskey}
        </button>
      </div>
      <Button type="submit" variant="primary" loading={sending}>
        {labels.signUpAction}
      </Button>
    </form>
  );
}
