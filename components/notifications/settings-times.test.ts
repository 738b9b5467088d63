import { expect, test } from 'vitest';
import {
  changesIn,
  endOf,
  holdsNow,
  problemsIn,
  savedOf,
  type TimesSaved,
  timesOf,
  withCopies,
} from './settings-times';

const saved: TimesSaved = {
  quiet: [
    { day: 1, from: 1320, until: 420 },
    { day: 6, from: 540, until: 600 },
  ],
  digest: 'daily',
  digestMinute: 485,
  digestDay: 3,
};

test('what is saved comes back out of the fields as it was', () => {
  expect(savedOf(timesOf(saved))).toEqual(saved);
  expect(timesOf(saved)).toMatchObject({ digestTime: '08:05', digestDay: 3 });
  expect(timesOf(saved).days[0]).toEqual({ isQuiet: true, from: '22:00', until: '07:00' });
});

test('a day without quiet hours counts as unchanged whatever its fields hold', () => {
  const times = timesOf(saved);
  const days = times.days.map((day, index) => (index === 1 ? { ...day, from: '01:00' } : day));
  expect(changesIn({ ...times, days }, timesOf(saved))).toBe(0);
});

test('each day that differs counts once, and each choice of the digest', () => {
  const times = timesOf(saved);
  const days = times.days.map((day, index) =>
    index === 0 ? { ...day, from: '21:00', until: '06:00' } : day,
  );
  expect(changesIn({ ...times, days, digest: 'weekly', digestTime: '09:00' }, timesOf(saved))).toBe(3);
});

test.each([
  ['all', [1, 2, 3, 4, 5, 6, 7]],
  ['work', [1, 2, 3, 4, 5, 6]],
  ['weekend', [1, 6, 7]],
] as const)('quiet hours of Monday copied to %s', (to, quietDays) => {
  const copied = savedOf(withCopies(timesOf(saved), 1, to));
  expect(copied?.quiet.map(({ day }) => day)).toEqual(quietDays);
  const sunday = copied?.quiet.find(({ day }) => day === 7);
  if (to !== 'work') expect(sunday).toEqual({ day: 7, from: 1320, until: 420 });
});

test('a missing time is a problem where it counts', () => {
  const times = timesOf(saved);
  const days = times.days.map((day) => ({ ...day, until: '' }));
  expect(problemsIn({ ...times, days, digestTime: '' })).toEqual(['digestTime', 'until1', 'until6']);
  expect(savedOf({ ...times, digestTime: '' })).toBeUndefined();
  expect(problemsIn({ ...times, digest: 'four_hours', digestTime: '' })).toEqual([]);
});

test.each([
  ['22:00', '07:00', 'nextDay'],
  ['09:00', '10:00', 'sameDay'],
  ['09:00', '09:00', 'wholeDay'],
  ['', '09:00', undefined],
] as const)('from %s until %s ends %s', (from, until, end) => {
  expect(endOf({ isQuiet: true, from, until })).toBe(end);
});

const view = { ...saved, mailWhileOnline: false, pausedUntil: null, timeZone: 'Europe/Paris' };

// The seventh of December 2026 is a Monday; Paris is an hour ahead then.
test.each([
  ['before it begins', '2026-12-07T20:59:59Z', null],
  ['from its first minute', '2026-12-07T21:00:00Z', '07:00'],
  ['after midnight', '2026-12-08T05:59:00Z', '07:00'],
  ['at its end', '2026-12-08T06:00:00Z', null],
  ['within a day', '2026-12-12T08:59:00Z', '10:00'],
  ['at the same hour of another day', '2026-12-13T08:59:00Z', null],
] as const)('it is quiet %s', (_, at, until) => {
  expect(holdsNow(view, new Date(at))).toEqual({ pausedUntil: null, quietUntil: until });
});

test('of two that overlap the later end counts', () => {
  const quiet = [
    { day: 7, from: 1320, until: 600 },
    { day: 1, from: 300, until: 200 },
  ];
  expect(holdsNow({ ...view, quiet }, new Date('2026-12-07T05:40:00Z')).quietUntil).toBe('03:20');
});

test('a pause holds until it is over', () => {
  const pausedUntil = '2026-12-09T07:00:00.000Z';
  expect(holdsNow({ ...view, pausedUntil }, new Date('2026-12-09T06:59:59Z'))).toEqual({
    pausedUntil,
    quietUntil: null,
  });
  expect(holdsNow({ ...view, pausedUntil }, new Date(pausedUntil)).pausedUntil).toBeNull();
});
