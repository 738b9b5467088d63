'use client';

import { useTranslations } from 'next-intl';
import { UnreadPart } from '@/components/settings/unread-part';

/** In place of figures that could not be read. */
export function UnreadFigures() {
  const t = useTranslations('admin.stats');
  return (
    <div className="rounded-lg border bg-surface p-4">
      <UnreadPart title={t('unread')} text={t('unreadText')} />
    </div>
  );
}
