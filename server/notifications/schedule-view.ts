import type { Schedule } from './decide';
import type { ScheduleValues } from './inputs';
import type { ScheduleView } from './types';

/** A row of `notification_schedules` as it comes out of JSON. */
export interface StoredSchedule extends ScheduleValues {
  pausedUntil: string | null;
}

/** Of who has set nothing: never quiet, digests each day at 8:00. */
export const NO_SCHEDULE: StoredSchedule = {
  quiet: [],
  digest: 'daily',
  digestMinute: 480,
  digestDay: 1,
  mailWhileOnline: false,
  pausedUntil: null,
};

export function scheduleView({
  schedule,
  timeZone,
}: {
  schedule: StoredSchedule | null;
  timeZone: string | null;
}): ScheduleView {
  const { pausedUntil, ...values } = schedule ?? NO_SCHEDULE;
  return {
    ...values,
    pausedUntil: pausedUntil === null ? null : new Date(pausedUntil).toISOString(),
    timeZone: timeZone ?? 'UTC',
  };
}

/** The same as `decide` takes it. */
export function scheduleOf({ pausedUntil, ...view }: ScheduleView): Schedule {
  return { ...view, pausedUntil: pausedUntil === null ? null : new Date(pausedUntil) };
}
