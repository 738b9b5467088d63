/**
 * Every refusal that a person can meet, with the tRPC code it travels under. The reason is stable: clients and
 * translations rely on it. What it means for a reader stands in messages/<locale>.json under `reasons`.
 */
export const REASONS = {
  SIGNED_OUT: 'UNAUTHORIZED',
  SESSION_ENDED: 'UNAUTHORIZED',
  /** A bearer token that is not ours, not valid any more, or whose app, session or person is gone. */
  TOKEN_REFUSED: 'UNAUTHORIZED',
  /** A bearer token whose scopes do not open this procedure. */
  SCOPE_REQUIRED: 'FORBIDDEN',
  SIGN_IN_FAILED: 'UNAUTHORIZED',
  EMAIL_UNVERIFIED: 'FORBIDDEN',
  ATTEMPT_EXPIRED: 'PRECONDITION_FAILED',
  /** Too many wrong tries in a row: this factor opens nothing until it is set up anew. */
  FACTOR_CLOSED: 'FORBIDDEN',
  CODE_WRONG: 'UNAUTHORIZED',
  PASSKEY_UNKNOWN: 'UNAUTHORIZED',
  PASSKEY_REFUSED: 'UNAUTHORIZED',
  PASSKEY_REQUIRED: 'PRECONDITION_FAILED',
  CEREMONY_EXPIRED: 'PRECONDITION_FAILED',
  STEP_UP_REQUIRED: 'FORBIDDEN',
  LAST_WAY_IN: 'CONFLICT',
  TOO_MANY_FACTORS: 'CONFLICT',
  ALREADY_THERE: 'CONFLICT',
  LINK_EXPIRED: 'NOT_FOUND',
  PASSWORD_REQUIRED: 'PRECONDITION_FAILED',
  /** Of somebody who is signed in and says it again. */
  PASSWORD_WRONG: 'UNAUTHORIZED',
  PASSWORD_GUESSABLE: 'BAD_REQUEST',
  PASSWORD_BREACHED: 'BAD_REQUEST',
  PASSWORD_TOO_SHORT_ALONE: 'BAD_REQUEST',
  HANDLE_TAKEN: 'CONFLICT',
  /** Another handle, in use or held, looks like it. */
  HANDLE_LOOKS_TAKEN: 'CONFLICT',
  /** Renamed twice within 30 days; `retryAfter` says when the next may be. */
  HANDLE_RENAMED_TWICE: 'TOO_MANY_REQUESTS',
  /** Signed in to an account that is paused, suspended, or about to be deleted. */
  ACCOUNT_INACTIVE: 'FORBIDDEN',
  /** The last one who can give roles. */
  LAST_ADMIN: 'CONFLICT',
  /** A group would be left without an owner. */
  LAST_OWNER: 'CONFLICT',
  /** Leaving Foyer, while others are in a group that nobody else answers for. */
  SOLE_OWNER: 'CONFLICT',
  /** Whoever invited could not do so any more. */
  INVITATION_OVER: 'CONFLICT',
  /** Giving what one may not do oneself, or taking it from a role that has it. */
  BEYOND_YOURS: 'FORBIDDEN',
  /** Acting on somebody who may do something that one may not. */
  ABOVE_YOU: 'FORBIDDEN',
  /** Of what two people decide: the second is not the first. */
  SECOND_PERSON_NEEDED: 'FORBIDDEN',
  /** The same waits for a second person by now. */
  ALREADY_ASKED: 'CONFLICT',
  /** There is no second person who could agree. */
  NO_SECOND_PERSON: 'CONFLICT',
  /** Whoever asked for it may not do it any more. */
  ASKER_MAY_NOT: 'CONFLICT',
  /** Nobody agreed in time. */
  APPROVAL_EXPIRED: 'CONFLICT',
  /** Somebody else holds this case. */
  CLAIMED_BY_ANOTHER: 'CONFLICT',
  /** It is no longer what was seen when this was decided. */
  CHANGED_MEANWHILE: 'CONFLICT',
  ALREADY_DECIDED: 'CONFLICT',
  /** A role that comes with Foyer is changed by nobody. */
  ROLE_BUILT_IN: 'FORBIDDEN',
  NAME_TAKEN: 'CONFLICT',
  /** Kept by moderators from getting in touch. */
  LIMITED: 'FORBIDDEN',
  /** Once a case, and within six months. */
  APPEAL_CLOSED: 'CONFLICT',
  CANNOT_UNDO: 'CONFLICT',
  /** Once is all. */
  UNDONE_ALREADY: 'CONFLICT',
  /** Something has changed since; `different` says what. */
  UNDO_OVERTAKEN: 'CONFLICT',
  /** What was typed to confirm is not what it asked for. */
  CONFIRMATION_WRONG: 'BAD_REQUEST',
  /** Whoever may not write to somebody, for whatever reason. */
  CANNOT_CONTACT: 'FORBIDDEN',
  TOO_MANY_BLOCKS: 'CONFLICT',
  EXPORT_UNDER_WAY: 'CONFLICT',
  /** A channel of a type of notification that is always on. */
  LOCKED_NOTIFICATION: 'CONFLICT',
  /** A type of notification does not come on this channel. */
  CHANNEL_NOT_USED: 'CONFLICT',
  /** It comes at once or not at all. */
  CANNOT_BUNDLE: 'CONFLICT',
  /** Something newer has changed the same, or it was put back before. */
  NOT_REVERTIBLE: 'CONFLICT',
  TOO_MANY_MUTES: 'CONFLICT',
  /** Everybody was told by now. */
  TOO_LATE: 'CONFLICT',
  /** A service sends something else under a key that it has used. */
  KEY_USED: 'CONFLICT',
  /** A service links to a place that is not its own. */
  LINK_ELSEWHERE: 'BAD_REQUEST',
  /** No keys are set by which pushes could be sent. */
  PUSH_UNAVAILABLE: 'CONFLICT',
  /** The browser names a service that this server does not call. */
  PUSH_SERVICE_UNKNOWN: 'BAD_REQUEST',
  TOO_MANY_BROWSERS: 'CONFLICT',
  PHOTO_NOT_AN_IMAGE: 'BAD_REQUEST',
  PHOTO_FORMAT: 'BAD_REQUEST',
  PHOTO_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  PHOTO_TOO_MANY_PIXELS: 'PAYLOAD_TOO_LARGE',
  /** Not TIMEOUT: what was answered 408 a browser sends again by itself. */
  PHOTO_TOO_SLOW: 'BAD_REQUEST',
  UPLOAD_EXPIRED: 'PRECONDITION_FAILED',
  STORAGE_FULL: 'SERVICE_UNAVAILABLE',
  /** Nobody here goes by the address or handle of the person who is to answer for an app. */
  OWNER_UNKNOWN: 'NOT_FOUND',
  NOT_ALLOWED: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  INPUT_INVALID: 'BAD_REQUEST',
  INPUT_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  CROSS_SITE: 'FORBIDDEN',
  RATE_LIMITED: 'TOO_MANY_REQUESTS',
  BUSY: 'SERVICE_UNAVAILABLE',
  UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  UNCERTAIN: 'SERVICE_UNAVAILABLE',
  INTERNAL: 'INTERNAL_SERVER_ERROR',
} as const;

export type Reason = keyof typeof REASONS;
