'use client';

import { useTranslations } from 'next-intl';
import { UnreadPart } from '@/components/settings/unread-part';
import { Card } from '@/components/ui/card';

/** In place of the photo when it could not be read; the rest of the page stands. */
export function UnreadPhoto() {
  const t = useTranslations('photo');
  return (
    <Card id="photo" title={t('title')} className="mb-6">
      <UnreadPart title={t('unread')} text={t('unreadText')} />
    </Card>
  );
}
