import { z } from 'zod';
import { LocaleField, TimeZoneField } from '@/server/profile/inputs';
import { line, problem } from '@/server/text/inputs';
import { PASSWORD_LENGTH } from '@/server/text/rules';

/** In canonical form: NFKC, lower case, trimmed, so that one mailbox is one account. */
export const EmailField = z
  .string()
  .max(1000, { ...problem('tooLong'), abort: true })
  .transform((value) => value.normalize('NFKC').trim().toLowerCase())
  .pipe(
    z
      .string()
      .min(1, { ...problem('required'), abort: true })
      .max(254, problem('tooLong'))
      // RFC 5321 section 4.5.3.1.1: 64 octets before the @, or no server takes it.
      .pipe(
        z.email(problem('notAnEmail')).refine((value) => value.indexOf('@') <= 64, problem('notAnEmail')),
      ),
  );

/** A password as typed when signing in: anything that could have been set, in NFC. */
export const TypedPassword = z
  .string()
  .min(1, problem('required'))
  .max(PASSWORD_LENGTH.max * 4, problem('passwordTooLong'))
  .transform((value) => value.normalize('NFC'));

/** A password to be set; length in code points. */
const NewPassword = TypedPassword.pipe(
  z
    .string()
    .refine((value) => [...value].length >= PASSWORD_LENGTH.min, problem('passwordTooShort'))
    .refine((value) => [...value].length <= PASSWORD_LENGTH.max, problem('passwordTooLong')),
);

const DisplayNameField = line({ min: 1, max: 80 });

export const SignUpInput = z.strictObject({
  displayName: DisplayNameField,
  email: EmailField,
  password: NewPassword,
  locale: LocaleField,
  timeZone: TimeZoneField.nullable(),
});

export const StartSignInInput = z.strictObject({ email: EmailField });
export const PasswordSignInInput = z.strictObject({ password: TypedPassword });
/** One form for both steps while a password is the only way in. */
export const SignInForm = z.strictObject({ email: EmailField, password: TypedPassword });

export const VerifyEmailInput = z.strictObject({
  token: z.string().min(1).max(200),
  password: TypedPassword.optional(),
});
