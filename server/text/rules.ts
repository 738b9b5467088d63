/**
 * What can be wrong with a field. The words stand in messages/<locale>.json under `problems`; the same name
 * travels from the server and from the form's own check.
 */
export const PROBLEMS = [
  'required',
  'tooShort',
  'tooLong',
  'forbiddenCharacters',
  'notAnEmail',
  'notAWebAddress',
  'notAHandle',
  'handleReserved',
  'lookalikeLetters',
  'notATimeZone',
  'notALanguage',
  'passwordTooShort',
  'passwordTooLong',
  'passwordGuessable',
  'passwordBreached',
  'passwordTooShortAlone',
  'notACode',
  'notARecoveryCode',
  'notARedirectAddress',
  'redirectAddressMissing',
  'tooManyRedirectAddresses',
  'scopeMissing',
  'secretNeeded',
  'notUnderstood',
] as const;
export type Problem = (typeof PROBLEMS)[number];

/** The problem of this name; anything else was not understood. */
export function problemNamed(name: unknown): Problem {
  return PROBLEMS.find((known) => known === name) ?? 'notUnderstood';
}

/** NIST SP 800-63B-4 section 3.1.1.2 and ASVS 5.0 6.2: a length in code points, no rules of composition. */
export const PASSWORD_LENGTH = { min: 12, max: 128 };

/** Characters as a person counts them. */
export const BIO_LENGTH = 500;
export const MESSAGE_LENGTH = 2000;

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Characters as a person counts them: an emoji family or a letter with accents is one (UAX #29). */
export function countCharacters(text: string) {
  let count = 0;
  for (const _ of segmenter.segment(text)) count++;
  return count;
}
