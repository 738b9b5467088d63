'use client';

import { useTranslations } from 'next-intl';
import { UnreadPart } from '@/components/settings/unread-part';
import { Card } from '@/components/ui/card';
import type { CardName } from './card-names';

/** In place of a card whose part of the page could not be read, while the others stand. */
export function UnreadCard({ id, title }: { id: CardName | 'readiness'; title: string }) {
  const t = useTranslations('security');
  return (
    <Card id={id} title={title}>
      <UnreadPart title={t('unread')} text={t('unreadText')} />
    </Card>
  );
}
