import { expect, test } from 'vitest';
import { readOptions } from './options';

test('what is asked most is measured unless more or something else is wanted', () => {
  const { parts, options } = readOptions([]);
  expect(parts).toEqual(['first-load', 'start', 'lines', 'pages', 'page-statements']);
  expect(options).toEqual({ people: 100_000, write: false, keepIn: undefined, soakMinutes: 1, small: false });
  expect(readOptions(['--all']).parts).toEqual(expect.arrayContaining([...parts, 'queries', 'streams']));
  for (const part of ['inbox', 'soak', 'build']) expect(readOptions(['--all']).parts).not.toContain(part);
  expect(readOptions(['--only', 'pages,inbox', '--build']).parts).toEqual(['pages', 'inbox', 'build']);
});

test('a small run is among a thousand people, unless it is said among how many', () => {
  expect(readOptions(['--small']).options.people).toBe(1000);
  expect(readOptions(['--small', '--people', '5000']).options.people).toBe(5000);
  expect(readOptions(['--people', '1000000', '--soak', '60']).options).toMatchObject({
    people: 1_000_000,
    soakMinutes: 60,
  });
});

test.for([
  [['--only', 'everything'], '--only takes'],
  [['--people', '10'], '--people takes'],
  [['--soak', '0'], '--soak takes'],
  [['--fast'], 'usage'],
] as const)('%o is refused', ([words, why]) => {
  expect(() => readOptions([...words])).toThrow(why);
});
