'use client';

import { useTranslations } from 'next-intl';
import { fetchTrpc } from '@/components/fetch-trpc';
import { useCarriedOut } from '@/components/sessions/use-carried-out';
import { RefusalNote } from '@/components/settings/refusal-note';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { showToast } from '@/components/ui/toast';

interface Props {
  open: boolean;
  userId: string;
  /** As it stands in a sentence. */
  name: string;
  onClose: () => void;
}

/** Blocks somebody, once it is said what that means. */
export function BlockDialog({ open, userId, name, onClose }: Props) {
  const t = useTranslations('contacts');
  const common = useTranslations('common');
  const { carryOut, busy, refusal } = useCarriedOut(
    async () => (await fetchTrpc()).privacy.blocks.add.mutate({ userId }),
    () => {
      onClose();
      void showToast({ text: t('blocked', { name }), tone: 'success' });
    },
  );
  return (
    <AlertDialog
      open={open}
      onOpenChange={(stay) => !stay && onClose()}
      title={t('blockTitle', { name })}
      description={t('blockText')}
      cancelLabel={common('cancel')}
      confirmLabel={t('blockConfirm')}
      tone="danger"
      loading={busy}
      onConfirm={carryOut}
    >
      <RefusalNote refusal={refusal} />
    </AlertDialog>
  );
}
