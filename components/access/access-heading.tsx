import type { ReactNode } from 'react';

/** The one heading of a page before sign-in. */
export function AccessHeading({ title, lead }: { title: string; lead?: ReactNode }) {
  return (
    <div className="mb-6 text-center">
      <h1>{title}</h1>
      {lead !== undefined && <p className="mt-1 text-md text-text-muted">{lead}</p>}
    </div>
  );
}
