import type { SanctionKind } from './catalog';

/** Characters of what somebody says about what they report. */
export const WORDS_LENGTH = 2000;

/** Characters of what staff note down about a decision, and of a note. */
export const REASON_LENGTH = 2000;
export const NOTE_LENGTH = 2000;

/** Characters of what somebody reads about what was done about them. */
export const SANCTION_WORDS_LENGTH = 2000;

/** Characters of an appeal, and of what is answered. */
export const APPEAL_LENGTH = 4000;
export const ANSWER_LENGTH = 2000;

/** Cases that something is done with at once. */
export const MAX_CASES = 100;

/** People that something is done about at once: one transaction. */
export const PEOPLE_AT_ONCE = 100;

/** People that are put into a role at once: each a transaction of their own. */
export const PEOPLE_FOR_ROLE = 50;

/** What is done about several people at once; a warning and what is hidden are about something that one of them did. */
export const PEOPLE_SANCTIONS = ['limit', 'suspension'] as const satisfies SanctionKind[];

/** Where pictures of evidence are, for the moderators who reach their case. */
export const EVIDENCE_PATH = '/api/evidence/';

/** Where the photo is that belongs to a report, as it was at that moment. */
export function evidenceAddress({ pictureId }: { pictureId: string }): string {
  return `${EVIDENCE_PATH}${pictureId}`;
}
