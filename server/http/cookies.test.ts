import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cookieNames, parseCookies, serializeCookie } from './cookies';

test('cookies are bound to their host on https, and keep plain names without it', () => {
  expect(Object.values(cookieNames({ secure: true }))).toEqual(
    Object.values(cookieNames({ secure: false })).map((name) => `__Host-${name}`),
  );
});

test('a cookie is for the server alone, not for other sites, and on https only for https', () => {
  const cookie = { name: 'a', value: 'b c;', maxAge: 60 };
  const plain = 'a=b%20c%3B; Path=/; HttpOnly; SameSite=Lax; Max-Age=60';
  expect(serializeCookie({ ...cookie, secure: false })).toBe(plain);
  expect(serializeCookie({ ...cookie, secure: true })).toBe(`${plain}; Secure`);
});

test('what was written is read again, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const written = serializeCookie({ name: 'a', value, maxAge: 1, secure: false }).split('; ')[0];
      expect(parseCookies(`x=1; ${written}; y=2`).get('a')).toBe(value);
    }),
  );
});

test('the first of two cookies with one name counts, and no header breaks it', () => {
  expect(parseCookies('a=1; b=2;a=3').get('a')).toBe('1');
  expect([...parseCookies('=x; ;; c; __proto__=1; d=%E0%A4%A')]).toEqual([
    ['__proto__', '1'],
    ['d', '%E0%A4%A'],
  ]);
  for (const nothing of [undefined, null, '']) expect(parseCookies(nothing).size).toBe(0);
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect(() => parseCookies(header)).not.toThrow();
    }),
  );
});
