/**
 * Days for which a question is open, and after which somebody who was declined may ask again: the same, so that who asked
 * cannot tell whether they were.
 */
export const QUESTION_DAYS = 90;
/** How many people a page of a list names. */
export const LISTED = 100;
/** How many people somebody can have blocked; all of them are named, since each can be let in again. */
export const MAX_BLOCKS = 1000;

/** What is between two people, as a command has to know it. */
export interface Between {
  /** They can be reached by anybody at all: an account that is active, and no block between the two. */
  isThere: boolean;
  areContacts: boolean;
  /** I asked, and did not take it back, within 90 days. Whether it was declined is not told, to me or by this. */
  askedByMe: boolean;
  /** They asked, and did not take it back, within 90 days; I may have declined it. */
  askedByThem: boolean;
  /** They asked, and wait for my answer. */
  waitsForMe: boolean;
  /** As their settings say. */
  mayAsk: boolean;
  /** They see me, and with that what I ask. */
  isSeenByThem: boolean;
  /** I asked within a day, whether or not I took it back. */
  askedLately: boolean;
}

/**
 * What comes of asking somebody. Who asked me becomes a contact, also when I had said no: they do not know of that, and to
 * them their question is still open.
 */
export function answerToAsking(
  between: Between,
): 'contact' | 'becomes contact' | 'asked' | 'asks' | 'refused' {
  if (!between.isThere) return 'refused';
  if (between.areContacts) return 'contact';
  if (between.askedByThem) return 'becomes contact';
  if (!between.mayAsk) return 'refused';
  return between.askedByMe ? 'asked' : 'asks';
}
