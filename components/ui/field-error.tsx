import type { ReactNode } from 'react';
import { AlertGlyph } from './glyphs';

/** The error of one control, named by its `aria-describedby`; the form moves the focus, so nothing is announced here. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="flex gap-1.5 text-danger-text text-sm">
      <AlertGlyph className="mt-0.5" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}
