import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { line, paragraphs, storable } from './inputs';
import { countCharacters } from './rules';

const name = line({ min: 1, max: 10 });
const bio = paragraphs({ max: 20 });
/** A text of characters of every kind, whole or broken. */
const anything = fc.string({ unit: 'binary' });

describe('whatever comes in', () => {
  test('what is accepted is accepted again, unchanged', () => {
    for (const field of [name, bio]) {
      fc.assert(
        fc.property(anything, (text) => {
          const { data, success } = field.safeParse(text);
          if (success) expect(field.parse(data)).toBe(data);
        }),
      );
    }
  });

  test('what is accepted is NFC, trimmed, within its length and free of what cannot be seen', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { data, success } = name.safeParse(text);
        if (!success) return;
        expect(data).toBe(data.normalize('NFC').trim());
        expect(countCharacters(data)).toBeLessThanOrEqual(10);
        expect(data).not.toMatch(/[\p{Cc}\p{Cs}\u200B\u202A-\u202E\u2066-\u2069]/u);
      }),
    );
  });

  test('a control, a direction mark or half a character is refused wherever it stands', () => {
    const hidden = fc.constantFrom(
      ...'\0\x01\x1B\x7F\x85\u061C\u200B\u200E\u200F\u202A\u202B\u202D\u202E\u2060\u2066\u2067\u2068\u2069\u00AD'.split(
        '',
      ),
      '\uD800',
      '\uDC00',
      '\uE000',
      '\uFFFF',
    );
    fc.assert(
      fc.property(hidden, (character) => {
        expect(problemOf(name, `a${character}b`)).toBe('forbiddenCharacters');
        expect(problemOf(bio, `a${character}b`)).toBe('forbiddenCharacters');
      }),
    );
  });
});

describe('a line', () => {
  test.each([
    ['Ada  Love', 'Ada Love'],
    ['\tAda\u00A0\u3000L. ', 'Ada L.'],
    ['e\u0301', '\u00E9'],
    ['\u212B', '\u00C5'],
    ['\uFEFFAda', 'Ada'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(name.parse(typed)).toBe(kept);
  });

  test.each(['', '   ', '\u3000', '\u200D', '\u0301', '\u3164', '\u2800\u2800', '\u115F\u1160'])(
    '%j shows nothing, and a name has to be filled in',
    (nothing) => {
      expect(problemOf(name, nothing)).toBe('required');
    },
  );

  test('has no second line', () => {
    expect(problemOf(name, 'Ada\nLovelace')).toBe('forbiddenCharacters');
    expect(name.parse('Ada\r')).toBe('Ada');
  });

  test('may be empty where nothing is asked for', () => {
    expect(line({ max: 10 }).parse('  ')).toBe('');
  });
});

test('tags spell the flag of a region, and anywhere else they would be text seen by nobody', () => {
  const tags = '\u{E0067}\u{E0062}\u{E007F}';
  expect(name.parse(`\u{1F3F4}${tags}`)).toBe(`\u{1F3F4}${tags}`);
  for (const hidden of [`Ada${tags}`, tags, `\u{1F3F4} ${tags}`])
    expect(problemOf(name, hidden)).toBe('forbiddenCharacters');
});

describe('several lines', () => {
  test.each([
    ['one\r\ntwo\rthree\nfour', 'one\ntwo\nthree\nfour'],
    ['one  \n  two\t\n', 'one\n  two'],
    ['\n\n one', 'one'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(bio.parse(typed)).toBe(kept);
  });

  test('a tab within a line is a control like any other', () => {
    expect(problemOf(bio, 'one\ttwo')).toBe('forbiddenCharacters');
  });
});

describe('length is counted as a person counts', () => {
  test.each([
    ['a family', '👨‍👩‍👧‍👦'],
    ['a kiss between two, with their colours', '👩🏿‍❤️‍💋‍👨🏻'],
    ['a flag', '🇫🇷'],
    ['the flag of a part of a country', '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'],
    ['a key', '1️⃣'],
    ['a letter with two accents', 'ộ\u0323'.normalize('NFD')],
    ['a syllable of Hangul', '각'.normalize('NFD')],
    ['a syllable of Devanagari', 'क्षि'],
    ['a Tibetan stack', 'རྒྱུ'],
    ['a Hebrew letter with its points and accents', 'שָּׁ֧'],
  ])('%s is one character, and ten of it are accepted', (_, character) => {
    expect(countCharacters(character)).toBe(1);
    expect(problemOf(name, character.repeat(10))).toBeUndefined();
    expect(problemOf(name, character.repeat(11))).toBe('tooLong');
  });

  test('Persian and Indic words keep the joiners they are written with', () => {
    expect(name.parse('می\u200Cخواهم')).toBe('می\u200Cخواهم');
    expect(name.parse('ක්\u200Dෂ')).toBe('ක්\u200Dෂ');
  });

  test('marks piled up to overflow the line are refused, however they are joined', () => {
    const marks = fc.array(fc.constantFrom('\u0300', '\u0316', '\u0489', '\u1AB0', '\u20D0'), {
      minLength: 9,
      maxLength: 40,
    });
    const joiner = fc.constantFrom('', '\u200D', '\u200C', '\u{E0061}');
    fc.assert(
      fc.property(marks, joiner, (pile, between) => {
        expect(problemOf(name, `Z${pile.join(between)}`)).toMatch(/forbiddenCharacters|tooLong/);
      }),
    );
    expect(problemOf(name, `Z${'\u0300'.repeat(9)}`)).toBe('forbiddenCharacters');
  });

  test('no text costs more than its length: a megabyte is refused before it is looked at', () => {
    const megabyte = 1_000_000;
    for (const unit of ['a', ' ', '\n', '\u0301', '👨‍👩‍👧', '\0']) {
      for (const field of [name, bio]) expect(problemOf(field, unit.repeat(megabyte))).toBe('tooLong');
    }
  });
});

describe('a text that is compared as it came', () => {
  const word = storable({ min: 1, max: 10 });

  test.each(['Ada', ' Ada ', '\u0301', '\u202E', '\n', '👩‍👩‍👧'])('%j is kept as it is', (text) => {
    expect(word.parse(text)).toBe(text);
  });

  test.each([
    ['a\0', 'forbiddenCharacters'],
    ['\uD800a', 'forbiddenCharacters'],
    ['a\uDC00', 'forbiddenCharacters'],
    ['', 'required'],
    ['a'.repeat(11), 'tooLong'],
  ])('%j is refused: %s', (text, expected) => {
    expect(problemOf(word, text)).toBe(expected);
  });
});

/** The one problem of a text, or undefined when it is accepted. */
function problemOf(field: z.ZodType, text: string) {
  const issues = field.safeParse(text).error?.issues ?? [];
  expect(issues.length).toBeLessThanOrEqual(1);
  return issues[0]?.message;
}
