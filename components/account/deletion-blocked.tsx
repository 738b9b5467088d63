'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { Blocker } from '@/server/leaving/catalog';

/** Why somebody cannot leave yet, and what to do about it. */
export function DeletionBlocked({
  open,
  blockers,
  onClose,
}: {
  open: boolean;
  blockers: Blocker[];
  onClose: () => void;
}) {
  const t = useTranslations('account.delete');
  const common = useTranslations('common');
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => !stays && onClose()}
      title={t('blockedTitle')}
      closeLabel={common('close')}
      footer={<Button onClick={onClose}>{common('close')}</Button>}
    >
      <ul className="flex flex-col gap-3 text-md">
        {blockers.map((blocker) => (
          <li key={blocker}>
            <p>{t(`blockers.${blocker}`)}</p>
            <p>{t(`blockersDo.${blocker}`)}</p>
          </li>
        ))}
      </ul>
      <p className="text-md text-text-muted">{t('blockedPause')}</p>
    </Dialog>
  );
}
