import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLocale, LOCALES, negotiateLocale } from './locale';

test.each([
  ['fr', 'fr'],
  ['fr-CA,fr;q=0.9,en;q=0.8', 'fr'],
  ['FR-ca', 'fr'],
  ['de, fr;q=0.5, en;q=0.1', 'fr'],
  ['en;q=0.4, fr;q=0.5', 'fr'],
  ['en, fr', 'en'],
  ['fr;q=0, de', 'en'],
  ['fr ; q=0.2 , en ; q=0.9', 'en'],
  ['french', 'en'],
  ['*', 'en'],
  ['', 'en'],
  [undefined, 'en'],
  [null, 'en'],
])('%j is answered in %s', (header, locale) => {
  expect(negotiateLocale(header)).toBe(locale);
});

test('whatever a browser asks for, the answer is a language of ours, and soon', () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect(LOCALES).toContain(negotiateLocale(header));
    }),
  );
  expect(negotiateLocale(`${'de,'.repeat(100_000)}fr`)).toBe('en');
});

test('a language of ours is one of two words', () => {
  expect(['en', 'fr', 'de', 'EN', '', undefined, 1].filter(isLocale)).toEqual(['en', 'fr']);
});
