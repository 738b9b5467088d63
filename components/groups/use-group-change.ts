import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { refusalOf } from '@/components/refusal';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';

type Client = Awaited<ReturnType<typeof fetchTrpc>>;
type Said = Parameters<typeof showToast>[0];

/**
 * One press that changes who is in a group: done, told, and the page read anew. Pressed again meanwhile it does nothing.
 * `onGone` hears that there is nothing left to answer, also when somebody else was faster.
 * @returns which of the presses is under way, by the name it was given
 */
export function useGroupChange() {
  const router = useRouter();
  const confirmed = useConfirmed();
  const tellRefusal = useRefusalToast();
  const [under, setUnder] = useState<string>();
  const [, startRefreshing] = useTransition();

  async function change(
    name: string,
    act: (trpc: Client) => Promise<unknown>,
    { onGone, ...said }: Said & { onGone?: () => void },
  ) {
    if (under !== undefined) return;
    setUnder(name);
    try {
      const trpc = await fetchTrpc();
      await confirmed(() => act(trpc));
      onGone?.();
      void showToast(said);
    } catch (error) {
      if (refusalOf(error).reason === 'NOT_FOUND') onGone?.();
      if (!isUnconfirmed(error)) tellRefusal(error);
    } finally {
      setUnder(undefined);
      // Also after a refusal: the page showed something that is no longer so.
      startRefreshing(() => router.refresh());
    }
  }

  return { change, busy: (name: string) => under === name };
}
