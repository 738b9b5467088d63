'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';

/** In place of the blocked people when they could not be read; the rest of the page stands. */
export function UnreadBlocks() {
  const t = useTranslations('privacy');
  const errors = useTranslations('errors');
  const router = useRouter();
  const [reading, startReading] = useTransition();
  return (
    <Card id="blockedPeople" title={t('blockedCard')}>
      <ErrorState
        title={t('blockedUnread')}
        text={t('blockedUnreadText')}
        retryLabel={errors('retry')}
        retrying={reading}
        onRetry={() => startReading(() => router.refresh())}
      />
    </Card>
  );
}
