/** One day of somebody's calendar. */
export interface Day {
  /** "2026-12-06" */
  day: string;
  from: Date;
  until: Date;
}

const DAY_MS = 86_400_000;

/** The last days up to today, as the calendar of a time zone has them; UTC where it is none that is known. */
export function lastDays(count: number, { timeZone, now }: { timeZone: string | null; now: Date }): Day[] {
  const dayOf = calendar(timeZone);
  const today = Date.parse(`${dayOf(now)}T00:00:00Z`);
  // One more, whose beginning is the end of today.
  const begins = Array.from({ length: count + 1 }, (_, at) => {
    const midnight = new Date(today + (at - count + 1) * DAY_MS);
    return { day: midnight.toISOString().slice(0, 10), from: beginOf(midnight, dayOf) };
  });
  return begins.slice(0, count).map((begin, at) => ({ ...begin, until: begins[at + 1]?.from ?? now }));
}

/** The day of a moment: "2026-12-06". */
type Calendar = (at: Date) => string;

function calendar(timeZone: string | null): Calendar {
  const style = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('sv-SE', { ...style, timeZone: timeZone ?? 'UTC' });
  } catch {
    // A zone that another instance, with newer zone data, accepted.
    format = new Intl.DateTimeFormat('sv-SE', { ...style, timeZone: 'UTC' });
  }
  return (at) => format.format(at);
}

const QUARTER_MS = 900_000;

/**
 * When the day begins that is written like midnight in UTC: zones are between 12 hours behind and 14 ahead, and change by quarters
 * of an hour. Where the clock goes forward at midnight it begins later, and where it goes back it does not begin twice.
 */
function beginOf(midnight: Date, dayOf: Calendar): Date {
  const day = midnight.toISOString().slice(0, 10);
  let [before, after] = [-14 * 4 - 1, 12 * 4];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayOf(new Date(midnight.getTime() + middle * QUARTER_MS)) < day) before = middle;
    else after = middle;
  }
  return new Date(midnight.getTime() + after * QUARTER_MS);
}

/** The least id of what began at a moment: ids are UUID version 7, which begin with the time. */
export function leastIdAt(at: Date): string {
  const time = at.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
