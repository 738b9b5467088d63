'use client';

import { useTranslations } from 'next-intl';
import { LeaveGuard } from '@/components/settings/leave-guard';
import { RefusalNote } from '@/components/settings/refusal-note';
import { UnsavedBar } from '@/components/settings/unsaved-bar';
import { Card } from '@/components/ui/card';
import type { ScheduleView } from '@/server/notifications/types';
import { SettingsDigest } from './settings-digest';
import { SettingsQuietDays } from './settings-quiet-days';
import { useTimes } from './settings-use-times';
import { SettingsZone } from './settings-zone';

/** When digests come and when it is quiet: changed together, and saved when its person says so. */
export function SettingsSchedule({ schedule, hasZone }: { schedule: ScheduleView; hasZone: boolean }) {
  const t = useTranslations('notificationSettings');
  const { form, times, count, problems, fill, save, saving, discard, refusal } = useTimes(schedule);
  const zone = <SettingsZone timeZone={schedule.timeZone} hasZone={hasZone} />;
  return (
    <>
      <form
        ref={form}
        method="post"
        noValidate
        data-unsaved={count > 0}
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Card id="digests" title={t('digest.title')} description={t('digest.text')} hint={zone}>
          <SettingsDigest times={times} problems={problems} onFill={fill} />
        </Card>
        <Card id="quietHours" title={t('quiet.title')} description={t('quiet.text')} hint={zone}>
          <SettingsQuietDays times={times} hasUnsaved={count > 0} problems={problems} onFill={fill} />
        </Card>
        <RefusalNote refusal={refusal} />
        <UnsavedBar count={count} problems={problems.length} saving={saving} onDiscard={discard} />
      </form>
      <LeaveGuard unsaved={saving ? 0 : count} />
    </>
  );
}
