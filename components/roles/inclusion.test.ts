import { expect, test } from 'vitest';
import { containedIn } from './inclusion';

const role = (id: string, ...permissions: string[]) => ({ id, permissions });

test('a role contains what gives less, and of a chain only the next', () => {
  const [none, a, ab, abc, b, same] = [
    role('none'),
    role('a', 'a'),
    role('ab', 'a', 'b'),
    role('abc', 'c', 'b', 'a'),
    role('b', 'b'),
    role('same', 'b', 'a'),
  ];
  const all = [none, a, ab, abc, b];
  const ids = (of: typeof a, among = all) => containedIn(of, among).map(({ id }) => id);
  expect(ids(abc)).toEqual(['ab']);
  expect(ids(ab)).toEqual(['a', 'b']);
  expect(ids(a)).toEqual([]);
  expect(ids(ab, [...all, same])).toEqual(['a', 'b']);
});
