'use client';

import type { ComponentProps } from 'react';
import { cn } from './cn';
import { useFieldControl } from './field-context';
import { controlClasses } from './input';

/** Several lines of text; grows with its content where the browser can, else it scrolls. */
export function Textarea({ className, rows = 4, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      {...useFieldControl(props)}
      className={cn(
        controlClasses,
        'field-sizing-content max-h-96 min-h-24 resize-y read-only:bg-surface-sunken',
        className,
      )}
    />
  );
}
