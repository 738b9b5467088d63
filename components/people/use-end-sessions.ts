'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';

/** Signs people out everywhere, and tells with how many it was done and with how many it was not. */
export function useEndSessions() {
  const t = useTranslations('people');
  const router = useRouter();
  const tellRefusal = useRefusalToast();
  const [ending, setEnding] = useState(false);

  async function end(ids: string[]): Promise<boolean> {
    setEnding(true);
    try {
      const results = await (await fetchTrpc()).moderation.users.endSessions.mutate({ ids });
      const done = results.filter(({ result }) => result === 'done').length;
      const refused = results.length - done;
      void showToast({
        text: t('ended', { done, refused }),
        ...(refused > 0 && { tone: 'danger' as const }),
      });
      router.refresh();
      return true;
    } catch (error) {
      tellRefusal(error);
      return false;
    } finally {
      setEnding(false);
    }
  }

  return { end, ending };
}
