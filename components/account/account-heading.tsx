import type { ReactNode } from 'react';

/** How an account stands, in a line and a sentence. */
export function AccountHeading({ title, text }: { title: string; text: ReactNode }) {
  return (
    <div className="mb-6 text-center">
      <h1>{title}</h1>
      <p className="mt-1 text-md text-text-muted">{text}</p>
    </div>
  );
}
