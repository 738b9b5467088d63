import { expect, test } from 'vitest';
import { dateText, dayMonthText, dayText, momentText, timeText } from './dates';

const at = new Date('2026-12-06T13:05:00Z');
const morning = new Date('2026-12-06T02:05:00Z');
const paris = { at, timeZone: 'Europe/Paris' };

test('English has the day before the month, and 24 hours', () => {
  const moment = { ...paris, locale: 'en' } as const;
  expect(momentText(moment)).toBe('6 December 2026, 14:05');
  expect(dateText(moment)).toBe('6 December 2026');
  expect(dayMonthText(moment)).toBe('6 December');
  expect(dayText(moment)).toMatch(/^Sunday,? 6 December 2026$/);
  expect(timeText(moment)).toBe('14:05');
  expect(timeText({ ...moment, at: morning })).toBe('03:05');
});

test('and French its own', () => {
  const moment = { ...paris, locale: 'fr' } as const;
  expect(momentText(moment)).toMatch(/^6 décembre 2026 à 14:05$/);
  expect(dateText(moment)).toBe('6 décembre 2026');
  expect(dayMonthText(moment)).toBe('6 décembre');
  expect(dayText(moment)).toBe('dimanche 6 décembre 2026');
  expect(timeText({ ...moment, at: morning })).toBe('03:05');
});

test('the first of a month is 1er in French, and no other day', () => {
  const first = { at: new Date('2026-01-01T13:05:00Z'), timeZone: 'UTC', locale: 'fr' } as const;
  expect(momentText(first)).toMatch(/^1er janvier 2026 à 13:05$/);
  expect(dateText(first)).toBe('1er janvier 2026');
  expect(dayMonthText(first)).toBe('1er janvier');
  expect(dayText(first)).toBe('jeudi 1er janvier 2026');
  expect(dateText({ ...first, at: new Date('2026-01-11T13:05:00Z') })).toBe('11 janvier 2026');
  expect(dateText({ ...first, locale: 'en' })).toBe('1 January 2026');
});

test('they are of the zone, and midnight is 00', () => {
  const midnight = { at: new Date('2026-12-06T00:00:00Z'), locale: 'en' } as const;
  expect(momentText({ ...midnight, timeZone: 'UTC' })).toBe('6 December 2026, 00:00');
  expect(momentText({ ...midnight, timeZone: 'America/New_York' })).toBe('5 December 2026, 19:00');
});

test('the name of the zone follows where it is wanted', () => {
  expect(momentText({ ...paris, locale: 'en', zoneName: true })).toMatch(
    /^6 December 2026, 14:05 (CET|GMT\+1)$/,
  );
  expect(momentText({ ...paris, locale: 'fr', zoneName: true })).toMatch(/^6 décembre 2026 à 14:05 \S+$/);
});

test('without a zone, and in one that nobody knows, it is UTC', () => {
  for (const timeZone of [null, undefined, 'Mars/Olympus']) {
    expect(momentText({ at, locale: 'en', timeZone })).toBe('6 December 2026, 13:05');
  }
});
