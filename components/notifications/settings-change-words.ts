import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { momentText } from '@/messages/dates';
import type { HistoryEntry } from '@/server/notifications/types';
import { useWeekday } from './settings-clock-words';
import type { Mode } from './settings-matrix-state';
import { clockText } from './settings-times';
import { useSettingsWords } from './settings-words';

type Change = HistoryEntry['changes'][number];
type ScheduleChange = Extract<Change, { scope: 'schedule' }>;

/** What a change did, in words: "E-mail for new message: at once → off". One change of the times may be several things. */
export function useChangeWords(): (change: Change) => string[] {
  const t = useTranslations('notificationSettings.history');
  const { cellName, groupName } = useSettingsWords();
  const schedule = useScheduleWords();
  return (change) => {
    if (change.scope === 'schedule') return schedule(change);
    if (change.scope === 'object') {
      const name = change.name === null ? t('nobody') : isolate(change.name);
      return [t(change.muted ? 'muted' : 'heard', { name })];
    }
    const { was, mode } = change;
    const what =
      change.scope === 'type' ? cellName(change.key, change.channel) : groupName(change.key, change.channel);
    const isChoice = was === 'digest' || mode === 'digest';
    const word = (one: Mode | null) =>
      t(one === null ? 'usual' : one === 'instant' && !isChoice ? 'on' : one);
    return [t('change', { what, was: word(was), is: word(mode) })];
  };
}

function useScheduleWords() {
  const t = useTranslations('notificationSettings.history');
  const often = useTranslations('notificationSettings.digest');
  const weekday = useWeekday();
  const locale = useLocale();
  const timeZone = useTimeZone();

  return ({ before, after }: ScheduleChange) => [
    ...both(before.pausedUntil, after.pausedUntil, (_, is) =>
      is === null
        ? t('pauseEnded')
        : t('paused', { moment: momentText({ at: new Date(is), locale, timeZone }) }),
    ),
    ...both(before.quiet, after.quiet, () => t('quiet')),
    ...both(before.digest, after.digest, (was, is) => t('digestOften', { was: often(was), is: often(is) })),
    ...both(before.digestDay, after.digestDay, (was, is) =>
      t('digestDay', { was: weekday(was), is: weekday(is) }),
    ),
    ...both(before.digestMinute, after.digestMinute, (was, is) =>
      t('digestTime', { was: clockText(was), is: clockText(is) }),
    ),
    ...both(before.mailWhileOnline, after.mailWhileOnline, (_, is) =>
      t('online', { is: t(is ? 'on' : 'off') }),
    ),
  ];
}

/** A line for what was changed, and none for the rest. */
function both<Value>(
  was: Value | undefined,
  is: Value | undefined,
  words: (was: Value, is: Value) => string,
): string[] {
  return was === undefined || is === undefined ? [] : [words(was, is)];
}
