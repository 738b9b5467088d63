'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field-error';
import { Input } from '@/components/ui/input';
import { Menu } from '@/components/ui/menu';
import { capital, useWeekday } from './settings-clock-words';
import { type CopyTarget, type DayTimes, endOf } from './settings-times';

interface Props {
  /** ISO: 1 is Monday. */
  day: number;
  times: DayTimes;
  problems: string[];
  onChange: (changes: Partial<DayTimes>) => void;
  onCopy: (to: CopyTarget) => void;
}

/** Whether there are quiet hours that begin on a day, from when until when, and on which day they end. */
export function SettingsQuietDay({ day, times, problems, onChange, onCopy }: Props) {
  const t = useTranslations('notificationSettings.quiet');
  const weekday = useWeekday();
  const id = useId();
  const name = weekday(day);
  const end = endOf(times);
  const ends = { day: weekday(day + 1), time: times.until };
  const hasProblem = (field: 'from' | 'until') => problems.includes(`${field}${day}`);

  const time = (field: 'from' | 'until') => (
    <div className="flex items-center gap-2 text-sm text-text-muted">
      <span aria-hidden="true">{t(field)}</span>
      <Input
        type="time"
        aria-label={t(`${field}Named`, { day: name })}
        aria-invalid={hasProblem(field) || undefined}
        aria-describedby={hasProblem(field) ? `${id}-problem` : `${id}-end`}
        value={times[field]}
        onChange={({ target }) => onChange({ [field]: target.value })}
        className="w-auto"
      />
    </div>
  );

  return (
    <li className="py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Checkbox
          className="min-w-36 flex-1 sm:w-36 sm:flex-none"
          label={capital(name)}
          aria-label={t('on', { day: name })}
          checked={times.isQuiet}
          onChange={({ target }) => onChange({ isQuiet: target.checked })}
        />
        {times.isQuiet ? (
          <div className="order-last flex w-full flex-wrap gap-x-4 gap-y-2 sm:order-none sm:w-auto">
            {time('from')}
            {time('until')}
          </div>
        ) : (
          <span className="hidden text-sm text-text-muted sm:inline">{t('none')}</span>
        )}
        <div className="ms-auto">
          <Menu
            label={t('copyNamed', { day: name })}
            trigger={t('copy')}
            triggerSize="sm"
            entries={[
              { kind: 'action', label: t('copyAll'), onSelect: () => onCopy('all') },
              { kind: 'action', label: t('copyWork'), onSelect: () => onCopy('work') },
              { kind: 'action', label: t('copyWeekend'), onSelect: () => onCopy('weekend') },
            ]}
          />
        </div>
      </div>
      <p id={`${id}-end`} className="text-sm text-text-muted not-empty:mt-1.5">
        {times.isQuiet && end === 'nextDay' && t('over', ends)}
        {times.isQuiet && end === 'wholeDay' && t('whole', ends)}
      </p>
      {(hasProblem('from') || hasProblem('until')) && (
        <div className="mt-1.5">
          <FieldError id={`${id}-problem`}>{t('problem')}</FieldError>
        </div>
      )}
    </li>
  );
}
