'use client';

import { useTranslations } from 'next-intl';
import { UnreadPart } from '@/components/settings/unread-part';

/** In place of the approvals when they could not be read. */
export function UnreadApprovals() {
  const t = useTranslations('approvals');
  return (
    <div className="rounded-lg border bg-surface p-4">
      <UnreadPart title={t('unread')} text={t('unreadText')} />
    </div>
  );
}
