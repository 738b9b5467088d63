'use client';

import { clsx } from 'clsx';
import { type ReactNode, useId } from 'react';
import { FieldProvider } from './field-context';
import { FieldError } from './field-error';

type Props = {
  label: string;
  /** For when the label of a SettingRow stands beside and says the same. */
  labelHidden?: boolean | undefined;
  /** After the label, in grey: "optional". */
  labelHint?: string | undefined;
  description?: ReactNode | undefined;
  /** What to do about it. Empty or absent: no error. */
  error?: string | undefined;
  /** A FieldCounter. */
  counter?: ReactNode | undefined;
  /** The id of the control, when something outside must point at it. */
  id?: string | undefined;
  className?: string | undefined;
  /** One control: Input, Textarea, PasswordInput, NativeSelect. */
  children: ReactNode;
};

/** Label, control, description, counter and error as one: the control finds its parts by context. */
export function Field({
  label,
  labelHidden = false,
  labelHint,
  description,
  error,
  counter,
  id,
  className,
  children,
}: Props) {
  const ownId = useId();
  const controlId = id ?? ownId;
  const part = (name: string) => `${controlId}-${name}`;
  const describedBy = [
    error && part('error'),
    description !== undefined && part('description'),
    counter && part('counter'),
  ];
  const control = {
    id: controlId,
    'aria-describedby': describedBy.filter(Boolean).join(' ') || undefined,
    'aria-invalid': error ? true : undefined,
  };
  return (
    <div className={clsx('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={controlId} className={labelHidden ? 'sr-only' : 'w-fit font-medium text-md'}>
        {label}
        {labelHint !== undefined && <span className="ms-1.5 font-normal text-text-muted">{labelHint}</span>}
      </label>
      <FieldProvider control={control}>{children}</FieldProvider>
      {error && <FieldError id={part('error')}>{error}</FieldError>}
      {(description !== undefined || counter) && (
        <div className="flex flex-wrap justify-between gap-x-4 text-sm text-text-muted">
          <p id={part('description')} className="min-w-0 flex-1 basis-48">
            {description}
          </p>
          {counter && (
            <div id={part('counter')} className="ms-auto shrink-0">
              {counter}
            </div>
          )}
        </div>
      )}
    </div>
  );
}
