import type { OwnedAlone } from '@/server/groups/types';

/** Days in which a deletion can be taken back, unless the operator says otherwise. */
export const GRACE_DAYS = 14;

/** What stands in the way of leaving. */
export const BLOCKERS = ['LAST_ADMIN', 'SOLE_OWNER'] as const;
export type Blocker = (typeof BLOCKERS)[number];

/** Months for which the audit trail names who acted, and from where. */
export const AUDIT_MONTHS = 12;

/**
 * What there is of a person, in kinds that they know; server/leaving/tables.ts says of each table which it is. The sentence of
 * each stands in messages/<locale>.json.
 */
export const DATA_KINDS = [
  'account',
  'profile',
  'photos',
  'privacy',
  'notifications',
  'contacts',
  'contactRequests',
  'blocks',
  'messagesReceived',
  'messagesSent',
  'waysIn',
  'sessions',
  'browsers',
  'securityLog',
  'apps',
  'appsOwned',
  'roles',
  'sanctions',
  'groupAppeals',
  'reportedContent',
  'exports',
  'links',
  'limits',
  'mails',
  'jobs',
  'handles',
  'auditTrail',
] as const;
export type DataKind = (typeof DATA_KINDS)[number];

/**
 * Why something stays. `impersonation`: nobody shall pose as who has left. `accountability`: who did what has to be known for
 * a while. `choice`: its person wanted it to stay, without their name. `others`: it is other people's as well. `openReport`: it was
 * reported, and goes once moderators have decided about it.
 */
export const GROUNDS = ['impersonation', 'accountability', 'choice', 'others', 'openReport'] as const;
export type Ground = (typeof GROUNDS)[number];

/** The account as its person finds it when they sign in, whatever became of it. */
export interface AccountState {
  status: 'active' | 'suspended' | 'deactivated' | 'leaving';
  handle: string;
  displayName: string;
  email: string;
  /** ISO 8601; since when it is paused or about to be deleted. */
  since: string | null;
  /** ISO 8601; when the pause ends by itself, or the deletion is carried out. */
  dueAt: string | null;
  receiptId: string | null;
}

/** What a deletion would do, as of now. */
export interface DeletionImpact {
  /** What goes, how many of each; kinds without any are left out. */
  goes: { kind: DataKind; count: number }[];
  /** What stays, on what ground, and until when (ISO 8601; null: for as long as Foyer stands). */
  stays: { kind: DataKind; count: number; ground: Ground; until: string | null }[];
  /** Their messages in other people's inboxes: erased or kept without a name, as they choose. */
  messages: number;
  blockers: Blocker[];
  /** Groups that others are in and nobody else answers for: why SOLE_OWNER is among the blockers. */
  ownedAlone: OwnedAlone[];
  graceDays: number;
}

/** What is left of a deletion, as it is signed: how much of what kind, and nothing of whom. */
export interface ReceiptDocument {
  version: 1;
  /** Its id. */
  receipt: string;
  /** The address of the Foyer that issued it. */
  issuer: string;
  /** ISO 8601 */
  erasedAt: string;
  data: {
    kind: DataKind;
    outcome: 'erased' | 'anonymised' | 'kept';
    count: number;
    /** Of what is not erased. */
    ground?: Ground;
    /** ISO 8601; of what is kept for a time. */
    until?: string;
  }[];
}
