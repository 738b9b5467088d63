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

/** Where pictures of evidence are, for the moderators who reach their case. */
export const EVIDENCE_PATH = '/api/evidence/';

/** Where the photo is that belongs to a report, as it was at that moment. */
export function evidenceAddress({ pictureId }: { pictureId: string }): string {
  return `${EVIDENCE_PATH}${pictureId}`;
}
