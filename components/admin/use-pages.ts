import { useState } from 'react';
import { type Refusal, refusalOf } from '@/components/refusal';

interface Page<Line, Cursor> {
  lines: Line[];
  next: Cursor | null;
}

interface Pages<Line, Cursor> extends Page<Line, Cursor> {
  /** The answer of the server that the first page is of: another object is the list read anew. */
  answer: object;
  /** By what the list is narrowed, as text: another one is another list. */
  query: string;
  idOf: (line: Line) => string;
  read: (after: Cursor) => Promise<Page<Line, Cursor>>;
}

/** A list as far as it was looked at: its first page as the server knows it by now, above what was loaded further. */
export function usePages<Line, Cursor>({ lines, next, answer, query, idOf, read }: Pages<Line, Cursor>) {
  const [seen, setSeen] = useState({ answer, query });
  const [older, setOlder] = useState<Page<Line, Cursor>>({ lines: [], next });
  const [loading, setLoading] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();

  if (seen.query !== query || seen.answer !== answer) {
    setSeen({ answer, query });
    // Another list, or one of which nothing was loaded further, or that ends with its first page by now.
    if (seen.query !== query || older.lines.length === 0 || next === null) setOlder({ lines: [], next });
    if (seen.query !== query) setRefusal(undefined);
  }

  async function loadMore() {
    if (loading || older.next === null) return;
    const after = older.next;
    setLoading(true);
    setRefusal(undefined);
    try {
      const page = await read(after);
      // Of a list that is another by now it is nothing.
      setOlder((now) =>
        now.next === after ? { lines: [...now.lines, ...page.lines], next: page.next } : now,
      );
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setLoading(false);
    }
  }

  const known = new Set(lines.map(idOf));
  return {
    lines: [...lines, ...older.lines.filter((line) => !known.has(idOf(line)))],
    hasMore: older.next !== null,
    loading,
    refusal,
    loadMore,
  };
}
