'use client';

import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { useFieldControl } from './field-context';
import { controlClasses } from './input';

type Option = { value: string; label: string; disabled?: boolean };
type OptionGroup = { label: string; options: readonly Option[] };

type Props = Omit<ComponentProps<'select'>, 'children' | 'multiple' | 'size'> & {
  options: ReadonlyArray<Option | OptionGroup>;
};

/** The platform's own list, dressed as the other controls; an entry with `options` is a group. */
export function NativeSelect({ options, className, ...props }: Props) {
  return (
    <span className={cn('relative block w-full', className)}>
      <select
        {...useFieldControl(props)}
        className={cn(controlClasses, 'cursor-pointer appearance-none truncate pe-9')}
      >
        {options.map((entry) =>
          'options' in entry ? (
            <optgroup key={entry.label} label={entry.label} className="bg-surface-raised">
              {entry.options.map(toOption)}
            </optgroup>
          ) : (
            toOption(entry)
          ),
        )}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="-translate-y-1/2 pointer-events-none absolute end-3 top-1/2 size-4 text-text-muted"
      />
    </span>
  );
}

function toOption({ value, label, disabled }: Option) {
  return (
    <option key={value} value={value} disabled={disabled} className="bg-surface-raised">
      {label}
    </option>
  );
}
