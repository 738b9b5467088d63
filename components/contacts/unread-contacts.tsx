'use client';

import { useTranslations } from 'next-intl';
import { UnreadPart } from '@/components/settings/unread-part';
import { Card } from '@/components/ui/card';

/** In place of the lists when they could not be read; the rest of the page stands. */
export function UnreadContacts() {
  const t = useTranslations('contacts');
  return (
    <Card id="contactList" title={t('listTitle')}>
      <UnreadPart title={t('unread')} text={t('unreadText')} />
    </Card>
  );
}
