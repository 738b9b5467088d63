import { dayIn, daysAfter, momentIn } from '@/components/account/zoned-day';

export const SNOOZES = ['hour', 'evening', 'tomorrow', 'week'] as const;
type Snooze = (typeof SNOOZES)[number];

const HOUR = 3_600_000;

/** Until when something is out of the way, by the person's clock; undefined where that is not to come: this evening, in the evening. */
export function snoozeUntil(snooze: Snooze, { now, timeZone }: { now: Date; timeZone: string }) {
  const today = dayIn(now, timeZone);
  if (snooze === 'hour') return new Date(now.getTime() + HOUR);
  if (snooze === 'tomorrow') return momentIn(`${daysAfter(today, 1)}T08:00`, timeZone);
  if (snooze === 'week') return momentIn(`${daysAfter(today, untilMonday(today))}T08:00`, timeZone);
  const evening = momentIn(`${today}T18:00`, timeZone);
  return evening > now ? evening : undefined;
}

/** Days until the next Monday, which is a week away on a Monday. */
function untilMonday(day: string) {
  return 7 - ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7);
}
