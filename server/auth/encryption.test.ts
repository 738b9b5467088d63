import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decrypt, encrypt, keyPrefix } from './encryption';

const secret = 'the secret of today, which is long enough';
const earlier = 'the secret of last year, also long enough';
const boundTo = 'totp person authenticator';
const text = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const stored = encrypt({ text, secret, boundTo });

test('what is encrypted is read again, and looks different each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (anything, row) => {
      const once = encrypt({ text: anything, secret, boundTo: row });
      expect(once).not.toBe(encrypt({ text: anything, secret, boundTo: row }));
      expect(decrypt({ stored: once, secrets: [secret], boundTo: row })).toBe(anything);
    }),
  );
  expect(stored).toMatch(/^v1\.[0-9a-f]{16}\.[\w-]{16}\.[\w-]+$/);
  expect(stored).not.toContain(text);
});

test('it is read with an earlier secret as long as that is known, and not without it', () => {
  const old = encrypt({ text, secret: earlier, boundTo });
  expect(decrypt({ stored: old, secrets: [secret, earlier], boundTo })).toBe(text);
  expect(decrypt({ stored: old, secrets: [secret], boundTo })).toBeUndefined();
  expect(decrypt({ stored, secrets: [], boundTo })).toBeUndefined();
  expect(old.startsWith(keyPrefix(earlier))).toBe(true);
  expect(old.startsWith(keyPrefix(secret))).toBe(false);
});

test('moved to another row it is not read', () => {
  expect(decrypt({ stored, secrets: [secret], boundTo: 'totp somebody-else authenticator' })).toBeUndefined();
});

test('with any bit of it changed it is not read', () => {
  const [version = '', key = '', iv = '', body = ''] = stored.split('.');
  for (const [at, part] of [iv, body].entries()) {
    const bytes = Buffer.from(part, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const parts = [iv, body].with(at, changed.toString('base64url'));
      const tampered = [version, key, ...parts].join('.');
      expect(decrypt({ stored: tampered, secrets: [secret], boundTo })).toBeUndefined();
    }
  }
});

test.each([
  '',
  'GEZDGNBVGY3TQOJQ',
  stored.replace('v1', 'v2'),
  stored.replace(/\.[0-9a-f]{16}\./, '.0123456789abcdef.'),
  stored.replace(/[^.]+$/, ''),
  stored.replace(/[^.]+$/, 'AAAA'),
  `${stored}.AAAA`,
  // Under another name of a known key: the id is part of what is authenticated.
  stored.replace(keyPrefix(secret), keyPrefix(earlier)),
])('what is no such text, or under an unknown key, is not read: %s', (other) => {
  expect(decrypt({ stored: other, secrets: [secret, earlier], boundTo })).toBeUndefined();
});
