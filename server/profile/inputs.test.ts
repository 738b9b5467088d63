import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { ProfileFields, UpdateProfileInput } from './inputs';

const { website, timeZone, locale, bio, displayName } = ProfileFields.shape;

describe('a website', () => {
  test.each([
    ['', ''],
    ['  ', ''],
    ['example.org', 'https://example.org/'],
    ['example.org:8080/a?b#c', 'https://example.org:8080/a?b#c'],
    ['HTTP://Example.ORG', 'http://example.org/'],
    ['https://bücher.example/été', 'https://xn--bcher-kva.example/%C3%A9t%C3%A9'],
    ['https://пример.example', 'https://xn--e1afmkfd.example/'],
    ['https://example.org/a b', 'https://example.org/a%20b'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(website.parse(typed)).toBe(kept);
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'javascript://example.org/%0Aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'blob:https://example.org/1',
    'mailto:ada@example.org',
    'ftp://example.org',
    'https://ada@example.org',
    'https://ada:secret@example.org',
    'https://example.org@evil.example',
    'https:///',
    'https://localhost',
    'https://.',
    'https://exa mple.org',
    'https://example.org:99999',
    'not an address',
  ])('%j is refused', (typed) => {
    expect(problemOf(website, typed)).toBe('notAWebAddress');
  });

  test('what is kept is http or https, without credentials, and passes again unchanged', () => {
    const typed = fc.oneof(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string());
    fc.assert(
      fc.property(typed, (text) => {
        const { data, success } = website.safeParse(text);
        if (!success || data === '') return;
        expect(data).toMatch(/^https?:\/\/[^/@]+\//);
        expect(data.length).toBeLessThanOrEqual(200);
        expect(website.parse(data)).toBe(data);
      }),
    );
  });

  test('is measured as it is kept, or the form could not be saved again', () => {
    expect(problemOf(website, `https://example.org/${'é'.repeat(100)}`)).toBe('tooLong');
    expect(problemOf(website, `https://example.org/${'e'.repeat(181)}`)).toBe('tooLong');
    expect(problemOf(website, `https://example.org/${'e'.repeat(180)}`)).toBeUndefined();
    expect(problemOf(website, 'a'.repeat(1_000_000))).toBe('tooLong');
  });
});

describe('the rest', () => {
  test('every time zone that browsers offer is one', () => {
    for (const zone of [...Intl.supportedValuesOf('timeZone'), 'UTC'])
      expect(problemOf(timeZone, zone)).toBeUndefined();
    expect(timeZone.parse(null)).toBeNull();
  });

  test.each(['', 'Mars/Olympus', '+01:00', '-0800', '../../etc/passwd', 'Europe/Paris\0'])(
    '%j is no time zone',
    (zone) => {
      expect(problemOf(timeZone, zone)).toBe('notATimeZone');
    },
  );

  test('a language is one of ours', () => {
    expect(locale.parse('fr')).toBe('fr');
    for (const other of ['de', 'FR', '', null]) expect(problemOf(locale, other)).toBe('notALanguage');
  });

  test('a bio keeps what is written, HTML and all: it is text until it is shown', () => {
    const html = '<script>alert(1)</script> **bold** [x](javascript:alert(1))';
    expect(bio.parse(html)).toBe(html);
    expect(problemOf(bio, '👨‍👩‍👧‍👦'.repeat(500))).toBeUndefined();
    expect(problemOf(bio, '👨‍👩‍👧‍👦'.repeat(501))).toBe('tooLong');
  });

  test('a name is 1 to 80 characters', () => {
    expect(problemOf(displayName, ' ')).toBe('required');
    expect(problemOf(displayName, 'é'.repeat(80))).toBeUndefined();
    expect(problemOf(displayName, 'é'.repeat(81))).toBe('tooLong');
  });

  test('a change is made of these fields and no others', () => {
    expect(UpdateProfileInput.parse({})).toEqual({});
    for (const key of [
      'handle',
      'role',
      'userId',
      'id',
      'email',
      'emailVerified',
      'status',
      'createdAt',
      '__proto__',
    ])
      expect(UpdateProfileInput.safeParse(JSON.parse(`{"${key}":"x"}`)).success).toBe(false);
  });
});

function problemOf(field: z.ZodType, value: unknown) {
  return field.safeParse(value).error?.issues[0]?.message;
}
