'use client';

import { useTranslations } from 'next-intl';
import { UnreadPart } from '@/components/settings/unread-part';

/** In place of the log when it could not be read. */
export function UnreadAudit() {
  const t = useTranslations('audit');
  return (
    <div className="rounded-lg border bg-surface p-4">
      <UnreadPart title={t('unread')} text={t('unreadText')} />
    </div>
  );
}
