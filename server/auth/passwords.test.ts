import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { hashPassword, isGuessable, verifyPassword, warmPasswords } from './passwords';

const password = 'seven walruses knit at dawn';

test('a password is kept as argon2id with 19 MiB and two passes, salted anew each time', async () => {
  const hashes = await Promise.all([hashPassword(password), hashPassword(password)]);
  for (const hash of hashes)
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(hashes[0]).not.toBe(hashes[1]);
});

test('only the same password fits, to its last byte', async () => {
  const hash = await hashPassword(password);
  expect(await verifyPassword({ hash, password })).toBe(true);
  expect(await verifyPassword({ hash, password: `${password} ` })).toBe(false);
  const long = await hashPassword(`${'x'.repeat(127)}a`);
  expect(await verifyPassword({ hash: long, password: `${'x'.repeat(127)}b` })).toBe(false);
});

test('without an account nothing fits, not even what the decoy was made of', async () => {
  await warmPasswords();
  for (const guess of ['', password, 'undefined', 'null'])
    expect(await verifyPassword({ hash: undefined, password: guess })).toBe(false);
});

test('a flood is answered BUSY beyond what can be done in time, and the rest gets its answer', async () => {
  const hash = await hashPassword(password);
  const inTime = availableParallelism() * 17;
  const flood = await Promise.allSettled(
    Array.from({ length: inTime + 30 }, () => verifyPassword({ hash, password })),
  );
  const busy = flood.filter((one) => one.status === 'rejected');
  expect(busy).toHaveLength(30);
  for (const { reason } of busy) expect(reason).toMatchObject({ reason: 'BUSY', retryAfter: 2 });
  const answered = flood.filter((one) => one.status === 'fulfilled');
  expect(answered.every(({ value }) => value)).toBe(true);
  // The line is empty again.
  expect(await verifyPassword({ hash, password })).toBe(true);
});

test.each(['password1234', 'qwertyuiop12', '111111111111', 'abcabcabcabc', 'iloveyou1234', 'correcthorse'])(
  '%s is easy to guess',
  (guess) => {
    expect(isGuessable({ password: guess, words: [] })).toBe(true);
  },
);

test.each([
  ['wilhelmina1985', ['Wilhelmina Brandt', 'w.brandt@example.test']],
  ['w.brandt@example.test', ['Wilhelmina Brandt', 'w.brandt@example.test']],
  ['orchidgrower7', ['Orla', 'orchidgrower7@example.test']],
  ['foyerfoyer12', ['Orla', 'orla@example.test', 'foyer']],
])('%s is easy to guess for who knows %s', (guess, words) => {
  expect(isGuessable({ password: guess, words })).toBe(true);
});

test('unrelated words are not, whatever the language, and whoever the person', () => {
  const words = ['Wilhelmina Brandt', 'w.brandt@example.test', 'a', ''];
  for (const good of [password, 'vif corbeau gratte la lune', 'ゆきだるまはなつがきらい', 'k8#vQ2!pZr9@'])
    expect(isGuessable({ password: good, words })).toBe(false);
});

test('a long password is judged by its beginning, so that a book costs no more than a sentence', () => {
  expect(isGuessable({ password: 'a'.repeat(128), words: [] })).toBe(true);
  expect(isGuessable({ password: 'correct horse battery staple '.repeat(4), words: [] })).toBe(false);
});
