'use client';

import { useTranslations } from 'next-intl';
import { fetchTrpc } from '@/components/fetch-trpc';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useCarriedOut } from '@/components/settings/use-carried-out';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { showToast } from '@/components/ui/toast';

interface Props {
  open: boolean;
  userId: string;
  /** As it stands in a sentence. */
  name: string;
  onClose: () => void;
  finalFocus?: (() => HTMLElement | null) | undefined;
}

/** Blocks somebody, once it is said what that means. */
export function BlockDialog({ open, userId, name, onClose, finalFocus }: Props) {
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
      finalFocus={finalFocus}
    >
      <RefusalNote refusal={refusal} />
    </AlertDialog>
  );
}
