import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/**
 * The signs of fields and banners. They stand on the pages before sign-in, which cannot afford the icon library's
 * code in their first load. Decoration: the words beside them, or the button's name, say the same.
 */
function Glyph({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.35"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={clsx('size-4 shrink-0', className)}
    >
      {children}
    </svg>
  );
}

type Props = { className?: string | undefined };

export function AlertGlyph({ className }: Props) {
  return (
    <Glyph className={className}>
      <circle cx="8" cy="8" r="6.5" />
      <path d="M8 4.8v3.6M8 11.1v.1" />
    </Glyph>
  );
}

export function InfoGlyph({ className }: Props) {
  return (
    <Glyph className={className}>
      <circle cx="8" cy="8" r="6.5" />
      <path d="M8 7.5v3.6M8 4.9V4.8" />
    </Glyph>
  );
}

export function CheckGlyph({ className }: Props) {
  return (
    <Glyph className={className}>
      <circle cx="8" cy="8" r="6.5" />
      <path d="m5.4 8.2 1.8 1.8 3.5-3.7" />
    </Glyph>
  );
}

export function WarningGlyph({ className }: Props) {
  return (
    <Glyph className={className}>
      <path d="M8 2 14.6 13.5H1.4ZM8 6.4v3M8 11.4v.1" />
    </Glyph>
  );
}

/** An eye, struck through when `off`. */
export function EyeGlyph({ off }: { off: boolean }) {
  return (
    <Glyph>
      <path d="M1.4 8C2.8 5.2 5.2 3.6 8 3.6S13.2 5.2 14.6 8c-1.4 2.8-3.8 4.4-6.6 4.4S2.8 10.8 1.4 8Z" />
      <circle cx="8" cy="8" r="1.9" />
      {off && <path d="m2.6 13.4 10.8-10.8" />}
    </Glyph>
  );
}
