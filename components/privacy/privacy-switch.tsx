'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useOptimistic, useRef, useTransition } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { Switch } from '@/components/ui/switch';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';

interface Props {
  name: 'searchable' | 'indexable';
  saved: boolean;
  description: ReactNode;
}

/** Saves as it is pressed, with Undo; what could not be saved goes back alone. */
export function PrivacySwitch({ name, saved, description }: Props) {
  const t = useTranslations('privacy');
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
      await trpc.privacy.update.mutate({ [name]: to });
      void showToast({
        id: name,
        text: t(`switched.${name}.${to ? 'on' : 'off'}`),
        tone: 'success',
        action: { label: t('undo'), onAction: () => turn(!to) },
      });
      router.refresh();
    } catch (error) {
      tellRefusal(error);
    }
  }

  return (
    <Switch
      label={t(name)}
      description={description}
      checked={on}
      pending={switching}
      onCheckedChange={turn}
    />
  );
}
