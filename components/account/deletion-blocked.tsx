'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextLink } from '@/components/ui/text-link';
import type { Blocker, DeletionImpact } from '@/server/leaving/catalog';

/** Why somebody cannot leave yet, and what to do about it. */
export function DeletionBlocked({
  open,
  blockers,
  ownedAlone,
  onClose,
}: {
  open: boolean;
  blockers: Blocker[];
  ownedAlone: DeletionImpact['ownedAlone'];
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
            {blocker === 'SOLE_OWNER' && (
              <ul className="my-1 list-disc ps-5">
                {ownedAlone.map(({ groupId, name }) => (
                  <li key={groupId} className="break-words">
                    <TextLink href={`/groups/${groupId}`}>
                      <bdi>{name}</bdi>
                    </TextLink>
                  </li>
                ))}
              </ul>
            )}
            <p>{t(`blockersDo.${blocker}`)}</p>
          </li>
        ))}
      </ul>
      {blockers.includes('LAST_ADMIN') && <p className="text-md text-text-muted">{t('blockedPause')}</p>}
    </Dialog>
  );
}
