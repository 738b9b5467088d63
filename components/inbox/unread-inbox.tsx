'use client';

import { useTranslations } from 'next-intl';
import { UnreadPart } from '@/components/settings/unread-part';

/** In place of the messages when they could not be read. */
export function UnreadInbox() {
  const t = useTranslations('inbox');
  return (
    <div className="rounded-lg border bg-surface">
      <UnreadPart title={t('failed')} text={t('failedText')} />
    </div>
  );
}
