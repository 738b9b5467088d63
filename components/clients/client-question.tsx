'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { isolate } from '@/components/isolate';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { trpc } from '@/components/trpc';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { showToast } from '@/components/ui/toast';
import type { ListedClient } from '@/server/oauth/client-queries';
import type { Credentials } from './credentials-dialog';

interface Props {
  what: 'rotate' | 'remove';
  client: ListedClient;
  open: boolean;
  onClose: () => void;
  onCredentials: (credentials: Credentials) => void;
  finalFocus: () => HTMLElement | null;
}

/** What will happen, before an app gets another secret or goes. */
export function ClientQuestion({ what, client, open, onClose, onCredentials, finalFocus }: Props) {
  const t = useTranslations('clients');
  const common = useTranslations('common');
  const router = useRouter();
  const confirmed = useConfirmed();
  const [doing, setDoing] = useState(false);
  const [gone, setGone] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const { id: clientId, people } = client;
  const name = isolate(client.name);

  async function rotate() {
    const { secret } = await confirmed(() => trpc.apps.clients.rotateSecret.mutate({ clientId }));
    onCredentials({ name: client.name, clientId, type: client.type, secret, came: 'rotated' });
  }

  async function remove() {
    try {
      await confirmed(() => trpc.apps.clients.remove.mutate({ clientId }));
    } catch (error) {
      // Somebody else was quicker; it is what was wanted.
      if (refusalOf(error).reason !== 'NOT_FOUND') throw error;
    }
    setGone(true);
    onClose();
    void showToast({ text: t('removed', { name }), tone: 'success' });
  }

  async function answer() {
    setRefusal(undefined);
    setDoing(true);
    try {
      await (what === 'rotate' ? rotate() : remove());
      router.refresh();
    } catch (error) {
      if (!isUnconfirmed(error)) setRefusal(refusalOf(error));
    } finally {
      setDoing(false);
    }
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={(stays) => !stays && onClose()}
      title={t(`${what}Title`, { name })}
      description={what === 'rotate' ? t('rotateText') : t('removeText', { count: people })}
      cancelLabel={common('cancel')}
      confirmLabel={t(`${what}Confirm`)}
      tone="danger"
      loading={doing}
      onConfirm={answer}
      finalFocus={() => (gone ? finalFocus() : null)}
    >
      <RefusalNote refusal={refusal} />
      <StepUpOutlet />
    </AlertDialog>
  );
}
