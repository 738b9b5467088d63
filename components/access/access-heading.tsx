import type { ReactNode } from 'react';

/**
 * The one heading of a page before sign-in. `focused`: it takes the place of another one after something the person
 * did, and the focus goes there, so that it is read out.
 */
export function AccessHeading({
  title,
  lead,
  focused = false,
}: {
  title: string;
  lead?: ReactNode;
  focused?: boolean;
}) {
  return (
    <div className="mb-6 text-center">
      <h1 className="outline-none" {...(focused && { tabIndex: -1, ref: takeFocus })}>
        {title}
      </h1>
      {lead !== undefined && <p className="mt-1 text-md text-text-muted">{lead}</p>}
    </div>
  );
}

// The same function on each render, so that it is called once.
function takeFocus(heading: HTMLElement | null) {
  heading?.focus();
}
