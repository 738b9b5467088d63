import { unstable_rethrow } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { PushCard } from '@/components/notifications/push-card';
import { SettingsHistory } from '@/components/notifications/settings-history';
import { SettingsMatrix } from '@/components/notifications/settings-matrix';
import { SettingsNow } from '@/components/notifications/settings-now';
import { SettingsOnline } from '@/components/notifications/settings-online';
import { SettingsPause } from '@/components/notifications/settings-pause';
import { SettingsSchedule } from '@/components/notifications/settings-schedule';
import { SettingsSimulate } from '@/components/notifications/settings-simulate';
import { holdsNow } from '@/components/notifications/settings-times';
import { SettingsUnread } from '@/components/notifications/settings-unread';
import { Card } from '@/components/ui/card';
import { SkeletonRows } from '@/components/ui/skeleton';
import { forPage } from '@/server/caller';
import { MutesPart } from './mutes-part';

/** All that somebody chooses, or that it could not be read. */
export async function ChoicesPart() {
  const [view, hasZone, browsers, pushKey] = await Promise.all([
    part((api) => api.notifications.preferences.get()),
    part(async (api) => (await api.profile.me()).timeZone !== null),
    part((api) => api.notifications.push.list()),
    part((api) => api.notifications.push.publicKey()),
  ]);
  const t = await getTranslations('notificationSettings.mutes');
  const mutes = (
    <Suspense
      fallback={
        <Card title={t('title')} description={t('text')}>
          <SkeletonRows label={t('loading')} />
        </Card>
      }
    >
      <MutesPart />
    </Suspense>
  );
  if (!view)
    return (
      <div className="flex flex-col gap-6">
        <SettingsUnread />
        {mutes}
      </div>
    );
  const { rows, schedule } = view;
  const holds = holdsNow(schedule, new Date());
  return (
    <>
      <SettingsNow {...holds} />
      <div className="flex flex-col gap-6">
        <SettingsPause pausedUntil={holds.pausedUntil} />
        <SettingsMatrix rows={rows} digest={schedule.digest} />
        {browsers && pushKey && <PushCard publicKey={pushKey.key} browsers={browsers} />}
        <SettingsSchedule schedule={schedule} hasZone={hasZone ?? true} />
        <SettingsOnline saved={schedule.mailWhileOnline} />
        <SettingsSimulate rows={rows} />
        {mutes}
        <SettingsHistory rows={rows} />
      </div>
    </>
  );
}

type Read<T> = Parameters<typeof forPage<T>>[1];

/** @returns undefined when it could not be read; who may not read it is sent where they have to go */
async function part<T>(read: Read<T>): Promise<T | undefined> {
  try {
    return await forPage('/settings/notifications', read);
  } catch (error) {
    unstable_rethrow(error);
    return undefined;
  }
}
