'use client';

import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import { useFieldControl } from './field-context';

/** The look that Input, Textarea and NativeSelect share. 16 px on touch, or iOS zooms in. */
export const controlClasses =
  'w-full min-w-0 min-h-9 rounded-md border border-border-strong bg-surface px-3 py-1.5 text-md text-text transition-colors placeholder:text-text-muted focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-surface-sunken disabled:text-text-muted aria-invalid:border-danger pointer-coarse:min-h-11 pointer-coarse:text-lg';

/** A line of text. Inside a Field it needs no id and no aria attributes. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return (
    <input
      {...useFieldControl(props)}
      className={clsx(controlClasses, 'read-only:bg-surface-sunken', className)}
    />
  );
}
