import type { ComponentProps } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { PasswordInput } from '@/components/ui/password-input';
import type { Problem } from '@/server/text/rules';
import type { AccessWords } from './words';

interface Props {
  words: AccessWords;
  problems: Record<string, Problem>;
}

/** The address one signs in with; `username` is what password managers look for (WHATWG HTML, autofill). */
export function EmailField({ words, problems }: Props) {
  return (
    <Field label={words.labels.email} error={problems.email && words.problems[problems.email]}>
      <Input
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
      />
    </Field>
  );
}

/** A password; `autoComplete` says whether a new or the current one. */
export function PasswordField({
  words,
  problems,
  hint,
  ...input
}: Props & { hint?: string; autoComplete: string } & Pick<ComponentProps<'input'>, 'autoFocus'>) {
  const { password, showPassword, hidePassword } = words.labels;
  return (
    <Field label={password} description={hint} error={problems.password && words.problems[problems.password]}>
      <PasswordInput name="password" showLabel={showPassword} hideLabel={hidePassword} {...input} />
    </Field>
  );
}
