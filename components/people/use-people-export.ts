import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { PersonColumn, PersonSort } from '@/server/moderation/people-inputs';
import type { peopleInput } from './people-filters';

type Wish = { columns: PersonColumn[] } & (
  | ReturnType<typeof peopleInput>
  | { ids: string[]; sort: PersonSort }
);

/** Hands out people as a file, in the columns that are shown; a file cannot ask who one is, so that is asked before it. */
export function usePeopleExport() {
  const confirmed = useConfirmed();
  const tellRefusal = useRefusalToast();
  const [asking, setAsking] = useState(false);

  async function download(wish: Wish) {
    setAsking(true);
    try {
      const trpc = await fetchTrpc();
      const { address } = await confirmed(() => trpc.moderation.users.export.mutate(wish));
      location.assign(address);
    } catch (error) {
      if (!isUnconfirmed(error)) tellRefusal(error);
    } finally {
      setAsking(false);
    }
  }

  return { asking, download: (wish: Wish) => void download(wish) };
}
