import { z } from 'zod';
import { LocaleField, TimeZoneField } from '@/server/profile/inputs';
import { EVENT_GROUPS } from '@/server/security/catalog';
import { line, problem, storable } from '@/server/text/inputs';
import { PASSWORD_LENGTH } from '@/server/text/rules';
import { PasskeyAssertion, PasskeyRegistration } from './passkey-inputs';

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
  /** Absent: the account begins with a passkey, made when the address is confirmed. */
  password: NewPassword.optional(),
  locale: LocaleField,
  timeZone: TimeZoneField.nullable(),
});

export const StartSignInInput = z.strictObject({ email: EmailField });
export const PasswordSignInInput = z.strictObject({ password: TypedPassword });

/** The secret of a link in a mail. */
const LinkToken = z.string().min(1).max(200);
export const LinkInput = z.strictObject({ token: LinkToken });

export const RequestResetInput = z.strictObject({ email: EmailField, locale: LocaleField });
export const ResetPasswordInput = z.strictObject({ token: LinkToken, password: NewPassword });
export const ChangePasswordInput = z.strictObject({ current: TypedPassword, password: NewPassword });
export const SetPasswordInput = z.strictObject({ password: NewPassword });

/** Six digits, however a person spaces them. */
const TotpCode = z
  .string()
  .max(40, problem('notACode'))
  .transform((value) => value.replace(/[\s-]/g, ''))
  .pipe(
    z
      .string()
      .min(1, problem('required'))
      .regex(/^\d{6}$/, problem('notACode')),
  );

/** Sixteen characters of Crockford's base32: any case, with or without dashes, and O, I and L as what they look like. */
export const RecoveryCode = z
  .string()
  .max(80, problem('notARecoveryCode'))
  .transform((value) => value.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1'))
  .pipe(
    z
      .string()
      .min(1, problem('required'))
      .regex(/^[0-9A-HJKMNP-TV-Z]{16}$/, problem('notARecoveryCode')),
  );

const trustDevice = z.boolean().default(false);
export const TotpSignInInput = z.strictObject({ code: TotpCode, trustDevice });
export const RecoveryCodeSignInInput = z.strictObject({ code: RecoveryCode, trustDevice });
export const TotpStepUpInput = z.strictObject({ code: TotpCode });
export const RecoveryCodeStepUpInput = z.strictObject({ code: RecoveryCode });

/** What a person calls one of their factors. */
const FactorName = line({ min: 1, max: 60 });
export const IdInput = z.strictObject({ id: z.uuid() });
export const RenameFactorInput = z.strictObject({ id: z.uuid(), name: FactorName });
/** `endSessions`: also end the sessions that it opened. */
export const RemovePasskeyInput = z.strictObject({ id: z.uuid(), endSessions: z.boolean().default(false) });
export const ConfirmTotpInput = z.strictObject({ id: z.uuid(), code: TotpCode, name: FactorName });

export const PROVIDERS = ['github', 'google'] as const;
export const ProviderInput = z.strictObject({ provider: z.enum(PROVIDERS) });
export const RemoveConnectionInput = z.strictObject({
  provider: z.enum(PROVIDERS),
  accountId: storable({ min: 1, max: 255 }),
});

export const RemovalPreviewInput = z.strictObject({
  factor: z.enum(['password', 'passkey', 'totp', 'connection']),
  /** Of a passkey or an authenticator app. */
  id: z.uuid().optional(),
});

export const ListEventsInput = z.strictObject({
  group: z.enum(EVENT_GROUPS).optional(),
  /** The last one seen: older ones follow. */
  before: z.uuid().optional(),
  limit: z.number().int().min(1).max(100).default(20),
});

export const VerifyEmailInput = z.strictObject({
  token: LinkToken,
  password: TypedPassword.optional(),
  /** For an account that begins with a passkey: the one just made. */
  passkey: PasskeyRegistration.optional(),
});

export const RegisterOptionsInput = z.strictObject({
  /** The browser makes it by itself, after a sign-in with a password (conditional create). */
  conditional: z.boolean().default(false),
});
export const RegisterPasskeyInput = z.strictObject({ response: PasskeyRegistration });
/** `anyone`: who signs in by it is to be found out, though this browser waits for a second factor. */
export const PasskeyOptionsInput = z.strictObject({ anyone: z.boolean().default(false) });
export const PasskeySignInInput = z.strictObject({ response: PasskeyAssertion, trustDevice });
export const PasskeyStepUpInput = z.strictObject({ response: PasskeyAssertion });

export const RequestEmailChangeInput = z.strictObject({ email: EmailField });
