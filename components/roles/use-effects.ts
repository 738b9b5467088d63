import { useEffect, useState } from 'react';
import { type Refusal, refusalOf } from '@/components/refusal';
import { trpc } from '@/components/trpc';
import type { DryRun } from '@/server/roles/dry-run';
import type { Permission } from '@/server/roles/permissions';

/** What roles would be if they were saved like this; asked once, when what asks comes to be. */
export function useEffects(wishes: readonly { roleId: string; permissions: readonly Permission[] }[]) {
  const [asked] = useState(wishes);
  const [tries, setTries] = useState(0);
  const [effects, setEffects] = useState<ReadonlyMap<string, DryRun>>();
  const [refusal, setRefusal] = useState<Refusal>();
  useEffect(() => {
    // Another press of Retry asks again.
    void tries;
    let gone = false;
    Promise.all(
      asked.map(async ({ roleId, permissions }) => {
        const shown = await trpc.roles.dryRun.query({ roleId, permissions: [...permissions] });
        return [roleId, shown] as const;
      }),
    ).then(
      (all) => !gone && setEffects(new Map(all)),
      (error: unknown) => !gone && setRefusal(refusalOf(error)),
    );
    return () => {
      gone = true;
    };
  }, [asked, tries]);
  return {
    effects,
    refusal,
    retry: () => {
      setRefusal(undefined);
      setTries((number) => number + 1);
    },
  };
}
