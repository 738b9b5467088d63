import type { ReactNode } from 'react';
import { cn } from './cn';

type Props = {
  /** Whether there is anything to save. Keep the bar in the tree: its live region must be there before its words. */
  open: boolean;
  /** Names the region: "Unsaved changes". */
  label: string;
  /** "2 unsaved changes", announced politely as it changes. */
  text: ReactNode;
  /** Two buttons, the quiet one first: discard, then save. */
  discard: ReactNode;
  save: ReactNode;
  /** Aligns the content of the bar with the page's column, e.g. a margin; centred without. */
  className?: string | undefined;
};

/**
 * What is unsaved, fixed at the bottom of the window. globals.css keeps the focus and the page's end clear of it
 * (`data-save-bar`); on a window under 320 px high (a zoom of 400 %) it stands in the flow instead, or it would cover half.
 */
export function SaveBar({ open, label, text, discard, save, className }: Props) {
  return (
    <div
      // A region only while it is there to see.
      {...(open && { role: 'region', 'aria-label': label, 'data-save-bar': '' })}
      className={
        open
          ? 'fixed inset-x-0 bottom-0 z-30 animate-rise border-t bg-surface-raised px-4 pt-3 pb-[calc(0.75rem+env(safe-area-inset-bottom))] shadow-overlay sm:px-6 [@media(height<20rem)]:static [@media(height<20rem)]:mt-4'
          : 'sr-only'
      }
    >
      <div
        className={cn(
          'mx-auto flex max-w-settings flex-wrap items-center justify-between gap-x-4 gap-y-2',
          className,
        )}
      >
        <p role="status" className="tabular min-w-0 font-medium text-md">
          {open && text}
        </p>
        {open && (
          <div className="flex flex-wrap justify-end gap-2 max-[30rem]:w-full max-[30rem]:*:flex-auto">
            {discard}
            {save}
          </div>
        )}
      </div>
    </div>
  );
}
