import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

export const linkClasses =
  'rounded-sm font-medium text-text underline decoration-border-strong underline-offset-3 transition-colors hover:decoration-text';

/** A link that loads its page anew: for pages before sign-in, which carry no router code, and for files. */
export function PlainLink({ className, children, ...props }: ComponentProps<'a'>) {
  return (
    <a {...props} className={clsx(linkClasses, className)}>
      {children}
    </a>
  );
}
