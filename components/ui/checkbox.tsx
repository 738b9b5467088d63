'use client';

import { Check } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { FieldError } from './field-error';

type Props = Omit<ComponentProps<'input'>, 'type' | 'children'> & {
  label: ReactNode;
  description?: ReactNode | undefined;
  error?: string | undefined;
};

/** A native checkbox with its label, description and error; the whole line is the target. */
export function Checkbox({ label, description, error, className, ...props }: Props) {
  const id = useId();
  const describedBy = [description !== undefined && `${id}-description`, error && `${id}-error`];
  return (
    <div className={className}>
      <label className="flex min-h-6 cursor-pointer gap-2.5 has-disabled:cursor-not-allowed has-disabled:opacity-60 pointer-coarse:min-h-11 pointer-coarse:py-2.5">
        <span className="relative mt-0.5 grid size-5 shrink-0">
          <input
            aria-describedby={describedBy.filter(Boolean).join(' ') || undefined}
            aria-invalid={error ? true : undefined}
            {...props}
            type="checkbox"
            className="peer size-5 cursor-[inherit] appearance-none rounded-[5px] border border-border-strong bg-surface transition-colors checked:border-accent checked:bg-accent aria-invalid:border-danger"
          />
          <Check
            aria-hidden="true"
            strokeWidth={3}
            className="pointer-events-none absolute inset-0 m-auto size-3.5 text-accent-text opacity-0 peer-checked:opacity-100 forced-colors:text-[CanvasText]"
          />
        </span>
        <span className="min-w-0 text-base">{label}</span>
      </label>
      {description !== undefined && (
        <p id={`${id}-description`} className="ms-7.5 text-sm text-text-muted">
          {description}
        </p>
      )}
      {error && (
        <div className="ms-7.5 mt-1">
          <FieldError id={`${id}-error`}>{error}</FieldError>
        </div>
      )}
    </div>
  );
}
