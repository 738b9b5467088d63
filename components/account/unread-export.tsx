'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';

/** In place of the card of copies when it could not be read, while the others stand. */
export function UnreadExport() {
  const t = useTranslations('account');
  const card = useTranslations('exportCard');
  const errors = useTranslations('errors');
  const router = useRouter();
  const [reading, startReading] = useTransition();
  return (
    <Card id="export" title={card('title')}>
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
