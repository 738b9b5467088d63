import { expect, test } from 'vitest';
import { ProfileFields } from '@/server/profile/inputs';
import { timeZoneGroups, zoneName } from './time-zones';

test.each([
  ['America/Argentina/Buenos_Aires', 'Buenos Aires (Argentina)'],
  ['Europe/Paris', 'Paris'],
  ['UTC', 'UTC'],
])('%s is read as %s', (zone, name) => {
  expect(zoneName(zone)).toBe(name);
});

test('every zone offered is one that the server takes, and none is offered twice', () => {
  const offered = timeZoneGroups([]).flatMap(({ options }) => options.map(({ value }) => value));
  expect(offered).toContain('UTC');
  expect(new Set(offered).size).toBe(offered.length);
  for (const zone of offered) expect(ProfileFields.shape.timeZone.parse(zone)).toBe(zone);
});

test('the person`s own zone is offered even when this browser spells it differently', () => {
  const groups = timeZoneGroups(['Asia/Saigon', null, undefined, 'Europe/Paris']);
  const offered = groups.flatMap(({ options }) => options.map(({ value }) => value));
  expect(offered.filter((zone) => zone === 'Asia/Saigon')).toHaveLength(1);
  expect(offered.filter((zone) => zone === 'Europe/Paris')).toHaveLength(1);
});

test('zones stand in the alphabet of their names, by part of the world', () => {
  for (const { label, options } of timeZoneGroups([])) {
    const names = options.map((option) => option.label);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
    for (const { value } of options) expect(value.startsWith(label)).toBe(true);
  }
});
