import { z } from 'zod';
import { LOCALES } from '@/server/http/locale';
import { line, paragraphs, problem } from '@/server/text/inputs';
import { BIO_LENGTH } from '@/server/text/rules';

export const LocaleField = z.enum(LOCALES, problem('notALanguage'));

/** An IANA time zone that this platform can compute with. */
export const TimeZoneField = z.string().max(64).refine(isTimeZone, problem('notATimeZone'));

/** Empty, or an http(s) address without credentials; "example.org" is understood as https. */
export const WebsiteField = z
  .string()
  .max(1000, { ...problem('tooLong'), abort: true })
  .transform((value) => value.trim())
  .transform((value) => (value && !/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(value) ? `https://${value}` : value))
  .pipe(z.string().refine(isWebAddress, problem('notAWebAddress')))
  .transform((value) => (value ? new URL(value).href : ''))
  // Of what is stored, where an accent takes six characters: it must pass again when the form is saved again.
  .pipe(z.string().max(200, problem('tooLong')));

/** What the form of the profile saves; the handle is changed by itself (handle-inputs.ts). */
export const ProfileFields = z.strictObject({
  displayName: line({ min: 1, max: 80 }),
  bio: paragraphs({ max: BIO_LENGTH }),
  pronouns: line({ max: 40 }),
  location: line({ max: 80 }),
  website: WebsiteField,
  timeZone: TimeZoneField.nullable(),
  locale: LocaleField,
});
/** The form as typed, and as it is stored. */
export type ProfileForm = z.input<typeof ProfileFields>;
export type ProfileValues = z.output<typeof ProfileFields>;

/** Only what changed is sent, so that two tabs do not undo each other. */
export const UpdateProfileInput = ProfileFields.partial();
export type ProfileChanges = z.output<typeof UpdateProfileInput>;

/** Addresses are typed by anybody: what can be nobody's handle is looked for as the empty one, which nobody has. */
export const ByHandleInput = z.strictObject({
  handle: z.string().transform((value) => (/^[\w-]{1,30}$/.test(value) ? value.toLowerCase() : '')),
});

function isTimeZone(value: string) {
  try {
    // Throws for what is no zone; offsets such as +01:00 are understood, but know no summer time.
    new Intl.DateTimeFormat('en', { timeZone: value });
    return !/^[+-]/.test(value);
  } catch {
    return false;
  }
}

function isWebAddress(value: string) {
  if (!value) return true;
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && /[a-z0-9]\.[a-z0-9]/.test(hostname) && !username && !password;
}
