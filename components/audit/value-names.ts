import type { WordsName } from '@/components/words';

/** Beside those of the log itself, the sentences that say what entries tell (`useFactWords`). */
export const FACT_WORDS = [
  'audit',
  'permissions',
  'roles',
  'reportKinds',
  'cases.sanctionKinds',
  'cases.rules',
  'cases.outcomes',
  'cases.appealOutcomes',
  'cases.subjects',
  'cases.ended',
  'approvals.states',
  'securityLog.methods',
  'people.standings',
  'groups.visibilities',
  'groups.joinings',
  'profile.displayName',
  'profile.locale',
  'privacy.parts',
] as const satisfies WordsName[];
