'use client';

import { type ReactNode, useId } from 'react';
import { cn } from './cn';
import { FieldError } from './field-error';

type Option = { value: string; label: string; description?: ReactNode; disabled?: boolean };

type Props = {
  legend: string;
  /** For when a heading right above says the same. */
  legendHidden?: boolean | undefined;
  description?: ReactNode | undefined;
  error?: string | undefined;
  name: string;
  options: readonly Option[];
  value: string;
  onValueChange: (value: string) => void;
  /** `cards` frames each option: for few options with a description. */
  variant?: 'plain' | 'cards' | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
};

/** One of a few, as native radio buttons in a fieldset. */
export function RadioGroup(props: Props) {
  const { legend, legendHidden = false, description, error, options, variant = 'plain', className } = props;
  const id = useId();
  const describedBy = [description !== undefined && `${id}-description`, error && `${id}-error`];
  return (
    <fieldset
      disabled={props.disabled}
      aria-describedby={describedBy.filter(Boolean).join(' ') || undefined}
      className={cn('min-w-0', className)}
    >
      <legend className={legendHidden ? 'sr-only' : 'font-medium text-md'}>{legend}</legend>
      {description !== undefined && (
        <p id={`${id}-description`} className="mt-0.5 text-sm text-text-muted">
          {description}
        </p>
      )}
      <div
        className={cn('flex flex-col', !legendHidden && 'mt-2', variant === 'cards' ? 'gap-2' : 'gap-1.5')}
      >
        {options.map((option) => (
          <RadioOption key={option.value} id={`${id}-${option.value}`} option={option} group={props} />
        ))}
      </div>
      {error && (
        <div className="mt-1.5">
          <FieldError id={`${id}-error`}>{error}</FieldError>
        </div>
      )}
    </fieldset>
  );
}

function RadioOption({ id, option, group }: { id: string; option: Option; group: Props }) {
  const { value, label, description, disabled } = option;
  return (
    <div
      className={cn(
        'relative flex min-h-6 gap-2.5 has-disabled:opacity-60 pointer-coarse:min-h-11 pointer-coarse:py-2',
        group.variant === 'cards' &&
          'rounded-md border border-border p-3 transition-colors has-checked:border-accent has-checked:bg-surface-hover/40',
      )}
    >
      <input
        type="radio"
        id={id}
        name={group.name}
        value={value}
        checked={group.value === value}
        disabled={disabled}
        onChange={() => group.onValueChange(value)}
        aria-describedby={description === undefined ? undefined : `${id}-description`}
        className="relative z-10 mt-0.5 size-5 shrink-0 cursor-pointer appearance-none rounded-full border border-border-strong bg-surface transition-colors checked:border-6 checked:border-accent disabled:cursor-not-allowed"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="cursor-pointer text-base after:absolute after:inset-0">
          {label}
        </label>
        {description !== undefined && (
          <p id={`${id}-description`} className="text-sm text-text-muted">
            {description}
          </p>
        )}
      </div>
    </div>
  );
}
