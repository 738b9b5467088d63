'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import type { CardName } from './card-names';

/** In place of a card whose part of the page could not be read, while the others stand. */
export function UnreadCard({ id, title }: { id: CardName | 'readiness'; title: string }) {
  const t = useTranslations('security');
  const errors = useTranslations('errors');
  const router = useRouter();
  const [reading, startReading] = useTransition();
  return (
    <Card id={id} title={title}>
      <ErrorState
        title={t('unread')}
        text={t('unreadText')}
        retryLabel={errors('retry')}
        retrying={reading}
        onRetry={() => startReading(() => router.refresh())}
      />
    </Card>
  );
}
