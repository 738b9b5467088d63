import { expect, test } from 'vitest';
import type { Answer } from './ask';
import { type Entry, isEven, judge } from './ledger';

const answer = (id: string, status: number, reason?: string): Answer => ({
  status,
  reason,
  headers: { 'x-request-id': id },
  text: '',
  asked: 0,
  at: 0,
});

/** One person who saved twice and was then refused, and whose last wish nobody answered. */
const entries: Entry[] = [
  { personId: 'al', place: 'first', answer: answer('1', 200) },
  { personId: 'al', place: 'second', answer: answer('2', 200) },
  { personId: 'al', place: 'third', answer: answer('3', 503, 'UNAVAILABLE') },
  { personId: 'al', place: 'fourth', answer: answer('4', 503, 'UNCERTAIN') },
];
const once = [
  ['1', 1],
  ['2', 1],
] as const;
const found = (times: readonly (readonly [string, number])[], place: string) =>
  judge(entries, { times: new Map(times), places: new Map([['al', place]]) });

test.each<[string, string, readonly (readonly [string, number])[]]>([
  ['what was acknowledged is there', 'second', once],
  ['what is uncertain was done', 'fourth', [...once, ['4', 1]]],
])('the books are even: %s', (_, place, times) => {
  expect(found(times, place)).toEqual({
    acknowledged: 2,
    lost: 0,
    doubled: 0,
    denied: 0,
    untold: 0,
    wrong: 0,
  });
});

test('what was done without an answer is counted, and evens out where nobody was promised one', () => {
  const sum = found([...once, ['5', 1]], 'second');
  expect(sum.untold).toBe(1);
  expect(isEven(sum)).toBe(true);
});

test.each<[keyof ReturnType<typeof judge>, string, readonly (readonly [string, number])[]]>([
  ['lost', 'second', [['2', 1]]],
  [
    'doubled',
    'second',
    [
      ['1', 2],
      ['2', 1],
    ],
  ],
  ['denied', 'second', [...once, ['3', 1]]],
  ['wrong', 'first', once],
  ['wrong', 'third', once],
])('they are not when something is %s', (what, place, times) => {
  const sum = found(times, place);
  expect(sum[what]).toBe(1);
  expect(isEven(sum)).toBe(false);
});
