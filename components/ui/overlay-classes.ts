/** The look that dialog, question and sheet share. */
export const backdropClasses =
  'fixed inset-0 z-40 bg-backdrop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0 print:hidden';

/** Centred; at the bottom of a phone, where the thumb is. Scrolls when the window is lower than its content. */
export const viewportClasses =
  'fixed inset-0 z-50 flex items-end-safe justify-center overflow-y-auto overscroll-contain p-3 sm:items-center-safe sm:p-6';

export const popupClasses =
  'data-nested-dialog-open:after:absolute data-nested-dialog-open:after:inset-0 data-nested-dialog-open:after:rounded-lg data-nested-dialog-open:after:bg-backdrop relative flex max-h-full w-full flex-col rounded-lg border bg-surface-raised shadow-overlay outline-none transition data-ending-style:translate-y-1 data-starting-style:translate-y-1 data-ending-style:opacity-0 data-starting-style:opacity-0 [@media(height<24rem)]:max-h-none';

/** The row of answers; side by side or, on a phone, as wide as they can be. */
export const footerClasses =
  'flex flex-wrap justify-end gap-2 rounded-b-lg border-t bg-background/60 px-5 py-4 max-[30rem]:*:flex-auto';
