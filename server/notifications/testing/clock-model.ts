import type { Schedule } from '@/server/notifications/hours';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 1440 * MINUTE;

/** Clocks that go forward and back in north and south, by an hour or half of one, at midnight, or never, and whole, half and quarter hours from UTC. */
export const ZONES = [
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
];

const shown = new Map<string, number[]>();

/** What a clock on the wall shows, asked of Intl for each quarter of an hour: no clock of these changes within one. */
export function wallClock(zone: string, { from, until }: { from: number; until: number }) {
  const shows = shownBy(zone, { from, until });
  /** The first moment at which it shows this time or a later one. */
  const firstAt = (local: number) => {
    // No clock is further from UTC than a day.
    let n = Math.max(0, Math.floor((local - DAY - from) / QUARTER));
    while (n < shows.length && (shows[n] ?? 0) + QUARTER <= local) n++;
    return from + n * QUARTER + Math.max(0, local - (shows[n] ?? local));
  };
  return { firstAt };
}

function shownBy(timeZone: string, { from, until }: { from: number; until: number }): number[] {
  const name = `${timeZone} ${from} ${until}`;
  const known = shown.get(name);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric' },
  });
  const shows: number[] = [];
  for (let at = from; at < until; at += QUARTER) {
    const [month = 1, day, year = 0, hour, minute] = (format.format(at).match(/\d+/g) ?? []).map(Number);
    shows.push(Date.UTC(year, month - 1, day, hour, minute));
  }
  shown.set(name, shows);
  return shows;
}

/** All quiet hours of a stretch of time, those that touch joined: `[begin, end)` in their order. */
export function quietStretches(
  zone: string,
  { quiet, ...stretch }: { quiet: Schedule['quiet']; from: number; until: number },
) {
  const { firstAt } = wallClock(zone, { from: stretch.from - 4 * DAY, until: stretch.until + 20 * DAY });
  const all: [number, number][] = [];
  for (let day = stretch.from - 3 * DAY; day < stretch.until + 16 * DAY; day += DAY)
    for (const { from, until, day: weekday } of quiet) {
      if (weekday % 7 !== new Date(day).getUTCDay()) continue;
      const end = day + (until > from ? until : until + 1440) * MINUTE;
      all.push([firstAt(day + from * MINUTE), firstAt(end)]);
    }
  const joined: [number, number][] = [];
  for (const [begin, end] of all.filter(([a, b]) => a < b).toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && begin <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([begin, end]);
  }
  return joined;
}

/** Each hour of a stretch of time, and each minute of three hours before and after the clock is changed. */
export function lookedAt(zone: string, { from, until }: { from: number; until: number }): number[] {
  const { firstAt } = wallClock(zone, { from: from - 4 * DAY, until: until + 20 * DAY });
  const minutes = new Set<number>();
  for (let local = from; local < until; local += 4 * QUARTER) {
    const [at, next] = [firstAt(local), firstAt(local + 4 * QUARTER)];
    minutes.add(at);
    if (next - at === 4 * QUARTER) continue;
    for (let near = at - 180 * MINUTE; near < at + 180 * MINUTE; near += MINUTE) minutes.add(near);
  }
  return [...minutes].toSorted((a, b) => a - b);
}
