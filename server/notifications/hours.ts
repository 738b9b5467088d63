import type { QuietHours } from '@/db/schema/notifications';
import { instantOf, localOf, midnightOf, weekdayOf } from './clock';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Ends of quiet hours that are gone through, one after another: those of two weeks, and a week in which the clock changes has one less. */
const MOST_ENDS = 20;
/** Days ahead in which there is a digest for certain, also where a weekday is left out once, as by a zone that crosses the date line. */
const DIGEST_DAYS = 15;
const EVERY_FOUR_HOURS = [0, 240, 480, 720, 960, 1200];

/** When somebody wants to be left in peace, and when digests come. */
export interface Schedule {
  quiet: QuietHours[];
  digest: 'four_hours' | 'daily' | 'weekly';
  /** Minutes after midnight. */
  digestMinute: number;
  /** ISO: 1 is Monday. */
  digestDay: number;
  pausedUntil: Date | null;
  mailWhileOnline: boolean;
  /** IANA; UTC for who has told none. */
  timeZone: string;
}

/** What holds something back, and until when. */
interface Hold {
  until: Date;
  rule: 'pause' | 'quietHours';
}

/**
 * Until when what would go at a moment is held, by that which ends last; undefined when nothing holds it. A pause that ends in quiet
 * hours is followed by them, and these by others that follow at once. Hours that leave no minute free hold until the first of them end,
 * or it would be for ever.
 */
export function holdAt(at: Date, schedule: Schedule): Hold | undefined {
  const paused =
    schedule.pausedUntil !== null && schedule.pausedUntil > at ? schedule.pausedUntil : undefined;
  const begin = (paused ?? at).getTime();
  const end = quietEnd(begin, schedule);
  if (end !== undefined) return { until: new Date(lastEnd(end, schedule) ?? end), rule: 'quietHours' };
  return paused && { until: paused, rule: 'pause' };
}

/** Whether a schedule holds things at a moment; not where it would hold them for ever. */
export function holdsNow(schedule: Schedule, at: Date): boolean {
  const hold = holdAt(at, schedule);
  return hold !== undefined && holdAt(hold.until, schedule) === undefined;
}

/** The next time of a digest after a moment. */
export function digestAfter(at: Date, { digest, digestMinute, digestDay, timeZone }: Schedule): Date {
  const after = at.getTime();
  const today = midnightOf(localOf(after, timeZone));
  const minutes = digest === 'four_hours' ? EVERY_FOUR_HOURS : [digestMinute];
  // The one of yesterday may have been moved by the clock.
  for (let day = today - DAY; day < today + DIGEST_DAYS * DAY; day += DAY) {
    if (digest === 'weekly' && weekdayOf(day) !== digestDay) continue;
    const found = minutes
      .map((minute) => instantOf(day + minute * MINUTE, timeZone))
      .find((time) => time > after);
    if (found !== undefined) return new Date(found);
  }
  return new Date(after + DAY);
}

/** Where quiet hours end that follow one another without a gap; undefined when they never do. */
function lastEnd(first: number, schedule: Schedule): number | undefined {
  let end = first;
  for (let n = 0; n < MOST_ENDS; n++) {
    const next = quietEnd(end, schedule);
    if (next === undefined) return end;
    end = next;
  }
  return undefined;
}

/** When the quiet hours end that a moment is in. */
function quietEnd(at: number, { quiet, timeZone }: Schedule): number | undefined {
  if (quiet.length === 0) return undefined;
  const today = midnightOf(localOf(at, timeZone));
  let last: number | undefined;
  // Those that began yesterday may still be on, and the day before where a day was left out.
  for (let day = today - 2 * DAY; day <= today; day += DAY)
    for (const one of quiet) {
      if (one.day !== weekdayOf(day)) continue;
      const end = instantOf(day + one.until * MINUTE + (one.until <= one.from ? DAY : 0), timeZone);
      const isIn = end > at && instantOf(day + one.from * MINUTE, timeZone) <= at;
      if (isIn && (last === undefined || end > last)) last = end;
    }
  return last;
}
