'use client';

import { useTranslations } from 'next-intl';
import { UnreadPart } from '@/components/settings/unread-part';
import { Card } from '@/components/ui/card';

/** In place of the choices when they could not be read; the rest of the page stands. */
export function SettingsUnread() {
  const t = useTranslations('notificationSettings');
  return (
    <Card id="notificationKinds" title={t('matrixTitle')}>
      <UnreadPart title={t('unreadTitle')} text={t('unreadText')} />
    </Card>
  );
}

/** In place of the muted people and groups when they could not be read. */
export function MutesUnread() {
  const t = useTranslations('notificationSettings.mutes');
  return (
    <Card id="mutes" title={t('title')}>
      <UnreadPart title={t('unread')} text={t('unreadText')} />
    </Card>
  );
}
