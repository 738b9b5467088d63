import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import type { SecurityEventKind } from '@/server/security/catalog';

/** What can stand in the audit trail, `noun.pastTense`. */
export type AuditKind =
  | 'account.created'
  | SecurityEventKind
  | 'profile.updated'
  | 'profile.handleChanged'
  | 'profile.viewedByStaff'
  | 'photo.added'
  | 'photo.removed'
  | 'photo.restored'
  | 'photo.described'
  | 'privacy.updated'
  | 'contact.asked'
  | 'contact.accepted'
  | 'contact.declined'
  | 'contact.withdrawn'
  | 'contact.removed'
  | 'person.blocked'
  | 'person.unblocked'
  | 'message.sent'
  | 'account.paused'
  | 'account.resumed'
  | 'account.deletionScheduled'
  | 'account.deletionCancelled'
  | 'account.erased'
  | 'export.requested'
  | 'export.downloaded'
  | 'role.granted'
  | 'sessions.revoked'
  | 'job.retried'
  | 'keys.rotated'
  | 'signingKeys.rotated'
  | 'factors.reopened'
  | 'client.created'
  | 'client.updated'
  | 'client.secretRotated'
  | 'client.removed';

/** Who did it, in which session and request, from where. */
export interface Cause {
  actorId: string | null;
  sessionId?: string | undefined;
  requestId?: string | undefined;
  ip?: string | undefined;
  userAgent?: string | undefined;
}

/** Adds an entry, in the transaction of what it tells about. */
export async function recordAudit(
  db: Database,
  entry: {
    kind: AuditKind;
    cause: Cause;
    subjectId: string | null;
    before?: Record<string, unknown>;
    after?: Record<string, unknown>;
    now: Date;
  },
) {
  const { kind, cause, subjectId, before, after, now } = entry;
  const { actorId, requestId, ip } = cause;
  await db
    .insert(auditEntries)
    .values({ id: uuid(), at: now, kind, subjectId, before, after, actorId, requestId, ip });
}
