'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { ErrorState } from '@/components/ui/error-state';

/** In place of the messages when they could not be read. */
export function UnreadInbox() {
  const t = useTranslations('inbox');
  const errors = useTranslations('errors');
  const router = useRouter();
  const [reading, startReading] = useTransition();
  return (
    <div className="rounded-lg border bg-surface">
      <ErrorState
        title={t('failed')}
        text={t('failedText')}
        retryLabel={errors('retry')}
        retrying={reading}
        onRetry={() => startReading(() => router.refresh())}
      />
    </div>
  );
}
