import type { ScheduleValues } from '@/server/notifications/inputs';
import type { ScheduleView } from '@/server/notifications/types';

/** Quiet hours that begin on a day, as its fields hold them. */
export interface DayTimes {
  isQuiet: boolean;
  /** "22:00"; empty while it is being typed. */
  from: string;
  until: string;
}

/** All that is saved together, as the fields of the form hold it. */
export interface Times {
  digest: ScheduleValues['digest'];
  digestTime: string;
  digestDay: number;
  /** Monday first. */
  days: DayTimes[];
}

export type TimesSaved = Omit<ScheduleValues, 'mailWhileOnline'>;

/** What a day begins with when quiet hours are first wanted on it. */
const NIGHT = { from: '22:00', until: '07:00' };

export function timesOf(schedule: TimesSaved): Times {
  const days = Array.from({ length: 7 }, (_, index): DayTimes => {
    const found = schedule.quiet.find(({ day }) => day === index + 1);
    if (!found) return { isQuiet: false, ...NIGHT };
    return { isQuiet: true, from: clockText(found.from), until: clockText(found.until) };
  });
  return {
    digest: schedule.digest,
    digestTime: clockText(schedule.digestMinute),
    digestDay: schedule.digestDay,
    days,
  };
}

/** What the server is to keep; undefined while a time is missing. */
export function savedOf(times: Times): TimesSaved | undefined {
  if (problemsIn(times).length > 0) return undefined;
  return {
    digest: times.digest,
    digestMinute: minuteOf(times.digestTime) ?? 0,
    digestDay: times.digestDay,
    quiet: times.days.flatMap(({ isQuiet, from, until }, index) =>
      isQuiet ? [{ day: index + 1, from: minuteOf(from) ?? 0, until: minuteOf(until) ?? 0 }] : [],
    ),
  };
}

/** The fields in which a time is missing, by their names. */
export function problemsIn({ digest, digestTime, days }: Times): string[] {
  const missing = (time: string) => minuteOf(time) === undefined;
  return [
    ...(digest !== 'four_hours' && missing(digestTime) ? ['digestTime'] : []),
    ...days.flatMap(({ isQuiet, from, until }, index) => [
      ...(isQuiet && missing(from) ? [`from${index + 1}`] : []),
      ...(isQuiet && missing(until) ? [`until${index + 1}`] : []),
    ]),
  ];
}

/** How much is different from what is saved; a day counts once. */
export function changesIn(times: Times, saved: Times): number {
  const own = (['digest', 'digestTime', 'digestDay'] as const).filter((name) => times[name] !== saved[name]);
  const days = times.days.filter((day, index) => {
    const was = saved.days[index];
    if (!was || day.isQuiet !== was.isQuiet) return true;
    return day.isQuiet && (day.from !== was.from || day.until !== was.until);
  });
  return own.length + days.length;
}

const COPIED_TO = { all: [1, 2, 3, 4, 5, 6, 7], work: [1, 2, 3, 4, 5], weekend: [6, 7] };
export type CopyTarget = keyof typeof COPIED_TO;

/** The quiet hours of one day on others as well. @param from ISO: 1 is Monday */
export function withCopies(times: Times, from: number, to: CopyTarget): Times {
  const source = times.days[from - 1];
  if (!source) return times;
  const days = times.days.map((day, index) => (COPIED_TO[to].includes(index + 1) ? { ...source } : day));
  return { ...times, days };
}

/** Whether quiet hours end on the day that they begin on, on the next, or at the same time of it. */
export function endOf({ from, until }: DayTimes): 'sameDay' | 'nextDay' | 'wholeDay' | undefined {
  const [first, last] = [minuteOf(from), minuteOf(until)];
  if (first === undefined || last === undefined) return undefined;
  if (first === last) return 'wholeDay';
  return last < first ? 'nextDay' : 'sameDay';
}

/** What holds mail and push back at a moment: a pause until when, and quiet hours until which time of the person's clock. */
export function holdsNow({ quiet, pausedUntil, timeZone }: ScheduleView, now: Date) {
  const minute = quietUntil(quiet, clockIn(timeZone, now));
  return {
    pausedUntil: pausedUntil !== null && new Date(pausedUntil) > now ? pausedUntil : null,
    quietUntil: minute === undefined ? null : clockText(minute),
  };
}

/** The minute after midnight until which it is quiet at a moment of the person's clock; undefined: it is not. */
function quietUntil(quiet: TimesSaved['quiet'], at: { day: number; minute: number }) {
  const before = at.day === 1 ? 7 : at.day - 1;
  const ends = quiet.flatMap(({ day, from, until }) => {
    const isOver = until <= from;
    if (day === at.day && at.minute >= from && (isOver || at.minute < until)) return [{ until, isOver }];
    return isOver && day === before && at.minute < until ? [{ until, isOver: false }] : [];
  });
  const last = ends.sort((one, other) => rank(one) - rank(other)).at(-1);
  return last?.until;
}

/** The day of the week and the minute that it is in a zone. */
function clockIn(timeZone: string, at: Date) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const read = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(read('weekday')) + 1;
  return { day, minute: Number(read('hour')) * 60 + Number(read('minute')) };
}

function rank({ until, isOver }: { until: number; isOver: boolean }) {
  return until + (isOver ? 1440 : 0);
}

/** "08:00" of minutes after midnight. */
export function clockText(minute: number) {
  const two = (count: number) => String(count).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Minutes after midnight; undefined for what is no time. */
function minuteOf(time: string): number | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(time) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}
