import { type ReactNode, useId } from 'react';
import { cn } from './cn';

type Props = {
  title: string;
  /** One sentence of effect, in the person's words. */
  description?: ReactNode | undefined;
  /** Beside the title: a badge or a small action. */
  aside?: ReactNode | undefined;
  /** Footer: a grey hint, and the button at its end. */
  hint?: ReactNode | undefined;
  action?: ReactNode | undefined;
  tone?: 'neutral' | 'danger' | undefined;
  headingLevel?: 2 | 3 | undefined;
  /** So that a link or the command palette can go there. */
  id?: string | undefined;
  className?: string | undefined;
  children?: ReactNode | undefined;
};

/** One setting or one group of rows: a region named by its title. */
export function Card({ headingLevel = 2, tone = 'neutral', className, children, ...props }: Props) {
  const titleId = useId();
  const Heading = headingLevel === 2 ? 'h2' : 'h3';
  const danger = tone === 'danger';
  const footer = props.hint !== undefined || props.action !== undefined;
  return (
    <section
      id={props.id}
      aria-labelledby={titleId}
      className={cn(
        'flex scroll-mt-6 flex-col overflow-clip rounded-lg border bg-surface target:outline-2 target:outline-focus',
        danger && 'border-danger/40',
        className,
      )}
    >
      <div className="flex flex-col gap-5 p-4 sm:p-6">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="min-w-0">
            <Heading id={titleId}>{props.title}</Heading>
            {props.description !== undefined && (
              <p className="mt-1 text-md text-text-muted">{props.description}</p>
            )}
          </div>
          {props.aside}
        </div>
        {children}
      </div>
      {footer && (
        <div
          className={cn(
            // At the bottom also where a card is as high as the one beside it.
            'mt-auto flex flex-wrap items-center gap-x-4 gap-y-3 border-t px-4 py-3 sm:px-6',
            props.hint === undefined ? 'justify-end' : 'justify-between',
            danger ? 'border-danger/40 bg-danger-surface/60' : 'bg-background/60',
          )}
        >
          {props.hint !== undefined && (
            <p className="min-w-0 flex-1 basis-56 text-sm text-text-muted">{props.hint}</p>
          )}
          {props.action}
        </div>
      )}
    </section>
  );
}
