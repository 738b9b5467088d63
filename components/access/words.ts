import type { Messages } from 'next-intl';
import { getTranslations } from 'next-intl/server';
import { REASONS } from '@/server/reasons';
import { PASSWORD_LENGTH, PROBLEMS } from '@/server/text/rules';

const LABELS = [
  'email',
  'password',
  'name',
  'nameHint',
  'signInAction',
  'signUpAction',
  'unverified',
  'unverifiedAction',
  'sendAgain',
  'sentAgain',
  'checkMailMissing',
  'otherAddress',
  'verifyTitle',
  'verifyText',
  'verifyPasswordText',
  'verifyAction',
  'verifyExpiredTitle',
  'verifyExpiredText',
  'verifyExpiredSignUp',
  'wrongPassword',
] as const;

/** Sentences as they are shown. These pages are the first that anybody loads, so they carry no translation code. */
export interface AccessWords {
  locale: string;
  labels: Record<(typeof LABELS)[number] | 'passwordHint' | 'showPassword' | 'hidePassword', string>;
  problems: Messages['problems'];
  /** In RATE_LIMITED, `{when}` stands for when to try again. */
  reasons: Messages['reasons'];
}

/** Translates on the server whatever the forms before sign-in may have to say. */
export async function getAccessWords(locale: string): Promise<AccessWords> {
  const [access, common, problems, reasons] = await Promise.all([
    getTranslations('access'),
    getTranslations('common'),
    getTranslations('problems'),
    getTranslations('reasons'),
  ]);
  const names = [...(Object.keys(REASONS) as (keyof typeof REASONS)[]), 'OFFLINE' as const];
  return {
    locale,
    labels: {
      ...record(LABELS, (name) => access(name)),
      passwordHint: access('passwordHint', { min: PASSWORD_LENGTH.min }),
      showPassword: common('showPassword'),
      hidePassword: common('hidePassword'),
    },
    problems: record(PROBLEMS, (name) => problems(name)),
    reasons: record(names, (name) =>
      name === 'RATE_LIMITED' ? reasons(name, { when: '{when}' }) : reasons(name),
    ),
  };
}

function record<Name extends string>(names: readonly Name[], say: (name: Name) => string) {
  return Object.fromEntries(names.map((name) => [name, say(name)])) as Record<Name, string>;
}
