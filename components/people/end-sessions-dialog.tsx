'use client';

import { useTranslations } from 'next-intl';
import { AlertDialog } from '@/components/ui/alert-dialog';

interface Props {
  open: boolean;
  count: number;
  loading: boolean;
  onClose: () => void;
  onConfirm: () => void;
}

/** Asks before people are signed out everywhere. */
export function EndSessionsDialog({ open, count, loading, onClose, onConfirm }: Props) {
  const t = useTranslations('people');
  const common = useTranslations('common');
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t('endTitle', { count })}
      description={t('endText')}
      cancelLabel={common('cancel')}
      confirmLabel={t('end')}
      loading={loading}
      onConfirm={onConfirm}
    />
  );
}
