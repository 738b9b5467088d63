import { expect, test } from 'vitest';
import { lastDays } from './stats-days';

const begins = (timeZone: string | null, now: string, count: number) =>
  lastDays(count, { timeZone, now: new Date(now) }).map(({ day, from }) => [day, from.toISOString()]);

test('days are those of the calendar of the reader', () => {
  expect(begins('Europe/Paris', '2026-12-06T23:30:00Z', 2)).toEqual([
    ['2026-12-06', '2026-12-05T23:00:00.000Z'],
    ['2026-12-07', '2026-12-06T23:00:00.000Z'],
  ]);
  expect(begins('Asia/Kathmandu', '2026-12-06T12:00:00Z', 1)).toEqual([
    ['2026-12-06', '2026-12-05T18:15:00.000Z'],
  ]);
  expect(begins('Pacific/Kiritimati', '2026-12-06T12:00:00Z', 1)).toEqual([
    ['2026-12-07', '2026-12-06T10:00:00.000Z'],
  ]);
});

test('a day on which the clock changes is an hour shorter or longer, also where it changes at midnight', () => {
  const hours = (timeZone: string, now: string) =>
    lastDays(3, { timeZone, now: new Date(now) }).map(
      ({ from, until }) => (until.getTime() - from.getTime()) / 3_600_000,
    );
  expect(hours('Europe/Paris', '2026-03-30T12:00:00Z')).toEqual([24, 23, 24]);
  expect(hours('Europe/Paris', '2026-10-26T12:00:00Z')).toEqual([24, 25, 24]);
  // At midnight of 6 September 2026 the clock of Santiago goes to 1; the day begins there.
  expect(begins('America/Santiago', '2026-09-06T12:00:00Z', 1)).toEqual([
    ['2026-09-06', '2026-09-06T04:00:00.000Z'],
  ]);
  expect(hours('America/Santiago', '2026-09-07T12:00:00Z')).toEqual([24, 23, 24]);
});

test('without a zone, and in one that nobody knows, days are those of UTC', () => {
  for (const zone of [null, 'Mars/Olympus'])
    expect(begins(zone, '2026-12-06T00:00:00Z', 1)).toEqual([['2026-12-06', '2026-12-06T00:00:00.000Z']]);
});
