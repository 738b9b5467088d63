'use client';

import { useTranslations } from 'next-intl';
import { UnreadPart } from '@/components/settings/unread-part';
import { Card } from '@/components/ui/card';

/** In place of the blocked people when they could not be read; the rest of the page stands. */
export function UnreadBlocks() {
  const t = useTranslations('privacy');
  return (
    <Card id="blockedPeople" title={t('blockedCard')}>
      <UnreadPart title={t('blockedUnread')} text={t('blockedUnreadText')} />
    </Card>
  );
}
