import fc from 'fast-check';
import { generateSync } from 'otplib';
import { expect, test } from 'vitest';
import { newTotpKey, stepOfCode, totpUri } from './totp-codes';

/** The ASCII text 12345678901234567890 of RFC 6238 Appendix B, in base32. */
const RFC_KEY = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

// RFC 6238 Appendix B, the rows of SHA-1. A code of six digits is the end of that of eight (RFC 4226 section 5.3).
test.each([
  [59, '1', '94287082'],
  [1111111109, '23523EC', '07081804'],
  [1111111111, '23523ED', '14050471'],
  [1234567890, '273EF07', '89005924'],
  [2000000000, '3F940AA', '69279037'],
  [20000000000, '27BC86AA', '65353130'],
])('RFC 6238 Appendix B at %i: step %s, code %s', (seconds, step, code) => {
  const now = new Date(seconds * 1000);
  expect(stepOfCode({ key: RFC_KEY, code: code.slice(-6), now })).toBe(Number.parseInt(step, 16));
});

test('a code is good in its own step and its neighbours, to the second', () => {
  const step = 57_000_000;
  const code = generateSync({ secret: RFC_KEY, epoch: step * 30 });
  const at = (second: number) =>
    stepOfCode({ key: RFC_KEY, code, now: new Date((step * 30 + second) * 1000) });
  expect([-31, -30, -1, 0, 29, 30, 59, 60].map(at)).toEqual([
    undefined,
    step,
    step,
    step,
    step,
    step,
    step,
    undefined,
  ]);
});

test('a key has 160 bits and is another each time', () => {
  const keys = Array.from({ length: 50 }, newTotpKey);
  for (const key of keys) expect(key).toMatch(/^[A-Z2-7]{32}$/);
  expect(new Set(keys).size).toBe(50);
});

test('an app scans issuer, address and key, whatever the address', () => {
  const key = newTotpKey();
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      const uri = new URL(totpUri({ key, email }));
      expect([uri.protocol, uri.host]).toEqual(['otpauth:', 'totp']);
      expect(decodeURIComponent(uri.pathname)).toBe(`/Foyer:${email}`);
      expect(Object.fromEntries(uri.searchParams)).toEqual({ secret: key, issuer: 'Foyer' });
    }),
  );
});
