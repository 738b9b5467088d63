import { RENAME_DAYS, RENAMES } from './catalog';

const DAY = 86_400_000;

/** A handle that somebody has left, with the date of the change that is counted for it. */
interface Left {
  releasedAt: Date;
}

/** How many changes of a handle are left, and when the next may be; undefined: now. */
export function renamesOf(former: Left[], now: Date) {
  const times = former.map(({ releasedAt }) => releasedAt.getTime()).sort((one, other) => other - one);
  const lately = times.filter((time) => time > now.getTime() - RENAME_DAYS * DAY);
  const last = lately[RENAMES - 1];
  return {
    left: Math.max(0, RENAMES - lately.length),
    nextAt: last === undefined ? undefined : new Date(last + RENAME_DAYS * DAY),
  };
}

/**
 * The date that counts for taking a handle back, which is never refused. Within 30 days of the change that left it, it is that change
 * undone, and no other: its date goes on to the handle that is left now. Later it is a change like any other; when none is left, the
 * next one to come, used before its time.
 *
 * So whoever goes back and forth between handles, to keep more than one for ever, pays for each with a change in 120 days: 30 in
 * which going back is free, and the 90 for which the last one is kept. There are eight such changes in that time, for new handles and
 * old ones together.
 */
export function countedAt(back: Left, { former, now }: { former: Left[]; now: Date }): Date {
  if (back.releasedAt.getTime() > now.getTime() - RENAME_DAYS * DAY) return back.releasedAt;
  return renamesOf(former, now).nextAt ?? now;
}
