'use client';

import { useTranslations } from 'next-intl';
import { TextLink } from '@/components/ui/text-link';

/** By whose clock the times are, and where that is set. */
export function SettingsZone({ timeZone, hasZone }: { timeZone: string; hasZone: boolean }) {
  const t = useTranslations('notificationSettings');
  return (
    <>
      {hasZone ? t('zone', { zone: timeZone.replaceAll('_', ' ') }) : t('zoneNone')}{' '}
      <TextLink href="/settings/profile#timeZone" prefetch={false}>
        {t(hasZone ? 'zoneLink' : 'zoneSet')}
      </TextLink>
    </>
  );
}
