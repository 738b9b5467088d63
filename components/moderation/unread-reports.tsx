'use client';

import { useTranslations } from 'next-intl';
import { UnreadPart } from '@/components/settings/unread-part';
import { Card } from '@/components/ui/card';

/** In place of one's reports when they could not be read; the rest of the page stands. */
export function UnreadReports() {
  const t = useTranslations('ownReports');
  return (
    <Card id="ownReports" title={t('listTitle')}>
      <UnreadPart title={t('unread')} text={t('unreadText')} />
    </Card>
  );
}
