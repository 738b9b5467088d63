'use client';

import { useTranslations } from 'next-intl';
import { DescriptionList } from '@/components/ui/description-list';
import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';

/** The keys of the notifications. */
export function InboxKeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('notifications.keys');
  const common = useTranslations('common');
  const keys = [
    ['J', t('next')],
    ['K', t('previous')],
    [t('enterKey'), t('open')],
    ['E', t('archive')],
    ['U', t('read')],
    ['S', t('snooze')],
    ['?', t('help')],
  ] as const;
  return (
    <Dialog
      open={open}
      onOpenChange={(stay) => !stay && onClose()}
      title={t('title')}
      description={t('text')}
      closeLabel={common('close')}
      size="sm"
    >
      <DescriptionList items={keys.map(([key, details]) => ({ term: details, details: <Kbd>{key}</Kbd> }))} />
    </Dialog>
  );
}
