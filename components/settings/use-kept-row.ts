import { type FocusEvent, useEffect, useRef } from 'react';

/**
 * When a row goes and takes the focus with it, the focus goes to the row in its place, and after the last one to what
 * the list stands in. Nothing scrolls by that: a row may go because of what happened elsewhere.
 * @param rows the ids of the rows in their order, with a space between, each in the `data-row` of its element
 * @returns what to hand to the element around the rows; it and each row need a `tabIndex`
 */
export function useKeptRow<Place extends HTMLElement>(rows: string) {
  const place = useRef<Place>(null);
  const focused = useRef<string>(undefined);
  const before = useRef<string[]>([]);
  useEffect(() => {
    const ids = rows.split(' ');
    const lost = focused.current;
    const index = lost === undefined ? -1 : before.current.indexOf(lost);
    before.current = ids;
    if (lost === undefined || index < 0 || ids.includes(lost)) return;
    focused.current = undefined;
    if (document.activeElement !== document.body) return;
    const next = ids[Math.min(index, ids.length - 1)];
    const row = [...(place.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].find(
      ({ dataset }) => dataset.row === next,
    );
    (row ?? place.current)?.focus({ preventScroll: true });
  }, [rows]);
  const onFocus = ({ currentTarget, target }: FocusEvent) => {
    // A menu that a row opened stands elsewhere; while the focus is in it, it is that row's all the same.
    if (!currentTarget.contains(target)) return;
    focused.current = target.closest<HTMLElement>('[data-row]')?.dataset.row;
  };
  return { ref: place, onFocus };
}
