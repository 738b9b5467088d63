'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';

/** In place of the photo when it could not be read; the rest of the page stands. */
export function UnreadPhoto() {
  const t = useTranslations('photo');
  const errors = useTranslations('errors');
  const router = useRouter();
  const [reading, startReading] = useTransition();
  return (
    <Card id="photo" title={t('title')} className="mb-6">
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
