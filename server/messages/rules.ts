/** Days in which an account is new: what it writes to strangers is let in first. */
export const NEW_ACCOUNT_DAYS = 7;
/** Messages in an hour to somebody who never answered. */
export const UNANSWERED_AN_HOUR = 5;
/** Days for which a removed message is kept, for what may be reported of it. */
export const REMOVED_DAYS = 30;

/** What decides about one message. */
export interface Delivery {
  /** By the settings of the recipient, blocks and what has become of their account. */
  mayWrite: boolean;
  /** A contact, or in a group of theirs. */
  isClose: boolean;
  senderIsNew: boolean;
  /** The recipient wrote to the sender, or let something of theirs in. */
  isKnown: boolean;
}

/** Whether a message waits until the recipient lets it in. */
export function isRequest({ isClose, senderIsNew, isKnown }: Delivery) {
  return senderIsNew && !isClose && !isKnown;
}
