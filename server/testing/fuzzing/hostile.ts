import fc from 'fast-check';

/** What PostgreSQL, JSON, a URL, a pattern or a person's eyes may stumble over, a character or a few. */
const STUMBLES = [
  '\0',
  '\uD800',
  '\uDC00',
  '\uFFFF',
  '\x01',
  '\x1B[31m',
  '\x7F',
  '\n',
  '\r\n',
  '\u2028',
  '\u202E',
  '\u200B',
  '\uFEFF',
  '\u0301',
  '👨‍👩‍👧‍👦',
  'ﷺ',
  'İ',
  'ß',
  '%',
  '_',
  '\\',
  "'",
  '"',
  '--',
  '$1',
  '#{x}',
  '{{x}}',
  '%00',
  '%s',
  '../',
  '<b>',
  '@',
  ':*',
  '&',
  '|',
  '!',
  '(',
  '[',
  '*',
  '+',
  '#',
  '?',
  '/',
  ' ',
  '0',
  '-1',
] as const;

const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'length', ''];

/** The ends of what a moment can be: of a year of four digits, of PostgreSQL (4713 BC), of a Date, and no moment at all. */
export const MOMENTS = [
  '0000-01-01T00:00:00Z',
  '0000-01-01T00:00:00.000Z',
  '0000-01-01T00:00:00+14:00',
  '0001-01-01T00:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '1970-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59Z',
  '9999-12-31T23:59:59-14:00',
  '2026-02-29T00:00:00.000Z',
  '2028-02-29T23:59:59.123456789Z',
  '2999-01-01T00:00:00Z',
  '2999-01-01T00:00:00.000Z',
  '2999-01-01T00:00Z',
  '2999-01-01T00:00',
  '+275760-09-13T00:00:00.000Z',
  '-000001-01-01T00:00:00.000Z',
  'infinity',
  '-infinity',
  'now',
  'epoch',
];

export const DAYS = [
  '0000-01-01',
  '0001-01-01',
  '1970-01-01',
  '2026-02-29',
  '2028-02-29',
  '9999-12-31',
  '10000-01-01',
];

const IDS = [
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  '00000000-0000-7000-8000-000000000000',
  'ffffffff-ffff-7fff-bfff-ffffffffffff',
];

const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.5,
  1e-320,
  255,
  256,
  32_767,
  32_768,
  2_147_483_647,
  2_147_483_648,
  -2_147_483_649,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER + 1,
  1e21,
  Number.POSITIVE_INFINITY,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
];

/** A text that is short, and ugly. */
export const uglyText = fc
  .oneof(
    { weight: 5, arbitrary: fc.array(fc.constantFrom(...STUMBLES, 'a', 'Ada', 'é'), { maxLength: 6 }) },
    { weight: 1, arbitrary: fc.constantFrom(...NAMES).map((name) => [name]) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }).map((text) => [text]) },
  )
  .map((parts) => parts.join(''));

export const moment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...MOMENTS) },
  { weight: 1, arbitrary: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()) },
);

export const day = fc.constantFrom(...DAYS);

/** An id of nobody. */
export const foreignId = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...IDS) },
  { weight: 2, arbitrary: fc.uuid() },
  { weight: 2, arbitrary: fc.uuid({ version: 7 }) },
);

export const uglyNumber = fc.oneof(fc.constantFrom(...NUMBERS), fc.double(), fc.integer());

const longText = fc
  .tuple(
    fc.constantFrom('a', ' ', '\0', '\u0301', '👨‍👩‍👧‍👦', '\uD800', '%', '\\', '('),
    fc.constantFrom(300, 5000, 200_000),
  )
  .map(([unit, times]) => unit.repeat(times));

/** Inside itself a hundred or some thousand times. */
const deep = fc
  .tuple(fc.constantFrom('array', 'object'), fc.constantFrom(100, 3000))
  .map(([kind, levels]) => {
    let value: unknown = 1;
    for (let at = 0; at < levels; at++) value = kind === 'array' ? [value] : { a: value };
    return value;
  });

const longList = fc
  .tuple(
    fc.constantFrom<unknown>('a', 1, null, '00000000-0000-7000-8000-000000000000'),
    fc.constantFrom(101, 20_000),
  )
  .map(([item, length]) => Array.from({ length }, () => item));

/** An object whose keys are those that objects have by themselves; `__proto__` as a key of its own, as JSON.parse makes it. */
const oddKeys = fc.constantFrom<unknown>(
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  JSON.parse('{"constructor":{"prototype":{"isAdmin":true}}}'),
  JSON.parse('{"toString":1,"hasOwnProperty":1,"then":1,"length":-1}'),
  { toJSON: 'x', valueOf: null },
);

const NOT_JSON = [undefined, Number.NaN, 10n, Symbol('a'), new Date(Number.NaN), new Map(), () => 'x', /x/];

/** Anything that JSON can say, in place of what was asked for. */
const uglyJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: uglyText },
  { weight: 2, arbitrary: moment },
  { weight: 3, arbitrary: foreignId },
  { weight: 3, arbitrary: uglyNumber },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [null], [[]], '') },
  { weight: 1, arbitrary: longText },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: longList },
  { weight: 1, arbitrary: oddKeys },
  { weight: 1, arbitrary: fc.jsonValue() },
);

/** Anything at all, as code of ours might pass it. */
export const ugly: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 12, arbitrary: uglyJson },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(...NOT_JSON) },
);
