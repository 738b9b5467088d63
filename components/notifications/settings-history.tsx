'use client';

import { useTranslations } from 'next-intl';
import type { TypeRow } from '@/server/notifications/types';
import { SettingsOpenable } from './settings-openable';

const load = () => import('./settings-history-panel').then((module) => module.SettingsHistoryPanel);

/** What was changed, and the way back; read when it is first wanted. */
export function SettingsHistory({ rows }: { rows: TypeRow[] }) {
  const t = useTranslations('notificationSettings.history');
  return (
    <SettingsOpenable
      id="notificationChanges"
      title={t('title')}
      text={t('text')}
      openLabel={t('open')}
      loadingLabel={t('loading')}
      failedLabel={t('failed')}
      load={load}
      panelProps={{ rows }}
    />
  );
}
