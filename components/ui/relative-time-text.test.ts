import { expect, test } from 'vitest';
import { relativeTimeText } from './relative-time-text';

const now = new Date('2026-12-06T13:05:00Z');
const seconds = (count: number) => new Date(now.getTime() + count * 1000);

test.each([
  [0, 'now'],
  [-44, 'now'],
  [-45, '1 minute ago'],
  [-60 * 44, '44 minutes ago'],
  [-60 * 46, '1 hour ago'],
  [-3600 * 21, '21 hours ago'],
  [-3600 * 23, '1 day ago'],
  [3600 * 48, 'in 2 days'],
  [-86_400 * 25, '25 days ago'],
  [-86_400 * 27, '1 month ago'],
  [-86_400 * 300, '10 months ago'],
  [-86_400 * 330, '1 year ago'],
])('%d seconds from now is %j', (count, text) => {
  expect(relativeTimeText({ at: seconds(count), now, locale: 'en' })).toBe(text);
});

test('speaks the language that is asked for', () => {
  expect(relativeTimeText({ at: seconds(-7200), now, locale: 'fr' })).toBe('il y a 2 heures');
});
