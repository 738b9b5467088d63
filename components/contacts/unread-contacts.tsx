'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';

/** In place of the lists when they could not be read; the rest of the page stands. */
export function UnreadContacts() {
  const t = useTranslations('contacts');
  const errors = useTranslations('errors');
  const router = useRouter();
  const [reading, startReading] = useTransition();
  return (
    <Card id="contactList" title={t('listTitle')}>
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
