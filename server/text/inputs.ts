import { z } from 'zod';
import { countCharacters, type Problem } from './rules';

// zod compiles schemas with `new Function`, which the content security policy of the pages forbids.
if (typeof window !== 'undefined') z.config({ jitless: true });

/** A problem's name as a zod message; `satisfies` in the type keeps it one that has words. */
export function problem(name: Problem) {
  return { error: name };
}

/**
 * A text that is looked for or compared and shown to nobody, as it came. PostgreSQL takes no NUL in a text, not even to compare
 * with; half a character is none in UTF-8.
 */
export function storable({ min = 0, max }: { min?: number; max: number }) {
  return z
    .string()
    .min(min, problem('required'))
    .max(max, problem('tooLong'))
    .refine(isStorable, problem('forbiddenCharacters'));
}

/** Whether PostgreSQL can keep it as it is. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Cs}/u.test(text);
}

// Controls, unpaired surrogates, private use, and the format characters that reorder or hide text. The joiners
// U+200C and U+200D stay: Persian, Indic scripts and emoji are written with them.
const FORBIDDEN =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/u;
const FORBIDDEN_BUT_NEWLINE = new RegExp(
  FORBIDDEN.source.replace('\\p{Cc}', '\\x00-\\x09\\x0B-\\x1F\\x7F-\\x9F'),
  'u',
);
// A letter with its accents is one character to a person. No script puts more than a handful of marks on one; nine
// are made to overflow the line, whatever joins them.
const NOISE = /(?:\p{M}(?:\u200C|\u200D|[\u{E0020}-\u{E007F}])*){9}/u;
// Tag characters spell the flags of regions after a black flag; anywhere else they are text that nobody sees.
const HIDDEN_TAGS = /(?<!\u{1F3F4}[\u{E0020}-\u{E007F}]*)[\u{E0020}-\u{E007F}]/u;
// Fillers count as letters and as a symbol, and show nothing.
const VISIBLE = /[^\p{Z}\p{M}\p{Cf}\u115F\u1160\u2800\u3164\uFFA0]/u;
// The longest emoji is ten: two people, their colours, a heart and what joins them.
const CODE_POINTS_PER_CHARACTER = 10;

/** One line of a person's text: NFC, trimmed, inner white space folded. `max` in characters as a person counts. */
export function line({ min = 0, max }: { min?: number; max: number }) {
  return personsText({
    min,
    max,
    forbidden: FORBIDDEN,
    tidy: (text) => text.trim().replace(/[^\S\n]+/gu, ' '),
  });
}

/** Several lines of a person's text: NFC, line ends as \n, trimmed. `max` in characters as a person counts. */
export function paragraphs({ min = 0, max }: { min?: number; max: number }) {
  return personsText({
    min,
    max,
    forbidden: FORBIDDEN_BUT_NEWLINE,
    tidy: (text) =>
      text
        .split(/\r\n?|\n/)
        .map((row) => row.trimEnd())
        .join('\n')
        .trim(),
  });
}

function personsText(rule: { min: number; max: number; forbidden: RegExp; tidy: (text: string) => string }) {
  return z
    .string()
    .max(rule.max * CODE_POINTS_PER_CHARACTER * 2, { ...problem('tooLong'), abort: true })
    .transform((text) => rule.tidy(text.normalize('NFC')))
    .pipe(
      z.string().superRefine((text, context) => {
        const found = textProblem(text, rule);
        if (found) context.addIssue({ code: 'custom', message: found });
      }),
    );
}

function textProblem(
  text: string,
  rule: { min: number; max: number; forbidden: RegExp },
): Problem | undefined {
  const characters = countCharacters(text);
  if ([rule.forbidden, NOISE, HIDDEN_TAGS].some((pattern) => pattern.test(text)))
    return 'forbiddenCharacters';
  if (rule.min > 0 && !VISIBLE.test(text)) return 'required';
  if (characters < rule.min) return text ? 'tooShort' : 'required';
  if (characters > rule.max || [...text].length > rule.max * CODE_POINTS_PER_CHARACTER) return 'tooLong';
  return undefined;
}
