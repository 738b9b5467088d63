import { cva, type VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { cn } from './cn';

const classes = cva(
  'inline-flex max-w-full items-center gap-1 whitespace-nowrap rounded-sm border border-transparent px-1.5 py-0.5 font-medium text-xs [&_svg]:size-3 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        neutral: 'border-border bg-surface-sunken text-text-muted',
        success: 'bg-success-surface text-success-text',
        warning: 'bg-warning-surface text-warning-text',
        danger: 'bg-danger-surface text-danger-text',
        staff: 'bg-staff-surface text-staff-text',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

type Props = VariantProps<typeof classes> & { icon?: ReactNode; className?: string; children: ReactNode };

/** A short mark beside a name: a state, a role, "this device". The words carry it, the colour only helps. */
export function Badge({ tone, icon, className, children }: Props) {
  return (
    <span className={cn(classes({ tone }), className)}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
