'use client';

import { useTranslations } from 'next-intl';
import { UnreadPart } from '@/components/settings/unread-part';
import { Card } from '@/components/ui/card';

/** In place of the list when it could not be read; the rest of the page stands. */
export function UnreadSessions() {
  const t = useTranslations('sessions');
  return (
    <Card id="sessions" title={t('listTitle')}>
      <UnreadPart title={t('unread')} text={t('unreadText')} />
    </Card>
  );
}
