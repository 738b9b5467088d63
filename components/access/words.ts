import type { Messages } from 'next-intl';
import { getLocale, getTranslations } from 'next-intl/server';
import { REASONS } from '@/server/reasons';
import { PASSWORD_LENGTH, PROBLEMS } from '@/server/text/rules';

/** What each page has to say beside its refusals. */
const LABELS = {
  signIn: [
    'continue',
    'email',
    'forgotLink',
    'or',
    'otherAddress',
    'passkeyAction',
    'passkeyForgotten',
    'passkeyUnsupported',
    'passkeyUnused',
    'password',
    'passwordStep',
    'signInAction',
    'unverified',
    'unverifiedAction',
  ],
  secondStep: [
    'codesRenew',
    'continue',
    'finishing',
    'otherWays',
    'passkeyAction',
    'passkeyForgotten',
    'passkeyHint',
    'passkeyUnsupported',
    'passkeyUnused',
    'recoveryHint',
    'recoveryLabel',
    'codesLeftTitle',
    'signInTitle',
    'totpHint',
    'totpLabel',
    'trustDevice',
    'trustHint',
    'useRecovery',
    'useTotp',
  ],
  signUp: [
    'email',
    'name',
    'nameHint',
    'password',
    'passwordHint',
    'signUpAction',
    'signUpByPasskey',
    'signUpByPassword',
    'signUpPasskeyHint',
  ],
  checkMail: ['checkMailMissing', 'otherAddress', 'sendAgain', 'sentAgain'],
  verifyEmail: [
    'createPasskeyAction',
    'createPasskeyText',
    'createPasskeyTitle',
    'passkeyNotMade',
    'passkeyNotMakeable',
    'password',
    'signInAction',
    'verifyAction',
    'verifyExpiredSignUp',
    'verifyExpiredText',
    'verifyExpiredTitle',
    'verifyPasswordText',
    'verifyText',
    'verifyTitle',
    'wrongPassword',
  ],
  forgotPassword: ['email', 'forgotAction'],
  resetPassword: [
    'newPassword',
    'passwordHint',
    'resetAction',
    'resetAgain',
    'resetExpired',
    'verifyExpiredTitle',
  ],
  notMe: [
    'forgotLink',
    'notMeAction',
    'notMeDoneTitle',
    'notMeEndedSessions',
    'notMeExpired',
    'notMeForgottenDevices',
    'notMeNext',
    'notMeNothing',
    'notMeRemovedFactors',
    'signInAction',
    'verifyExpiredTitle',
  ],
  keepAccount: ['signInAction', 'verifyExpiredTitle'],
  unsubscribe: ['verifyExpiredTitle'],
  emailChange: ['changeExpired', 'forgotLink', 'signInAction', 'toSettings', 'verifyExpiredTitle'],
} as const satisfies Record<string, readonly (keyof Messages['access'])[]>;
const EVERYWHERE = ['showPassword', 'hidePassword'] as const;

type Label = (typeof LABELS)[keyof typeof LABELS][number];
/** The words of one page. */
export type WordsOf<Page extends keyof typeof LABELS> = AccessWords<(typeof LABELS)[Page][number]>;

/** Sentences as they are shown. These pages are the first that anybody loads, so they carry no translation code. */
export interface AccessWords<Own extends Label = never> {
  locale: string;
  /** `{address}` stands for an address. */
  labels: Record<Own | (typeof EVERYWHERE)[number], string>;
  problems: Messages['problems'];
  /** Where one says so, `{when}` stands for when to try again. */
  reasons: Messages['reasons'];
}

/**
 * Translates on the server whatever the forms of a page may have to say.
 * @param least the fewest characters that a new password may have @param language if not that of the request
 */
export async function getAccessWords<Page extends keyof typeof LABELS>(
  page: Page,
  { least = PASSWORD_LENGTH.min, language }: { least?: number; language?: 'en' | 'fr' } = {},
): Promise<WordsOf<Page>> {
  const locale = language ?? (await getLocale());
  const [access, common, problems, reasons] = await Promise.all([
    getTranslations({ locale, namespace: 'access' }),
    getTranslations({ locale, namespace: 'common' }),
    getTranslations({ locale, namespace: 'problems' }),
    getTranslations({ locale, namespace: 'reasons' }),
  ]);
  const own: readonly Label[] = LABELS[page];
  const names = [...(Object.keys(REASONS) as (keyof typeof REASONS)[]), 'OFFLINE' as const];
  return {
    locale,
    labels: {
      ...record(own, (name) => access(name, { min: least, address: '{address}' })),
      ...record(EVERYWHERE, (name) => common(name)),
    },
    problems: record(PROBLEMS, (name) => problems(name)),
    reasons: record(names, (name) =>
      name === 'RATE_LIMITED' || name === 'HANDLE_RENAMED_TWICE'
        ? reasons(name, { when: '{when}' })
        : reasons(name),
    ),
  };
}

function record<Name extends string>(names: readonly Name[], say: (name: Name) => string) {
  return Object.fromEntries(names.map((name) => [name, say(name)])) as Record<Name, string>;
}
