'use client';

import { useTranslations } from 'next-intl';
import { UnreadPart } from '@/components/settings/unread-part';
import { Card } from '@/components/ui/card';

/** In place of the card of copies when it could not be read, while the others stand. */
export function UnreadExport() {
  const t = useTranslations('account');
  const card = useTranslations('exportCard');
  return (
    <Card id="export" title={card('title')}>
      <UnreadPart title={t('unread')} text={t('unreadText')} />
    </Card>
  );
}
