'use client';

import { type ComponentProps, useState } from 'react';
import { EyeGlyph } from './glyphs';
import { Input } from './input';

type Props = Omit<ComponentProps<'input'>, 'type'> & {
  /** Name of the button that shows the password, and of the one that hides it again. */
  showLabel: string;
  hideLabel: string;
};

/** A password that can be seen while typing. Give it `autoComplete`: paste and password managers stay free. */
export function PasswordInput({ showLabel, hideLabel, ...props }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <span className="relative block">
      <Input
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        {...props}
        type={shown ? 'text' : 'password'}
        className="pe-11 pointer-coarse:pe-13"
      />
      <button
        type="button"
        aria-label={shown ? hideLabel : showLabel}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0.5 end-0.5 grid w-9 cursor-pointer place-items-center rounded-sm text-text-muted transition-colors hover:text-text pointer-coarse:inset-y-0 pointer-coarse:end-0 pointer-coarse:w-11"
      >
        <EyeGlyph off={shown} />
      </button>
    </span>
  );
}
