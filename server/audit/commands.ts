import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';

/** What can stand in the audit trail, `noun.pastTense`. */
export type AuditKind =
  | 'account.created'
  | 'session.started'
  | 'session.ended'
  | 'profile.updated'
  | 'role.granted'
  | 'sessions.revoked'
  | 'job.retried';

/** Who did it, in which request, from where. */
export interface Cause {
  actorId: string | null;
  requestId?: string;
  ip?: string;
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
  await db.insert(auditEntries).values({ id: uuid(), at: now, kind, subjectId, before, after, ...cause });
}
