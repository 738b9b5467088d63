import type { ReactNode } from 'react';

/** A part of the page with a heading; its children stand one under another. */
export function Samples({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-6">
      <h2 className="border-b pb-2">{title}</h2>
      {children}
    </section>
  );
}

/** One line of samples with a word beside it. */
export function Sample({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-2 sm:grid-cols-[8rem_1fr] sm:items-start">
      <div className="text-sm text-text-muted sm:pt-1.5">{title}</div>
      <div className="flex min-w-0 flex-wrap items-center gap-3">{children}</div>
    </div>
  );
}
