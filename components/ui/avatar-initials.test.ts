import { expect, test } from 'vitest';
import { avatarHues, hueOf, initialsOf } from './avatar-initials';

test.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['Jean-Baptiste Emmanuel Lefèvre', 'JL'],
  ['  élodie   ', 'É'],
  // A letter and its accent as two code points are one letter to a reader.
  ['e\u0301lodie', 'E\u0301'],
  ['👩‍🚀 Ada', 'A'],
  ['(Ada) “Countess” Lovelace', 'AL'],
  ['山田 太郎', '山太'],
  ['נועה כהן', 'נכ'],
  ['ليلى الاسم', 'ل\u200Cا'],
  ['7th Cavalry', '7C'],
  ['', ''],
  ['— …', ''],
])('%j begins with %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test('a person keeps their colour, and people get all of them', () => {
  expect(hueOf('0193b5a2-7c1d')).toBe(hueOf('0193b5a2-7c1d'));
  const seen = new Set(Array.from({ length: 500 }, (_, index) => hueOf(`person-${index}`)));
  expect([...seen].sort((a, b) => a - b)).toEqual([...avatarHues]);
});
