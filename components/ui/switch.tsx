'use client';

import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';
import { SwitchControl } from './switch-control';

type Props = Omit<ComponentProps<typeof SwitchControl>, 'className'> & {
  label: string;
  description?: ReactNode | undefined;
  className?: string | undefined;
};

/** A setting that is on or off and saves at once: label and description, the switch at the end of the line. */
export function Switch({ label, description, className, ...props }: Props) {
  const id = useId();
  return (
    <div className={cn('relative flex items-start justify-between gap-6', className)}>
      <div className="min-w-0">
        {/* The label covers the whole row, so the row is the target. */}
        <label htmlFor={id} className="cursor-pointer font-medium text-base after:absolute after:inset-0">
          {label}
        </label>
        {description !== undefined && (
          <p id={`${id}-description`} className="text-sm text-text-muted">
            {description}
          </p>
        )}
      </div>
      <SwitchControl
        {...(description !== undefined && { 'aria-describedby': `${id}-description` })}
        {...props}
        id={id}
      />
    </div>
  );
}
