import type { ComponentProps } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { AccessWords } from './words';

/** The address one signs in with; `username` is what password managers look for (WHATWG HTML, autofill). */
export function EmailField({
  words,
  errors,
  ...input
}: { words: AccessWords<'email'>; errors: Record<string, string> } & Pick<
  ComponentProps<'input'>,
  'autoComplete' | 'autoFocus' | 'defaultValue' | 'readOnly' | 'ref'
>) {
  return (
    <Field label={words.labels.email} error={errors.email}>
      <Input
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        {...input}
      />
    </Field>
  );
}
