'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useOptimistic, useTransition } from 'react';
import { isolate } from '@/components/isolate';
import { refusalOf } from '@/components/refusal';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { trpc } from '@/components/trpc';
import { SwitchControl } from '@/components/ui/switch-control';
import { showToast } from '@/components/ui/toast';
import { useRefusalWords } from '@/components/use-refusal-words';
import type { ListedClient } from '@/server/oauth/client-queries';

/** Whether an app opens anything: pressed it shows at once, and goes back alone when it could not be done. */
export function StateSwitch({ client: { id, name: called, enabled: saved } }: { client: ListedClient }) {
  const t = useTranslations('clients');
  const words = useRefusalWords();
  const router = useRouter();
  const confirmed = useConfirmed();
  const [switching, startSwitching] = useTransition();
  const [enabled, setEnabled] = useOptimistic(saved);
  const name = isolate(called);

  function turn(on: boolean) {
    startSwitching(async () => {
      setEnabled(on);
      try {
        await confirmed(() => trpc.apps.clients.update.mutate({ clientId: id, enabled: on }));
        void showToast({
          id,
          text: t(on ? 'switchedOn' : 'switchedOff', { name }),
          tone: 'success',
          action: { label: t('undo'), onAction: () => turn(!on) },
        });
      } catch (error) {
        if (!isUnconfirmed(error)) void showToast({ text: words(refusalOf(error)), tone: 'danger' });
      }
      router.refresh();
    });
  }

  return (
    <SwitchControl
      aria-label={t('stateNamed', { name })}
      checked={enabled}
      pending={switching}
      onCheckedChange={turn}
    />
  );
}
