import { Field } from '@/components/ui/field';
import { PasswordInput } from '@/components/ui/password-input';
import type { AccessWords } from './words';

/** A password; `autoComplete` says whether a new or the current one. */
export function PasswordField({
  label,
  words,
  errors,
  hint,
  ...input
}: {
  label: string;
  words: AccessWords;
  errors: Record<string, string>;
  hint?: string;
  autoComplete: 'current-password' | 'new-password';
  autoFocus?: boolean;
}) {
  const { showPassword, hidePassword } = words.labels;
  return (
    <Field label={label} description={hint} error={errors.password}>
      <PasswordInput name="password" showLabel={showPassword} hideLabel={hidePassword} {...input} />
    </Field>
  );
}
