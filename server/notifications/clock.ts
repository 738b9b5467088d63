const DAY = 86_400_000;
const FOUR_CENTURIES = 146_097 * DAY;
/** Days of a zone whose offsets are remembered. */
const REMEMBERED = 1000;

/** A moment by somebody's clock, as the milliseconds that UTC would have at that time of day: what is added to it is added to the clock. */
type Local = number;

interface Zone {
  formatter: Intl.DateTimeFormat;
  /** The offset with which a day of UTC begins. */
  days: Map<number, number>;
  /** When it is changed within one. */
  changes: Map<number, number>;
}

const zones = new Map<string, Zone>();

/** What the clock shows at a moment. */
export function localOf(at: number, zone: string): Local {
  return at + offsetAt(at, zone);
}

/**
 * When the clock shows it: the first time where it does so twice, as when clocks go back, and the first moment afterwards where it
 * is left out.
 */
export function instantOf(local: Local, zone: string): number {
  const [before, after] = [offsetAt(local - DAY, zone), offsetAt(local + DAY, zone)];
  const shows = [local - Math.max(before, after), local - Math.min(before, after)];
  const found = shows.find((at) => localOf(at, zone) === local);
  return found ?? changeWithin({ from: local - after, to: local - before, zone });
}

/** The day of the week, 1 for Monday to 7 (ISO 8601). */
export function weekdayOf(local: Local): number {
  // 1970 began on a Thursday; the sum keeps what was before it above zero.
  return ((Math.floor(local / DAY) + 3 + 7_000_000) % 7) + 1;
}

export function midnightOf(local: Local): Local {
  return Math.floor(local / DAY) * DAY;
}

/** The first moment of `(from, to]` at which the clock is no more what it was at `from`. */
function changeWithin({ from, to, zone }: { from: number; to: number; zone: string }): number {
  const before = exactOffset(from, zone);
  let [early, late] = [from, to];
  while (late - early > 1000) {
    const middle = early + Math.floor((late - early) / 2000) * 1000;
    if (exactOffset(middle, zone) === before) early = middle;
    else late = middle;
  }
  return late;
}

/**
 * Milliseconds by which a clock is ahead of UTC. Intl is slow, so what it says is remembered by day: where a day begins and ends
 * alike, nothing changed in it, and otherwise once.
 */
function offsetAt(at: number, zone: string): number {
  const day = Math.floor(at / DAY);
  const [before, after] = [offsetOn(day, zone), offsetOn(day + 1, zone)];
  return before === after || at < changeOn(day, zone) ? before : after;
}

function changeOn(day: number, zone: string): number {
  const { changes } = zoneOf(zone);
  const known = changes.get(day);
  if (known !== undefined) return known;
  if (changes.size >= REMEMBERED) changes.clear();
  const change = changeWithin({ from: day * DAY, to: (day + 1) * DAY, zone });
  changes.set(day, change);
  return change;
}

function offsetOn(day: number, zone: string): number {
  const { days } = zoneOf(zone);
  const known = days.get(day);
  if (known !== undefined) return known;
  if (days.size >= REMEMBERED) days.clear();
  const offset = exactOffset(day * DAY, zone);
  days.set(day, offset);
  return offset;
}

function exactOffset(at: number, zone: string): number {
  const whole = Math.floor(at / 1000) * 1000;
  const {
    year = 0,
    month = 1,
    day,
    hour,
    minute,
    second,
  } = Object.fromEntries(
    zoneOf(zone)
      .formatter.formatToParts(whole)
      .map(({ type, value }) => [type, Number(value)]),
  );
  // `Date.UTC` takes years before 100 for those of the last century: four hundred years repeat to the day.
  return Date.UTC(year + 400, month - 1, day, hour, minute, second) - FOUR_CENTURIES - whole;
}

function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const zone = { formatter: makeFormatter(name), days: new Map(), changes: new Map() };
  zones.set(name, zone);
  return zone;
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat {
  const style: Intl.DateTimeFormatOptions = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  };
  try {
    return new Intl.DateTimeFormat('en-US', { ...style, timeZone });
  } catch {
    // A zone that another instance, with newer zone data, accepted.
    return new Intl.DateTimeFormat('en-US', { ...style, timeZone: 'UTC' });
  }
}
