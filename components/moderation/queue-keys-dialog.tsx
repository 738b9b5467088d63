'use client';

import { useTranslations } from 'next-intl';
import { DescriptionList } from '@/components/ui/description-list';
import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';

/** The keys of the queue. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('cases.keys');
  const common = useTranslations('common');
  const keys = [
    ['J', t('next')],
    ['K', t('previous')],
    ['X', t('choose')],
    [t('upToKey'), t('upTo')],
    [t('enterKey'), t('open')],
    ['C', t('claim')],
    ['/', t('filter')],
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
