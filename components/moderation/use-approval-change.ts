import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';

type Api = Awaited<ReturnType<typeof fetchTrpc>>;

/** An answer to what somebody asked for; the page is read anew afterwards, also where it came too late. */
export function useApprovalChange() {
  const router = useRouter();
  const tellRefusal = useRefusalToast();
  const [sending, setSending] = useState(false);
  const [reading, startReading] = useTransition();

  async function run(call: (api: Api) => Promise<unknown>, text: string) {
    setSending(true);
    try {
      await call(await fetchTrpc());
      void showToast({ text, tone: 'success' });
    } catch (error) {
      tellRefusal(error);
    } finally {
      setSending(false);
      startReading(() => router.refresh());
    }
  }

  return { run, busy: sending || reading };
}
