'use client';

import { useTranslations } from 'next-intl';
import type { TypeRow } from '@/server/notifications/types';
import { SettingsOpenable } from './settings-openable';

const load = () => import('./settings-simulate-panel').then((module) => module.SettingsSimulatePanel);

/** "What would happen if…"; what works it out is fetched when it is first wanted. */
export function SettingsSimulate({ rows }: { rows: TypeRow[] }) {
  const t = useTranslations('notificationSettings.simulate');
  return (
    <SettingsOpenable
      id="simulateNotification"
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
