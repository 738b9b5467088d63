/** What a person can filter their security log by. */
export const EVENT_GROUPS = ['signIn', 'factors', 'apps', 'account'] as const;
export type EventGroup = (typeof EVENT_GROUPS)[number];

/** Days of the log that a person is shown; the export has all. */
export const LOG_DAYS = 90;

/**
 * Days after which an event is deleted. Until then it also tells which networks are a person's; one that they have not
 * signed in from for as long is new again.
 */
export const EVENT_DAYS = 365;

interface EventEntry {
  group: EventGroup;
  /** Told at once, by mail whatever its person wants otherwise, in their language and with "This was not me". */
  mail: boolean;
}

/**
 * Everything that happens around a person's ways in and is theirs to read, `noun.pastTense`. Adding one is an entry
 * here; its sentence stands under `securityLog.kinds` in messages/<locale>.json and, where it is mailed, under `notices` in
 * server/mail/texts. The compiler asks for both.
 */
export const SECURITY_EVENTS = {
  'session.started': { group: 'signIn', mail: false },
  'session.startedInNewBrowser': { group: 'signIn', mail: true },
  'session.ended': { group: 'signIn', mail: false },
  'session.othersEnded': { group: 'signIn', mail: false },
  'signIn.failed': { group: 'signIn', mail: false },
  'identity.confirmed': { group: 'signIn', mail: false },
  'trustedDevice.added': { group: 'signIn', mail: false },
  'trustedDevice.removed': { group: 'signIn', mail: false },
  'password.added': { group: 'factors', mail: true },
  'password.changed': { group: 'factors', mail: true },
  'password.removed': { group: 'factors', mail: true },
  'password.resetRequested': { group: 'factors', mail: false },
  'password.reset': { group: 'factors', mail: true },
  'totp.added': { group: 'factors', mail: true },
  'totp.renamed': { group: 'factors', mail: false },
  'totp.removed': { group: 'factors', mail: true },
  'passkey.added': { group: 'factors', mail: true },
  'passkey.renamed': { group: 'factors', mail: false },
  'passkey.removed': { group: 'factors', mail: true },
  'passkey.counterWentBack': { group: 'factors', mail: true },
  'recoveryCodes.generated': { group: 'factors', mail: true },
  'recoveryCode.used': { group: 'factors', mail: true },
  'factor.closed': { group: 'factors', mail: true },
  /** By staff, for whoever lost what they sign in with. */
  'factors.reset': { group: 'factors', mail: true },
  'connection.added': { group: 'factors', mail: true },
  'connection.removed': { group: 'factors', mail: true },
  'app.allowed': { group: 'apps', mail: true },
  'app.scopesGrown': { group: 'apps', mail: false },
  'app.scopesNarrowed': { group: 'apps', mail: false },
  'app.revoked': { group: 'apps', mail: false },
  'app.tokenReused': { group: 'apps', mail: true },
  'email.changeRequested': { group: 'account', mail: false },
  'email.changeApproved': { group: 'account', mail: false },
  'email.changeCancelled': { group: 'account', mail: false },
  'email.changed': { group: 'account', mail: true },
  'email.changeUndone': { group: 'account', mail: true },
  'account.reportedUnknown': { group: 'account', mail: false },
} as const satisfies Record<string, EventEntry>;

export type SecurityEventKind = keyof typeof SECURITY_EVENTS;
/** The kinds that are mailed. */
export type MailedEventKind = {
  [Kind in SecurityEventKind]: (typeof SECURITY_EVENTS)[Kind]['mail'] extends true ? Kind : never;
}[SecurityEventKind];

export function isEventKind(kind: string): kind is SecurityEventKind {
  return Object.hasOwn(SECURITY_EVENTS, kind);
}

export function isMailed(kind: SecurityEventKind): kind is MailedEventKind {
  return SECURITY_EVENTS[kind].mail;
}

/** As what a kind that is mailed is told. */
export function noticeTypeOf(kind: MailedEventKind) {
  if (kind === 'session.startedInNewBrowser') return 'security.newSignIn';
  const { group } = SECURITY_EVENTS[kind];
  if (group === 'apps') return 'security.appChanged';
  return group === 'account' ? 'security.emailChanged' : 'security.factorChanged';
}
