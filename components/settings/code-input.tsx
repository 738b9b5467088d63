'use client';

import type { ComponentProps } from 'react';
import { Input } from '@/components/ui/input';

/** A one-time code or a recovery code: typed or pasted with or without spaces, in figures of one width. */
export function CodeInput({
  kind,
  ...props
}: { kind: 'totp' | 'recoveryCode' } & Omit<ComponentProps<'input'>, 'type'>) {
  const totp = kind === 'totp';
  return (
    <Input
      {...props}
      data-secret
      type="text"
      inputMode={totp ? 'numeric' : 'text'}
      autoComplete={totp ? 'one-time-code' : 'off'}
      autoCapitalize={totp ? 'none' : 'characters'}
      autoCorrect="off"
      spellCheck={false}
      className="tabular tracking-wide"
    />
  );
}
