import { useEffect, useRef, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import type { OwnReport } from '@/server/moderation/reports';

interface Page {
  reports: OwnReport[];
  next: string | null;
}

/** One's own reports as far as they were looked at; the focus goes to the first of those that came. */
export function useOwnReports(first: Page) {
  const [further, setFurther] = useState<Page>();
  const [loading, setLoading] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const list = useRef<HTMLUListElement>(null);
  const focusAt = useRef<number>(undefined);
  const reports = [...first.reports, ...(further?.reports ?? [])];
  const next = further ? further.next : first.next;

  useEffect(() => {
    if (loading || focusAt.current === undefined) return;
    list.current?.querySelectorAll('li')[focusAt.current]?.focus({ preventScroll: true });
    focusAt.current = undefined;
  }, [loading]);

  async function loadMore() {
    if (loading || next === null) return;
    setLoading(true);
    setRefusal(undefined);
    try {
      const page = await (await fetchTrpc()).moderation.reports.mine.query({ after: next });
      focusAt.current = reports.length;
      setFurther({ reports: [...(further?.reports ?? []), ...page.reports], next: page.next });
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setLoading(false);
    }
  }

  return { reports, hasMore: next !== null, loading, refusal, loadMore, list };
}
