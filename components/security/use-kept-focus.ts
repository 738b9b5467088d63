import { useEffect, useRef } from 'react';

/**
 * When something of a list goes and takes the focus with it, the focus goes to what the list stands in, and not to the
 * beginning of the page. @returns the `ref` of that, which needs a `tabIndex`
 */
export function useKeptFocus<Place extends HTMLElement>(count: number | undefined) {
  const place = useRef<Place>(null);
  const last = useRef(count);
  useEffect(() => {
    const fewer = count !== undefined && last.current !== undefined && count < last.current;
    last.current = count;
    if (fewer && document.activeElement === document.body) place.current?.focus();
  }, [count]);
  return place;
}
