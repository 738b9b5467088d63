import { expect, test } from 'vitest';
import { nameForMail } from './names';

test.each([
  ['Camille', 'Camille'],
  ['  Ada   Lovelace ', 'Ada Lovelace'],
  ['J.R.R. Tolkien', 'J.R.R. Tolkien'],
  ["Siobhán O'Neill-Müller", "Siobhán O'Neill-Müller"],
  ['李小龍', '李小龍'],
])('%j stays a name', (given, shown) => {
  expect(nameForMail(given)).toBe(shown);
});

test.each([
  ['Ada https://evil.example/x', 'Ada'],
  ['www.evil.example', undefined],
  ['You won, see evil.example', 'You won, see'],
  ['evil\uFF0Eexample now', 'now'],
  ['evil\u3002example now', 'now'],
  ['192.0.2.1', undefined],
  ['mailto:a', undefined],
  ['someone@evil.example', undefined],
  ['//evil', undefined],
  ['\\\\evil\\share', undefined],
  ['ev\u00ADil.exam\u200Bple', undefined],
])('%j cannot carry a link', (given, shown) => {
  expect(nameForMail(given)).toBe(shown);
});

test('control and direction characters never reach the mail', () => {
  expect(nameForMail('Ada\r\nBcc: all\u202E\u2066\u0000\u2028x')).toBe('Ada Bcc: all x');
});

test('a long name is cut between characters as people see them', () => {
  const shown = nameForMail('👩‍🚀e\u0301'.repeat(1000));
  expect([...new Intl.Segmenter().segment(shown ?? '')]).toHaveLength(50);
});
