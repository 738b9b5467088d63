import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { EmailField, PasswordSignInInput, SignUpInput, TypedPassword, VerifyEmailInput } from './inputs';

const { password } = SignUpInput.shape;

describe('an address', () => {
  test('is one mailbox, one spelling', () => {
    for (const spelling of [
      'Ada@Example.ORG',
      '  ada@example.org\n',
      'ａｄａ＠ｅｘａｍｐｌｅ．ｏｒｇ',
      'ADA@EXAMPLE.ORG\u3000',
    ])
      expect(EmailField.parse(spelling)).toBe('ada@example.org');
    expect(EmailField.parse('\u212Aay@example.org')).toBe('kay@example.org');
  });

  test('in its canonical form passes again unchanged', () => {
    const typed = fc.oneof(fc.emailAddress(), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(typed, (text) => {
        const { data, success } = EmailField.safeParse(text);
        if (!success) return;
        expect(EmailField.parse(data)).toBe(data);
        expect(data).toMatch(/^[!-~]+@[!-~]+$/);
      }),
    );
  });

  test.each([
    'ada',
    '@example.org',
    'ada@',
    'ada@localhost',
    'ada@@example.org',
    'ada@exa mple.org',
    'a da@example.org',
    'ada@example.org, eve@example.org',
    'Ada <ada@example.org>',
    '"ada eve"@example.org',
    'ada@[192.0.2.1]',
    'ada@example.org\r\nBcc: eve@example.org',
    'ada\0@example.org',
    'a\u202Eda@example.org',
    '.ada@example.org',
    'ada..eve@example.org',
    `${'a'.repeat(65)}@example.org`,
  ])('%j is none', (typed) => {
    expect(problemOf(EmailField, typed)).toBe('notAnEmail');
  });

  test('has to be filled in, and has its length', () => {
    expect(problemOf(EmailField, '  ')).toBe('required');
    expect(problemOf(EmailField, `${'a'.repeat(64)}@example.org`)).toBeUndefined();
    expect(problemOf(EmailField, `a@${'b'.repeat(60).concat('.').repeat(5)}org`)).toBe('tooLong');
    expect(problemOf(EmailField, 'a'.repeat(1_000_000))).toBe('tooLong');
  });
});

describe('a new password', () => {
  test('is 12 to 128 code points, whatever they are', () => {
    for (const character of ['a', ' ', '\0', '漢', '👍', '\t']) {
      expect(problemOf(password, character.repeat(11))).toBe('passwordTooShort');
      expect(problemOf(password, character.repeat(12))).toBeUndefined();
      expect(problemOf(password, character.repeat(128))).toBeUndefined();
      expect(problemOf(password, character.repeat(129))).toBe('passwordTooLong');
    }
    expect(problemOf(password, '')).toBe('required');
  });

  test('is the same however its accents were typed, and otherwise kept to the byte', () => {
    expect(password.parse('e\u0301'.repeat(12))).toBe('\u00E9'.repeat(12));
    expect(password.parse('  Spaces stay  ')).toBe('  Spaces stay  ');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 12, maxLength: 60 }), (typed) => {
        const { data, success } = password.safeParse(typed);
        if (success) expect(data).toBe(typed.normalize('NFC'));
      }),
    );
  });

  test('that can be set can be typed again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 12, maxLength: 128 }), (typed) => {
        const set = password.safeParse(typed);
        if (set.success) expect(TypedPassword.parse(typed)).toBe(set.data);
      }),
    );
  });

  test('of a megabyte is refused before it is worked on', () => {
    expect(problemOf(TypedPassword, 'a'.repeat(1_000_000))).toBe('passwordTooLong');
  });
});

test('what belongs to nobody`s form is refused', () => {
  const good = {
    displayName: 'Ada',
    email: 'ada@example.org',
    password: 'seven walruses knit at dawn',
    locale: 'en',
    timeZone: null,
  };
  expect(SignUpInput.safeParse(good).success).toBe(true);
  for (const extra of [
    { role: 'administrator' },
    { userId: 'x' },
    { emailVerified: true },
    { handle: 'ada' },
  ])
    expect(SignUpInput.safeParse({ ...good, ...extra }).success).toBe(false);
  expect(PasswordSignInInput.safeParse({ password: 'x', email: 'eve@example.org' }).success).toBe(false);
  expect(VerifyEmailInput.safeParse({ token: 'x', userId: 'x' }).success).toBe(false);
  expect(VerifyEmailInput.safeParse({ token: 'x'.repeat(201) }).success).toBe(false);
});

function problemOf(field: z.ZodType, value: unknown) {
  return field.safeParse(value).error?.issues[0]?.message;
}
