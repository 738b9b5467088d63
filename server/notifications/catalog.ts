import type { Channel, Mode } from '@/db/schema/notifications';

export const CHANNELS = ['inApp', 'email', 'push'] as const satisfies Channel[];
export const MODES = ['off', 'instant', 'digest'] as const satisfies Mode[];

export const CATEGORIES = ['security', 'account', 'people', 'groups', 'moderation', 'product'] as const;
export type Category = (typeof CATEGORIES)[number];

/** Why a channel of a type cannot be switched off; the sentences stand under `notificationSettings.locks`. */
export type Lock = 'security' | 'deletion' | 'decision' | 'duty';

export interface TypeEntry {
  category: Category;
  /** The channels that it can use, and what each does unless its person wants otherwise. */
  channels: Partial<Record<Channel, Mode>>;
  /** May be bundled with others. */
  digestable: boolean;
  /** Channels that are always on, at once, and why. Neither a pause nor quiet hours hold them. */
  locked?: Partial<Record<Channel, Lock>>;
  /** For those who hold a permission that opens the dashboard; nobody else is shown its row. */
  staff?: true;
  /** Also to who is suspended, pausing or about to leave, by mail. */
  anyStatus?: true;
  /** Other services may send it, by a token with the scope `notifications:send`. */
  sendable?: true;
}

const ALL = { inApp: 'instant', email: 'instant', push: 'instant' } as const;
const QUIET = { inApp: 'instant', email: 'off', push: 'off' } as const;

/**
 * Everything that people are told of, `category-ish noun.what`. Adding one is an entry here; what the compiler asks for then is
 * its data (data.ts), its name (`notificationTypes` and `notificationSettings.about`), its sentence (`notifications.types`), where it leads (rules.ts) and its mail (mails.ts).
 */
export const TYPES = {
  /** A sign-in in a browser never seen before. */
  'security.newSignIn': {
    category: 'security',
    channels: ALL,
    digestable: false,
    locked: { email: 'security' },
    anyStatus: true,
  },
  /** A password, authenticator app, passkey, recovery code or connection was added, changed, used up or removed. */
  'security.factorChanged': {
    category: 'security',
    channels: ALL,
    digestable: false,
    locked: { email: 'security' },
    anyStatus: true,
  },
  /** An app was let in, or one of its tokens was used twice. */
  'security.appChanged': {
    category: 'security',
    channels: ALL,
    digestable: false,
    locked: { email: 'security' },
    anyStatus: true,
  },
  /** The address of the account was changed, or the change was undone. */
  'security.emailChanged': {
    category: 'security',
    channels: ALL,
    digestable: false,
    locked: { email: 'security' },
    anyStatus: true,
  },
  'account.exportReady': { category: 'account', channels: ALL, digestable: false, anyStatus: true },
  'account.deletionScheduled': {
    category: 'account',
    channels: ALL,
    digestable: false,
    locked: { email: 'deletion' },
    anyStatus: true,
  },
  'contacts.asked': { category: 'people', channels: ALL, digestable: true },
  'contacts.accepted': { category: 'people', channels: QUIET, digestable: true },
  'messages.received': { category: 'people', channels: ALL, digestable: true },
  'groups.invited': { category: 'groups', channels: ALL, digestable: true },
  /** To who decides about it. */
  'groups.joinAsked': { category: 'groups', channels: { ...ALL, email: 'digest' }, digestable: true },
  /** Their wish to come in was granted. */
  'groups.joined': { category: 'groups', channels: QUIET, digestable: true },
  /** What became of what they reported. */
  'moderation.reportUpdated': {
    category: 'moderation',
    channels: { ...ALL, email: 'digest' },
    digestable: true,
  },
  /** What moderators have done about them. */
  'moderation.action': {
    category: 'moderation',
    channels: ALL,
    digestable: false,
    locked: { email: 'decision' },
    anyStatus: true,
  },
  'moderation.actionEnded': {
    category: 'moderation',
    channels: ALL,
    digestable: false,
    locked: { email: 'decision' },
    anyStatus: true,
  },
  'moderation.appealDecided': {
    category: 'moderation',
    channels: ALL,
    digestable: false,
    locked: { email: 'decision' },
    anyStatus: true,
  },
  /** To an administrator: another one asks for their agreement. */
  'moderation.approvalAsked': {
    category: 'moderation',
    channels: ALL,
    digestable: false,
    locked: { email: 'duty' },
    staff: true,
  },
  /** News of the people who run this. Mail only for who wants it. */
  'product.announcement': { category: 'product', channels: QUIET, digestable: true },
  /** From another service that works with this account. */
  'product.service': {
    category: 'product',
    channels: { ...QUIET, email: 'digest' },
    digestable: true,
    sendable: true,
  },
} as const satisfies Record<string, TypeEntry>;

export type NotificationType = keyof typeof TYPES;
export const TYPE_NAMES = Object.keys(TYPES).filter(isNotificationType);

export function isNotificationType(name: string): name is NotificationType {
  return Object.hasOwn(TYPES, name);
}

/** Whether other services may send it. */
export function isSendable(name: NotificationType): boolean {
  return entryOf(name).sendable === true;
}

/** The entry of a type, as any of them. */
export function entryOf(type: NotificationType): TypeEntry {
  return TYPES[type];
}

/** Days of changes that can be looked at and put back. */
export const HISTORY_DAYS = 30;
/** Days for which a notification is kept, and what became of it. */
export const KEPT_DAYS = 365;
export const DELIVERIES_KEPT_DAYS = 90;
/** Minutes after somebody was last seen in which they get no mail. */
export const ONLINE_MINUTES = 10;
/** Hours after it happened at which a mail goes also to who is here all the time and has not read it. */
export const ONLINE_LONGEST_HOURS = 4;
