import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { AlertGlyph, CheckGlyph, InfoGlyph, WarningGlyph } from './glyphs';

const tones = {
  info: { Icon: InfoGlyph, classes: 'border-border bg-surface-sunken', icon: 'text-text-muted' },
  success: { Icon: CheckGlyph, classes: 'border-success/35 bg-success-surface', icon: 'text-success-text' },
  warning: {
    Icon: WarningGlyph,
    classes: 'border-warning/45 bg-warning-surface',
    icon: 'text-warning-text',
  },
  danger: { Icon: AlertGlyph, classes: 'border-danger/35 bg-danger-surface', icon: 'text-danger-text' },
};

type Props = {
  tone?: keyof typeof tones | undefined;
  /** For one that appears after something the person did: `status` waits its turn, `alert` interrupts. */
  role?: 'status' | 'alert' | undefined;
  action?: ReactNode | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/** One line of text that concerns the whole page or section, with an optional action. */
export function Banner({ tone = 'info', role, action, className, children }: Props) {
  const { Icon, classes, icon } = tones[tone];
  return (
    <div
      role={role}
      className={clsx(
        'flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border px-3 py-2.5 text-md',
        classes,
        className,
      )}
    >
      <div className="flex min-w-0 flex-1 basis-56 gap-2.5">
        <Icon className={clsx('mt-0.5', icon)} />
        <div className="readable min-w-0">{children}</div>
      </div>
      {action}
    </div>
  );
}
