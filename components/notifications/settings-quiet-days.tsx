'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SettingsQuietDay } from './settings-quiet-day';
import { type CopyTarget, type DayTimes, type Times, withCopies } from './settings-times';

/** The quiet hours of each day of the week, and how to have those of one on others as well. */
export function SettingsQuietDays({
  times,
  hasUnsaved,
  problems,
  onFill,
}: {
  times: Times;
  hasUnsaved: boolean;
  problems: string[];
  onFill: (changes: Partial<Times>) => void;
}) {
  const t = useTranslations('notificationSettings.quiet');
  const [copies, setCopies] = useState(0);

  function change(index: number, changes: Partial<DayTimes>) {
    onFill({ days: times.days.map((day, each) => (each === index ? { ...day, ...changes } : day)) });
  }

  function copy(day: number, to: CopyTarget) {
    onFill({ days: withCopies(times, day, to).days });
    setCopies((before) => before + 1);
  }

  return (
    <div>
      <ul aria-label={t('days')} className="divide-y">
        {times.days.map((day, index) => (
          <SettingsQuietDay
            // biome-ignore lint/suspicious/noArrayIndexKey: a day of the week is its place.
            key={index}
            day={index + 1}
            times={day}
            problems={problems}
            onChange={(changes) => change(index, changes)}
            onCopy={(to) => copy(index + 1, to)}
          />
        ))}
      </ul>
      {/* Told anew each time, also when the words are the same. */}
      <p key={copies} role="status" className="text-sm text-text-muted not-empty:mt-3">
        {copies > 0 && hasUnsaved && t('copied')}
      </p>
    </div>
  );
}
