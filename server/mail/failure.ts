import { errorText } from '@/server/jobs/error-text';

/**
 * Why a mail did not go out, as far as trying again is concerned.
 * - `unreachable`: no mail server to talk to, or it lets nobody in. Says nothing about this mail.
 * - `unanswered`: the mail was handed over and the line broke before the answer: it may have arrived.
 * - `postponed`: the server does not take this mail now (4yz, RFC 5321 section 4.2.1), or the talk broke off.
 * - `refused`: the server never takes this mail (5yz).
 */
export type MailFailureKind = 'unreachable' | 'unanswered' | 'postponed' | 'refused';

/** A mail that did not go out. The message names the cause and the server's words, never the recipient. */
export class MailFailure extends Error {
  override name = 'MailFailure';
  readonly kind: MailFailureKind;

  constructor(kind: MailFailureKind, reason: string, options: { cause?: unknown } = {}) {
    super(`${FAILURE_SENTENCES[kind]}: ${errorText(reason)}`, options);
    this.kind = kind;
  }
}

/** How the message of each kind begins. */
export const FAILURE_SENTENCES: Record<MailFailureKind, string> = {
  unreachable: 'The mail server cannot be reached',
  unanswered: 'The mail was handed over but not acknowledged',
  postponed: 'The mail server put the mail off',
  refused: 'The mail server refused the mail',
};
