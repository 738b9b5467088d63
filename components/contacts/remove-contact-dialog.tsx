'use client';

import { useTranslations } from 'next-intl';
import { fetchTrpc } from '@/components/fetch-trpc';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useCarriedOut } from '@/components/settings/use-carried-out';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { showToast } from '@/components/ui/toast';
import { useNameOf } from './use-name-of';

interface Props {
  open: boolean;
  person: { userId: string; displayName: string };
  onRemoved?: () => void;
  onClose: () => void;
}

/** Ends a contact on both sides, once it is said what that means. */
export function RemoveContactDialog({ open, person, onRemoved, onClose }: Props) {
  const t = useTranslations('contacts');
  const common = useTranslations('common');
  const name = useNameOf()(person);
  const { carryOut, busy, refusal } = useCarriedOut(
    async () => {
      await (await fetchTrpc()).contacts.remove.mutate({ userId: person.userId });
      onRemoved?.();
    },
    () => {
      onClose();
      void showToast({ text: t('removed', { name }), tone: 'success' });
    },
  );
  return (
    <AlertDialog
      open={open}
      onOpenChange={(stay) => !stay && onClose()}
      title={t('removeTitle', { name })}
      description={t('removeText')}
      cancelLabel={common('cancel')}
      confirmLabel={t('removeConfirm')}
      tone="danger"
      loading={busy}
      onConfirm={carryOut}
    >
      <RefusalNote refusal={refusal} />
    </AlertDialog>
  );
}
