/** The day that it is in a zone, "2026-12-06". */
export function dayIn(at: Date, timeZone: string) {
  const { year, month, day } = wallClock(at, timeZone);
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** So many days after a day. */
export function daysAfter(day: string, count: number) {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}

/** When a day begins in a zone; where its first hour is left out, with the first that there is. */
export function beginningOf(day: string, timeZone: string) {
  const { near, found } = nearest(`${day}T00:00`, timeZone);
  return new Date(dayIn(new Date(found), timeZone) === day ? found : Math.max(near, found));
}

/** When the clocks of a zone show a time, "2026-12-06T08:00"; where that is left out, as much later as is left out. */
export function momentIn(local: string, timeZone: string) {
  const { near, found } = nearest(local, timeZone);
  return new Date(shownAt(found, timeZone) === Date.parse(`${local}:00Z`) ? found : Math.max(near, found));
}

function nearest(local: string, timeZone: string) {
  const wanted = Date.parse(`${local}:00Z`);
  const offsetAt = (at: number) => shownAt(at, timeZone) - at;
  // The offset of the zone is that of the moment looked for, which is only known once it is found: so twice.
  const near = wanted - offsetAt(wanted);
  return { near, found: wanted - offsetAt(near) };
}

/** What the clocks of the zone show, as if they showed UTC. */
function shownAt(at: number, timeZone: string) {
  const { year, month, day, hour, minute } = wallClock(new Date(at), timeZone);
  return Date.UTC(year, month - 1, day, hour, minute);
}

function wallClock(at: Date, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
  };
}
