import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';

type Client = Awaited<ReturnType<typeof fetchTrpc>>;

interface Page<Row, After> {
  rows: Row[];
  next: After | null;
}

interface Ask<Row, After> {
  /** The first page as the server knows it by now; it stands above what was loaded further. */
  first: Page<Row, After>;
  idOf: (row: Row) => string;
  load: (trpc: Client, after: After) => Promise<Page<Row, After>>;
  /** Whether a row that left the first page went below it, and did not go altogether. */
  isBelow?: (row: Row, end: Row) => boolean;
}

/** A list as far as it was looked at. */
export function useFurther<Row, After>({ first, idOf, load, isBelow }: Ask<Row, After>) {
  const [further, setFurther] = useState<Page<Row, After>>({ rows: [], next: first.next });
  const [seen, setSeen] = useState(first.rows);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [loading, setLoading] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();

  if (seen !== first.rows) {
    setSeen(first.rows);
    const end = first.rows.at(-1);
    const pushedOut = end && isBelow ? seen.filter((row) => isBelow(row, end)) : [];
    setFurther(
      further.rows.length === 0 || first.next === null
        ? { rows: [], next: first.next }
        : { ...further, rows: [...pushedOut, ...further.rows] },
    );
  }

  async function loadMore() {
    if (loading || further.next === null) return;
    setLoading(true);
    setRefusal(undefined);
    try {
      const page = await load(await fetchTrpc(), further.next);
      setFurther((now) => ({ rows: [...now.rows, ...page.rows], next: page.next }));
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setLoading(false);
    }
  }

  const known = new Set(first.rows.map(idOf));
  const others = new Map(further.rows.map((row) => [idOf(row), row]));
  return {
    rows: [
      ...first.rows,
      ...[...others].flatMap(([id, row]) => (known.has(id) || gone.has(id) ? [] : [row])),
    ],
    hasMore: further.next !== null,
    loading,
    refusal,
    loadMore,
    /** Out of what was loaded further, of which the server says nothing again. */
    drop: (id: string) => setGone((now) => new Set([...now, id])),
  };
}
