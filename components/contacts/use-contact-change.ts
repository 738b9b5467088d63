import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { useReadAnew } from '@/components/read-anew';
import { refusalOf } from '@/components/refusal';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';

type Client = Awaited<ReturnType<typeof fetchTrpc>>;
type Said = Parameters<typeof showToast>[0];

/**
 * One press that changes what is between two people: done, told, and the page read anew. Pressed again meanwhile it does
 * nothing. `onGone` hears that there is nothing left to answer, also when somebody else was faster.
 * @returns which of the presses is under way, by the name it was given
 */
export function useContactChange() {
  const readAnew = useReadAnew();
  const tellRefusal = useRefusalToast();
  const [under, setUnder] = useState<string>();

  async function change(
    name: string,
    act: (trpc: Client) => Promise<unknown>,
    { onGone, ...said }: Said & { onGone?: () => void },
  ) {
    if (under !== undefined) return;
    setUnder(name);
    try {
      await act(await fetchTrpc());
      onGone?.();
      void showToast(said);
    } catch (error) {
      if (refusalOf(error).reason === 'NOT_FOUND') onGone?.();
      tellRefusal(error);
    } finally {
      setUnder(undefined);
      // Also after a refusal: the page showed something that is no longer so.
      readAnew();
    }
  }

  return { change, busy: (name: string) => under === name };
}
