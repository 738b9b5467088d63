import type { ReactNode } from 'react';

interface Props {
  icon: ReactNode;
  /** What a person or a provider calls it: any language, any length. */
  name: string;
  badges?: ReactNode;
  /** A line each; what is absent is left out. */
  facts: ReactNode[];
  /** Below the facts: a warning. */
  note?: ReactNode;
  /** Buttons at the end of the row. */
  actions?: ReactNode;
}

/** One of several things in a card: what it is, what is known of it, what can be done. */
export function FactorRow({ icon, name, badges, facts, note, actions }: Props) {
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-3 border-t py-4 first:border-t-0 first:pt-0 last:pb-0">
      <span
        aria-hidden="true"
        className="grid size-9 shrink-0 place-items-center rounded-md border bg-surface-sunken text-text-muted [&_svg]:size-4"
      >
        {icon}
      </span>
      <div className="min-w-0 flex-1 basis-48">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="wrap-anywhere min-w-0 font-medium text-md">{name}</bdi>
          {badges}
        </div>
        <ul className="mt-0.5 flex flex-wrap gap-x-3 gap-y-0.5 text-sm text-text-muted">
          {facts.map((fact, index) =>
            fact ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the order is fixed.
              <li key={index} className="wrap-anywhere min-w-0">
                {fact}
              </li>
            ) : null,
          )}
        </ul>
        {note}
      </div>
      {actions && <div className="ms-auto flex flex-wrap justify-end gap-2">{actions}</div>}
    </li>
  );
}
