'use client';

import { useTranslations } from 'next-intl';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NativeSelect } from '@/components/ui/native-select';
import { capital, useWeekday } from './settings-clock-words';
import type { Times } from './settings-times';

const OFTEN = ['four_hours', 'daily', 'weekly'] as const;

/** How often digests come, and at which time of which day. */
export function SettingsDigest({
  times,
  problems,
  onFill,
}: {
  times: Times;
  problems: string[];
  onFill: (changes: Partial<Times>) => void;
}) {
  const t = useTranslations('notificationSettings.digest');
  const problem = useTranslations('notificationSettings')('quiet.problem');
  const weekday = useWeekday();
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label={t('often')}>
        <NativeSelect
          data-returns
          options={OFTEN.map((value) => ({ value, label: t(value) }))}
          value={times.digest}
          onChange={({ target }) =>
            onFill({ digest: OFTEN.find((each) => each === target.value) ?? 'daily' })
          }
        />
      </Field>
      {times.digest === 'weekly' && (
        <Field label={t('day')}>
          <NativeSelect
            options={DAYS.map((day) => ({ value: String(day), label: capital(weekday(day)) }))}
            value={String(times.digestDay)}
            onChange={({ target }) => onFill({ digestDay: Number(target.value) })}
          />
        </Field>
      )}
      {times.digest !== 'four_hours' && (
        <Field label={t('time')} error={problems.includes('digestTime') ? problem : undefined}>
          <Input
            type="time"
            value={times.digestTime}
            onChange={({ target }) => onFill({ digestTime: target.value })}
          />
        </Field>
      )}
    </div>
  );
}

const DAYS = [1, 2, 3, 4, 5, 6, 7];
