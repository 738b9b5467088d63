import { SECURITY_EVENTS, type SecurityEventKind } from '@/server/security/catalog';

/** What can stand in the audit trail beside the events of security logs, `noun.pastTense`, by what it is about. */
const KINDS = {
  account: [
    'account.created',
    'account.paused',
    'account.resumed',
    'account.deletionScheduled',
    'account.deletionCancelled',
    'account.erased',
    'export.requested',
    'export.downloaded',
    'notifications.changed',
    'push.subscribed',
    'push.unsubscribed',
  ],
  profile: [
    'profile.updated',
    'profile.handleChanged',
    'photo.added',
    'photo.removed',
    'photo.restored',
    'photo.described',
    'privacy.updated',
  ],
  staff: [
    'profile.viewedByStaff',
    'person.viewedByStaff',
    'people.exported',
    'audit.exported',
    'sessions.revoked',
    'job.retried',
    'keys.rotated',
    'signingKeys.rotated',
    'factors.reopened',
  ],
  contacts: [
    'contact.asked',
    'contact.accepted',
    'contact.declined',
    'contact.withdrawn',
    'contact.removed',
    'person.blocked',
    'person.unblocked',
    'message.sent',
  ],
  permissions: [
    'role.created',
    'role.updated',
    'role.removed',
    'role.granted',
    'role.revoked',
    'permission.given',
    'permission.taken',
    'grant.added',
    'grant.removed',
    'deny.added',
    'deny.removed',
  ],
  groups: [
    'group.created',
    'group.updated',
    'group.removed',
    'group.invited',
    'group.invitationWithdrawn',
    'group.invitationDeclined',
    'group.askedToJoin',
    'group.joined',
    'group.left',
    'group.memberAdded',
    'group.memberChanged',
    'group.memberRemoved',
  ],
  moderation: [
    'report.filed',
    'case.opened',
    'case.claimed',
    'case.released',
    'case.resolved',
    'case.reopened',
    'note.added',
    'sanction.imposed',
    'sanction.ended',
    'appeal.made',
    'appeal.decided',
    'approval.asked',
    'approval.decided',
  ],
  announcements: ['announcement.sent', 'announcement.cancelled'],
  apps: ['client.created', 'client.updated', 'client.secretRotated', 'client.removed'],
} as const;

/** What entries are filtered by at once. */
export const AUDIT_GROUPS = [...typedKeys(KINDS), 'security'] as const;
export type AuditGroup = (typeof AUDIT_GROUPS)[number];

export type AuditKind = (typeof KINDS)[keyof typeof KINDS][number] | SecurityEventKind;

export const AUDIT_KINDS: readonly AuditKind[] = [
  ...Object.values(KINDS).flat(),
  ...typedKeys(SECURITY_EVENTS),
];

/** The kinds of a group. */
export function kindsOf(group: AuditGroup): readonly AuditKind[] {
  return group === 'security' ? typedKeys(SECURITY_EVENTS) : KINDS[group];
}

/** What is different by now, so that a change is not undone. */
export type UndoDifference =
  | 'gone'
  | 'placeGone'
  | 'placeThere'
  | 'placeEnd'
  | 'over'
  | 'roleChanged'
  | 'roleThere'
  | 'roleHeld'
  | 'grants'
  | 'permissions'
  | 'sanctionOver'
  | 'standing';

function typedKeys<Key extends string>(record: Record<Key, unknown>): Key[] {
  // Literals above: nothing else is among their keys.
  return Object.keys(record) as Key[];
}
