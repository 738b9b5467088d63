import fc from 'fast-check';
import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { readLink, signLink } from './links';

const secret = 'a secret of at least thirty-two characters';
const purpose = 'verify-email';
const id = v7();
const token = signLink({ secret, purpose, id });

test('a link leads back to its id', () => {
  expect(readLink({ secret, purpose, token })).toBe(id);
});

test('the same id gives the same link, so that a mail sent twice carries one', () => {
  expect(signLink({ secret, purpose, id })).toBe(token);
  expect(token).toMatch(/^[A-Za-z0-9_-]{64}$/);
});

test('a change of any single bit is noticed', () => {
  const bytes = Buffer.from(token, 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(readLink({ secret, purpose, token: changed.toString('base64url') })).toBeUndefined();
  }
});

test('a link of another purpose or another secret is refused', () => {
  // A purpose that the type does not know yet stands for the ones to come.
  const other = JSON.parse('"reset-password"');
  expect(readLink({ secret, purpose: other, token })).toBeUndefined();
  expect(readLink({ secret: `${secret}!`, purpose, token })).toBeUndefined();
});

test('a token spelled in another way is refused', () => {
  const base64 = Buffer.from(token, 'base64url').toString('base64');
  for (const spelling of [
    `${token}=`,
    ` ${token}`,
    `${token}\n`,
    `${base64}==`,
    token.slice(0, 63),
    `${token}A`,
    '',
  ]) {
    expect(readLink({ secret, purpose, token: spelling })).toBeUndefined();
  }
});

test('garbage is refused without an error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (garbage) => !readLink({ secret, purpose, token: garbage })),
  );
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 48, maxLength: 48 }), (garbage) => {
      return !readLink({ secret, purpose, token: Buffer.from(garbage).toString('base64url') });
    }),
  );
});

test('an id that is no UUID is an error', () => {
  expect(() => signLink({ secret, purpose, id: 'not-an-id' })).toThrow(TypeError);
});
