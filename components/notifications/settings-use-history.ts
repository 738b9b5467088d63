import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { HistoryEntry, TypeRow } from '@/server/notifications/types';

interface Page {
  entries: HistoryEntry[];
  next: string | null;
}

/** What was changed, the latest first, read anew whenever the page is; and how to put something back. */
export function useHistory(rows: TypeRow[]) {
  const t = useTranslations('notificationSettings.history');
  const router = useRouter();
  const tellRefusal = useRefusalToast();
  const [page, setPage] = useState<Page>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [tries, setTries] = useState(0);
  const [loadingMore, setLoadingMore] = useState(false);
  const [reverting, setReverting] = useState<string>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that were read anew may have been changed.
  useEffect(() => {
    let gone = false;
    read(undefined).then(
      (first) => {
        if (gone) return;
        setPage(first);
        setRefusal(undefined);
      },
      (error) => gone || setRefusal(refusalOf(error)),
    );
    return () => {
      gone = true;
    };
  }, [rows, tries]);

  async function loadMore() {
    if (loadingMore || !page?.next) return;
    setLoadingMore(true);
    try {
      const further = await read(page.next);
      setPage({ entries: [...page.entries, ...further.entries], next: further.next });
    } catch (error) {
      tellRefusal(error);
    } finally {
      setLoadingMore(false);
    }
  }

  async function revert(id: string) {
    if (reverting !== undefined) return;
    setReverting(id);
    try {
      const trpc = await fetchTrpc();
      await trpc.notifications.preferences.revert.mutate({ id });
      void showToast({ id: 'revert', text: t('done'), tone: 'success' });
      router.refresh();
    } catch (error) {
      tellRefusal(error);
    } finally {
      setReverting(undefined);
    }
  }

  return { page, refusal, loadMore, loadingMore, revert, reverting, retry: () => setTries((now) => now + 1) };
}

async function read(after: string | undefined): Promise<Page> {
  const trpc = await fetchTrpc();
  return trpc.notifications.preferences.history.query({ after });
}
