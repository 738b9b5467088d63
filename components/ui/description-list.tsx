import type { ReactNode } from 'react';

/** Pairs of a term and what it is, in rows; on narrow pages one under the other. */
export function DescriptionList({ items }: { items: ReadonlyArray<{ term: string; details: ReactNode }> }) {
  return (
    <dl className="divide-y text-md">
      {items.map(({ term, details }) => (
        <div
          key={term}
          className="grid gap-x-6 gap-y-0.5 py-2.5 first:pt-0 last:pb-0 sm:grid-cols-[11rem_1fr]"
        >
          <dt className="text-text-muted">{term}</dt>
          <dd className="wrap-anywhere min-w-0">{details}</dd>
        </div>
      ))}
    </dl>
  );
}
