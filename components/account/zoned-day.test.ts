import { expect, test } from 'vitest';
import { beginningOf, dayIn, daysAfter, momentIn } from './zoned-day';

test('a day is that of the zone', () => {
  const at = new Date('2026-12-06T23:30:00Z');
  expect(dayIn(at, 'UTC')).toBe('2026-12-06');
  expect(dayIn(at, 'Europe/Paris')).toBe('2026-12-07');
  expect(dayIn(at, 'Pacific/Honolulu')).toBe('2026-12-06');
});

test('days are counted over the ends of months and years, and through leap days', () => {
  expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01');
  expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29');
  expect(daysAfter('2026-12-06', 365)).toBe('2027-12-06');
});

test.each([
  ['2026-12-06', 'UTC', '2026-12-06T00:00:00.000Z'],
  ['2026-12-06', 'Europe/Paris', '2026-12-05T23:00:00.000Z'],
  ['2026-07-06', 'Europe/Paris', '2026-07-05T22:00:00.000Z'],
  ['2026-12-06', 'Asia/Kathmandu', '2026-12-05T18:15:00.000Z'],
  // The clocks change on these days, hours after or right at the beginning.
  ['2026-03-29', 'Europe/Paris', '2026-03-28T23:00:00.000Z'],
  ['2026-10-25', 'Europe/Paris', '2026-10-24T22:00:00.000Z'],
  ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
])('%s begins in %s at %s', (day, timeZone, begins) => {
  expect(beginningOf(day, timeZone).toISOString()).toBe(begins);
  expect(dayIn(beginningOf(day, timeZone), timeZone)).toBe(day);
});

test.each([
  ['2026-12-06T08:00', 'UTC', '2026-12-06T08:00:00.000Z'],
  ['2026-12-06T08:00', 'Asia/Kathmandu', '2026-12-06T02:15:00.000Z'],
  ['2026-10-25T08:00', 'Europe/Paris', '2026-10-25T07:00:00.000Z'],
  // These are left out where the clocks go forward.
  ['2026-03-29T02:30', 'Europe/Paris', '2026-03-29T01:30:00.000Z'],
  ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
])('%s in %s is %s', (local, timeZone, at) => {
  expect(momentIn(local, timeZone).toISOString()).toBe(at);
});
