'use client';

import { useTranslations } from 'next-intl';
import { UnreadPart } from '@/components/settings/unread-part';
import { Card } from '@/components/ui/card';

/** In place of what holds against oneself when it could not be read; the rest of the page stands. */
export function UnreadStanding() {
  const t = useTranslations('standing');
  return (
    <Card id="standing" title={t('nowTitle')}>
      <UnreadPart title={t('unread')} text={t('unreadText')} />
    </Card>
  );
}
