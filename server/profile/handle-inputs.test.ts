import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { HandleField, lookalikeLetters } from './handle-inputs';
import { ByHandleInput } from './inputs';

describe('a handle', () => {
  test('is kept lower, without the @ it may be written with', () => {
    expect(HandleField.parse(' @Ada-Lovelace_1815 ')).toBe('ada-lovelace_1815');
  });

  test('is 3 to 30 of a-z, 0-9, - and _, with a letter or digit at both ends', () => {
    const inner = fc.string({ unit: fc.constantFrom(...'az09-_'), minLength: 1, maxLength: 28 });
    const end = fc.constantFrom(...'abz019');
    fc.assert(
      fc.property(end, inner, end, (first, middle, last) => {
        const typed = `${first}${middle}${last}`;
        expect(HandleField.parse(typed)).toBe(typed);
        expect(HandleField.parse(HandleField.parse(typed.toUpperCase()))).toBe(typed);
      }),
    );
  });

  test.each([
    'ab',
    'a'.repeat(31),
    '-abc',
    'abc_',
    'a b c',
    'a.b.c',
    'zoë',
    'иван',
    'ada💥',
    'a/../b',
    'a%00b',
    'a\0b',
    'a\u200Db',
    '@@abc',
  ])('%j is none', (typed) => {
    expect(problemOf(HandleField, typed)).toBe('notAHandle');
  });

  test('nobody can pass for the service or its staff', () => {
    for (const name of ['admin', 'Admin', '@support', 'foyer', 'settings', 'sign-in', 'well-known'])
      expect(problemOf(HandleField, name)).toBe('handleReserved');
  });

  test.each([
    ['аdа', ['а']],
    ['ＡＤＡ', ['ａ', 'ｄ']],
    ['𝐚da-ⓚ', ['𝐚', 'ⓚ']],
    ['pауpаl', ['а', 'у']],
    ['ρaypal–1', ['ρ', '–']],
  ])('%j has letters that only look like a to z, and they are named', (typed, letters) => {
    expect(lookalikeLetters(typed)).toEqual(letters);
    expect(problemOf(HandleField, typed)).toBe('lookalikeLetters');
  });

  test('of our alphabet alone has none', () => {
    for (const typed of ['ada', 'Ada_1-x', ' @ada ', '', 'zoë']) expect(lookalikeLetters(typed)).toEqual([]);
  });

  test('is not a name of ours by digits, dashes or pairs of letters that are read as others', () => {
    for (const name of [
      'adm1n',
      '4dm1n',
      'ad-min',
      's3ttings',
      'rnoderator',
      'off1c1al',
      'w3bmaster',
      'b1l1ing',
    ])
      expect(problemOf(HandleField, name)).toBe('handleReserved');
    for (const name of ['mall', 'adminton', 'ada-min', '1st-mate', 'newsy', 'a-team', 'helpful'])
      expect(problemOf(HandleField, name)).toBeUndefined();
  });

  test('has to be filled in, and is refused at once when it is a megabyte', () => {
    for (const nothing of ['', '  ', ' @ ']) expect(problemOf(HandleField, nothing)).toBe('required');
    expect(problemOf(HandleField, 'a'.repeat(1_000_000))).toBe('tooLong');
  });

  test('in an address may be anything: what can be nobody`s is looked for as nobody`s', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        expect(ByHandleInput.parse({ handle: typed }).handle).toMatch(/^[a-z0-9_-]{0,30}$/);
      }),
    );
    expect(ByHandleInput.parse({ handle: 'Ada-L' })).toEqual({ handle: 'ada-l' });
    expect(ByHandleInput.parse({ handle: 'a\0da' })).toEqual({ handle: '' });
  });
});

function problemOf(field: z.ZodType, value: unknown) {
  return field.safeParse(value).error?.issues[0]?.message;
}
