'use client';

import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { Button } from '@/components/ui/button';

const WAYS = {
  back: () => fetchTrpc().then((trpc) => trpc.account.reactivate.mutate()),
  stays: () => fetchTrpc().then((trpc) => trpc.account.cancelDeletion.mutate()),
};

/** Ends a pause, or takes a deletion back; then the settings are there again, and say so. */
export function ComeBackButton({ way, label }: { way: keyof typeof WAYS; label: string }) {
  const [coming, setComing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();

  async function comeBack() {
    setRefusal(undefined);
    setComing(true);
    try {
      await WAYS[way]();
      location.assign(`/settings/account?news=${way}`);
    } catch (error) {
      setRefusal(refusalOf(error));
      setComing(false);
    }
  }

  return (
    <div className="flex flex-col gap-4">
      <RefusalNote refusal={refusal} />
      <Button variant="primary" loading={coming} onClick={comeBack}>
        {label}
      </Button>
    </div>
  );
}
