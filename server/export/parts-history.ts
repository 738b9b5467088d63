import { and, eq, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { auditEntries } from '@/db/schema/audit';
import { contactRequests, contacts } from '@/db/schema/privacy';
import type { AuditKind } from '@/server/audit/catalog';
import { isSeen } from '@/server/privacy/policy';
import type { SecurityEventKind } from '@/server/security/catalog';
import type { Of, Source } from './part';
import { asAnybody, within } from './parts-sql';

/**
 * Whether somebody is told of it who did not do it themselves, beside all that stands in their security log. What others decided
 * for themselves, and how moderators work, is not; what came of it is.
 */
const TOLD = {
  'account.created': true,
  'account.paused': true,
  'account.resumed': true,
  'account.deletionScheduled': true,
  'account.deletionCancelled': true,
  'account.erased': true,
  'export.requested': true,
  'export.downloaded': true,
  'notifications.changed': true,
  'announcement.sent': false,
  'announcement.cancelled': false,
  'push.subscribed': true,
  'push.unsubscribed': true,
  'profile.updated': true,
  'profile.handleChanged': true,
  'photo.added': true,
  'photo.removed': true,
  'photo.restored': true,
  'photo.described': true,
  'privacy.updated': true,
  'profile.viewedByStaff': true,
  'person.viewedByStaff': false,
  'people.exported': false,
  'audit.exported': false,
  'sessions.revoked': true,
  'job.retried': false,
  'keys.rotated': false,
  'signingKeys.rotated': false,
  'factors.reopened': true,
  // As long as the lists show it: see `mayBeTold`.
  'contact.asked': true,
  'contact.accepted': true,
  'contact.declined': false,
  'contact.withdrawn': false,
  'contact.removed': false,
  'person.blocked': false,
  'person.unblocked': false,
  'message.sent': true,
  'role.created': false,
  'role.updated': false,
  'role.removed': false,
  'role.granted': true,
  'role.revoked': true,
  'permission.given': true,
  'permission.taken': true,
  'grant.added': true,
  'grant.removed': true,
  'deny.added': false,
  'deny.removed': false,
  'group.created': false,
  'group.updated': false,
  'group.removed': false,
  'group.invited': true,
  'group.invitationWithdrawn': true,
  'group.invitationDeclined': false,
  'group.askedToJoin': false,
  'group.joined': true,
  'group.left': true,
  'group.memberAdded': true,
  'group.memberChanged': true,
  'group.memberRemoved': true,
  'report.filed': false,
  'case.opened': false,
  'case.claimed': false,
  'case.released': false,
  'case.resolved': false,
  'case.reopened': false,
  'note.added': false,
  'sanction.imposed': true,
  'sanction.ended': true,
  'appeal.made': true,
  'appeal.decided': true,
  'approval.asked': false,
  'approval.decided': false,
  'client.created': false,
  'client.updated': false,
  'client.secretRotated': false,
  'client.removed': false,
} satisfies Record<Exclude<AuditKind, SecurityEventKind>, boolean>;

const UNTOLD = Object.entries(TOLD).flatMap(([kind, isTold]) => (isTold ? [] : [kind]));

/** What the person did, and what was done to their account. Of others who did it there is neither name nor address. */
export const HISTORY_PARTS = {
  history: (of) => [
    {
      table: auditEntries,
      key: auditEntries.id,
      whose: and(eq(auditEntries.subjectId, of.userId), or(byMe(of), mayBeTold(of))),
      fields: {
        at: auditEntries.at,
        kind: auditEntries.kind,
        by: within(sql`(case ${auditEntries.actorId} when ${of.userId} then 'you' else 'somebody else' end)`),
        before: auditEntries.before,
        after: auditEntries.after,
        ip: within(sql`(case ${auditEntries.actorId} when ${of.userId} then ${auditEntries.ip} end)`),
      },
    },
    {
      table: auditEntries,
      key: auditEntries.id,
      whose: and(byMe(of), or(isNull(auditEntries.subjectId), ne(auditEntries.subjectId, of.userId))),
      fields: {
        at: auditEntries.at,
        kind: auditEntries.kind,
        by: sql`'you'`,
        // What it was done to is somebody else's.
        before: sql`null`,
        after: sql`null`,
        ip: auditEntries.ip,
      },
    },
  ],
} satisfies Record<string, (of: Of) => Source[]>;

function byMe({ userId }: Of): SQL {
  return eq(auditEntries.actorId, userId);
}

/**
 * Whether the person may learn of what somebody else did: nothing that the other lists do not show. So the history tells of a
 * question as long as it waits with the person, asked by somebody they see, and of its answer as long as the two are contacts;
 * that a question or a contact ended is told to nobody, or it could be told from a block.
 */
function mayBeTold(of: Of): SQL | undefined {
  const { kind, actorId, at } = auditEntries;
  const me = sql`${of.userId}::uuid`;
  const waits = sql`exists (
    select from ${contactRequests}
    where ${contactRequests.fromId} = ${actorId} and ${contactRequests.toId} = ${me}
      and ${contactRequests.withdrawnAt} is null and ${contactRequests.askedAt} <= ${at})`;
  const areContacts = sql`exists (
    select from ${contacts}
    where ${contacts.userId} = ${me} and ${contacts.contactId} = ${actorId} and ${contacts.since} <= ${at})`;
  return sql`case
    when ${inArray(kind, UNTOLD)} then false
    when ${kind} = 'contact.asked' then ${waits} and ${isSeen(actorId, asAnybody(of))}
    when ${kind} = 'contact.accepted' then ${areContacts}
    else true end`;
}
