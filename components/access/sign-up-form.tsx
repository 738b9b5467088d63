'use client';

import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { EmailField, PasswordField } from './fields';
import { useAccessForm } from './use-access-form';
import type { AccessWords } from './words';

const load = () => import('./sign-up-action').then(({ signUpAction }) => signUpAction);

/** Name, e-mail and password; the account exists once the link in the mail was followed. */
export function SignUpForm({ words }: { words: AccessWords }) {
  const { labels, locale } = words;
  const { submit, sending, refusal, Refused, problems } = useAccessForm(load);
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) =>
        submit(event, { locale, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone })
      }
      className="flex flex-col gap-5"
    >
      {Refused && <Refused refusal={refusal} words={words} />}
      <Field
        label={labels.name}
        description={labels.nameHint}
        error={problems.displayName && words.problems[problems.displayName]}
      >
        <Input name="displayName" autoComplete="name" />
      </Field>
      <EmailField words={words} problems={problems} />
      <PasswordField
        words={words}
        problems={problems}
        hint={labels.passwordHint}
        autoComplete="new-password"
      />
      <Button type="submit" variant="primary" loading={sending}>
        {labels.signUpAction}
      </Button>
    </form>
  );
}
