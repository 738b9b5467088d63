'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { ErrorState } from '@/components/ui/error-state';

/** In place of what could not be read, while the rest of the page stands; Retry reads the page anew. */
export function UnreadPart({ title, text }: { title: string; text: string }) {
  const errors = useTranslations('errors');
  const router = useRouter();
  const [reading, startReading] = useTransition();
  return (
    <ErrorState
      title={title}
      text={text}
      retryLabel={errors('retry')}
      retrying={reading}
      onRetry={() => startReading(() => router.refresh())}
    />
  );
}
