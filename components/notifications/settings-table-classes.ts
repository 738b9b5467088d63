/**
 * One table for both: with room it is laid out as one, on a phone each row is a card in which the channels stand side by side
 * below the name, each with its own. What is scrolled to stays clear of the head that sticks.
 */
export const rowClasses =
  'mx-4 mb-3 grid scroll-mt-16 grid-cols-[auto_minmax(0,1fr)_auto] gap-x-4 rounded-md border px-3 py-2.5 @xl:table-row @xl:rounded-none @xl:border-0 @xl:hover:bg-surface-hover/60 data-shown:outline-2 data-shown:-outline-offset-2 data-shown:outline-focus [&_:is(input,select,button)]:scroll-mt-20 [&_:is(input,select,button)]:scroll-mb-6';

export const headClasses =
  'col-span-3 pb-2 text-start align-top @xl:table-cell @xl:border-t @xl:py-3 @xl:ps-6 @xl:pe-3';

export const cellClasses =
  'flex min-w-0 flex-col items-start gap-1 @xl:table-cell @xl:border-t @xl:px-3 @xl:py-3 @xl:text-center @xl:align-middle @xl:last:pe-6';
