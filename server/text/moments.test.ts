import { expect, test } from 'vitest';
import { isWritable } from './moments';

test.each([
  '0001-01-01T00:00:00.000Z',
  '2026-11-29T07:14:35+01:00',
  '9999-12-31T23:59:59.999Z',
  '2028-02-29',
])('%s is written with a year of four digits', (moment) => {
  expect(isWritable(moment)).toBe(true);
});

test.each([
  ['the year 0', '0000-01-01T00:00:00Z'],
  ['the year 0 by its offset', '0001-01-01T00:00:00+14:00'],
  ['the year 10000 by its offset', '9999-12-31T23:59:59-14:00'],
  ['no moment', 'infinity'],
])('%s is not', (_, moment) => {
  expect(isWritable(moment)).toBe(false);
});
