import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** So many rows stand whole, as the first pages do: nothing of them is hidden from a search in the page or a reader. */
const WHOLE = 100;
/** Pixels of a row that nobody has seen yet. */
const ROW = 58;
const OVERSCAN = 12;

/** A row that is there, or the height of those that are not. */
type Part = { kind: 'row'; index: number } | { kind: 'gap'; before: number; height: number };

/**
 * Of a long list in a page that scrolls, the rows in sight and a dozen around them; the one that has the focus with those beside
 * it, wherever it is; and all of them on paper.
 * @param ids of all rows, in their order
 * @param held the id of the row with the focus
 * @returns `body` for what the rows stand in, `measure` for each row, which has its index as `data-index`
 */
export function useRowWindow({ ids, held }: { ids: string[]; held: string | undefined }) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  const printing = usePrinting();
  const at = held === undefined ? -1 : ids.indexOf(held);
  // oxlint-disable-next-line react/incompatible-library -- nothing is memoized here, and nothing is handed to what is
  const virtualizer = useWindowVirtualizer({
    count: ids.length,
    estimateSize: () => ROW,
    overscan: OVERSCAN,
    scrollMargin: top,
    getItemKey: (index) => ids[index] ?? index,
    rangeExtractor: (range) => {
      const kept = at < 0 ? [] : [at - 1, at, at + 1].filter((index) => index >= 0 && index < ids.length);
      return [...new Set([...defaultRangeExtractor(range), ...kept])].toSorted((a, b) => a - b);
    },
  });

  // What stands above the rows can grow, and the page with it.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (body.current) setTop(Math.round(body.current.getBoundingClientRect().top + window.scrollY));
    });
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);

  const isWindowed = ids.length > WHOLE && !printing;
  const parts: Part[] = isWindowed ? [] : ids.map((_, index) => ({ kind: 'row', index }));
  if (isWindowed) {
    let end = top;
    for (const { index, start, end: itsEnd } of virtualizer.getVirtualItems()) {
      if (start > end) parts.push({ kind: 'gap', before: index, height: start - end });
      parts.push({ kind: 'row', index });
      end = itsEnd;
    }
    const rest = virtualizer.getTotalSize() + top - end;
    if (rest > 0) parts.push({ kind: 'gap', before: ids.length, height: rest });
  }
  return { body, parts, isWindowed, measure: virtualizer.measureElement };
}

/** Whether the page is being printed. */
function usePrinting() {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const set = (is: boolean) => () => flushSync(() => setPrinting(is));
    const [begin, end] = [set(true), set(false)];
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return printing;
}
