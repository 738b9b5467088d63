'use client';

import type { ComponentProps } from 'react';
import { cn } from './cn';

type Props = Omit<ComponentProps<'input'>, 'type' | 'role' | 'children' | 'onChange'> & {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  /** Saving: stays pressable, only marked busy. */
  pending?: boolean | undefined;
};

/** The switch alone, for grids: name it in full by `aria-label` ("E-mail for new sign-in"). */
export function SwitchControl({ onCheckedChange, pending = false, className, ...props }: Props) {
  return (
    <span className={cn('relative inline-block h-6 w-10 shrink-0 has-disabled:opacity-50', className)}>
      {/* The input itself is only the target, larger than what is drawn where fingers press. */}
      <input
        {...props}
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its state by itself.
        role="switch"
        aria-busy={pending || undefined}
        onChange={(event) => onCheckedChange(event.target.checked)}
        className="peer absolute inset-0 z-10 cursor-pointer appearance-none rounded-full pointer-coarse:-inset-x-1 pointer-coarse:-inset-y-2.5 disabled:cursor-not-allowed"
      />
      <span
        aria-hidden="true"
        className="absolute inset-0 rounded-full border border-border-strong bg-surface-sunken transition-colors peer-checked:border-accent peer-checked:bg-accent"
      />
      <span
        aria-hidden="true"
        className="absolute start-1 top-1 size-4 rounded-full bg-border-strong transition-all peer-checked:start-5 peer-checked:bg-accent-text forced-colors:bg-[CanvasText] forced-colors:peer-checked:bg-[CanvasText]"
      />
    </span>
  );
}
