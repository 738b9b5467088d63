import { v7 as uuid } from 'uuid';
import { expect, test } from 'vitest';
import { deriveRefreshToken, isGenuine, readRefreshToken } from './refresh-tokens';

const secret = 'a secret of this test, and long enough';
const family = { id: uuid(), seed: 'the seed of a family' };
const token = deriveRefreshToken({ ...family, generation: 7 }, { secret });

function read(text: string) {
  const found = readRefreshToken(text);
  if (!found) throw new Error('not readable');
  return found;
}

test('the same numbers give the same token, and it says of which family it is', () => {
  expect(deriveRefreshToken({ ...family, generation: 7 }, { secret })).toBe(token);
  expect(readRefreshToken(token)).toEqual({
    sessionId: family.id.replaceAll('-', ''),
    generation: 7,
    text: token,
  });
  expect(isGenuine(read(token), { ...family, secrets: ['a newer secret', secret] })).toBe(true);
});

test('each part of it is bound: family, number, seed, secret', () => {
  const others = [
    deriveRefreshToken({ ...family, id: uuid(), generation: 7 }, { secret }),
    deriveRefreshToken({ ...family, generation: 8 }, { secret }),
    deriveRefreshToken({ ...family, seed: 'another', generation: 7 }, { secret }),
    deriveRefreshToken({ ...family, generation: 7 }, { secret: 'another' }),
  ];
  expect(new Set([token, ...others]).size).toBe(5);
  expect(isGenuine(read(token), { ...family, secrets: ['another'] })).toBe(false);
  expect(isGenuine(read(token), { ...family, seed: 'another', secrets: [secret] })).toBe(false);
  for (let at = 0; at < 52; at++) {
    const bytes = Buffer.from(token, 'base64url');
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    expect(isGenuine(read(bytes.toString('base64url')), { ...family, secrets: [secret] })).toBe(false);
  }
});

test('a token has one spelling, and nothing else is read', () => {
  // The last character carries four bits that mean nothing.
  const last = token.slice(-1);
  const alike = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
    .filter((letter) => letter !== last)
    .map((letter) => token.slice(0, -1) + letter)
    .filter((text) => Buffer.from(text, 'base64url').equals(Buffer.from(token, 'base64url')));
  expect(alike).not.toEqual([]);
  for (const text of [...alike, '', token.slice(1), `${token}A`, `${token}=`, ` ${token}`, 'é'.repeat(70)])
    expect(readRefreshToken(text)).toBeUndefined();
});
