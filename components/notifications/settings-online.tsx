'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useOptimistic, useRef, useTransition } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { Card } from '@/components/ui/card';
import { Switch } from '@/components/ui/switch';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';

/** Whether mail comes also to who is here. Saves as it is pressed, with Undo; what could not be saved goes back. */
export function SettingsOnline({ saved }: { saved: boolean }) {
  const t = useTranslations('notificationSettings');
  const router = useRouter();
  const tellRefusal = useRefusalToast();
  const [switching, startSwitching] = useTransition();
  const [on, setOn] = useOptimistic(saved);
  // One after the other, so that the last press is the one that counts.
  const before = useRef<Promise<void>>(Promise.resolve());

  function turn(to: boolean) {
    startSwitching(async () => {
      setOn(to);
      before.current = before.current.then(() => send(to));
      await before.current;
    });
  }

  async function send(to: boolean) {
    try {
      const trpc = await fetchTrpc();
      await trpc.notifications.schedule.set.mutate({ mailWhileOnline: to });
      void showToast({
        // Under a name of its own: the message with Undo is still on its way out, and would take this one with it.
        id: `mailWhileOnline ${to}`,
        text: t(`online.${to ? 'on' : 'off'}`),
        tone: 'success',
        action: { label: t('undo'), onAction: () => turn(!to) },
      });
      router.refresh();
    } catch (error) {
      tellRefusal(error);
    }
  }

  return (
    <Card id="mailWhileOnline" title={t('online.title')} description={t('online.text')}>
      <Switch
        label={t('online.label')}
        description={t('online.about')}
        checked={on}
        pending={switching}
        onCheckedChange={turn}
      />
    </Card>
  );
}
