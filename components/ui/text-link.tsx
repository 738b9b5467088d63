import { ArrowUpRight } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { Link } from './link';
import { linkClasses } from './plain-link';

/** A link in running text, known by its underline and not by colour alone. */
export function TextLink({ className, ...props }: ComponentProps<typeof Link>) {
  return <Link {...props} className={cn(linkClasses, className)} />;
}

type OutsideLinkProps = {
  href: string;
  /** For screen readers, after the words: "(opens in a new tab)". */
  newTabLabel: string;
  className?: string | undefined;
  children: ReactNode;
};

/** A link that leaves the product, in a new tab that knows nothing of this one. */
export function OutsideLink({ href, newTabLabel, className, children }: OutsideLinkProps) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className={cn(linkClasses, className)}>
      {children}
      <ArrowUpRight aria-hidden="true" className="inline size-3.5 align-baseline" />
      <span className="sr-only"> {newTabLabel}</span>
    </a>
  );
}
