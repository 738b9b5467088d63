import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import type { AuditKind } from './catalog';

/** Who did it, in which session and request, from where. */
export interface Cause {
  actorId: string | null;
  sessionId?: string | undefined;
  requestId?: string | undefined;
  ip?: string | undefined;
  userAgent?: string | undefined;
}

/** What happened to whom. */
export interface AuditEntry {
  kind: AuditKind;
  cause: Cause;
  subjectId: string | null;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  now: Date;
}

/** Adds an entry, in the transaction of what it tells about. */
export async function recordAudit(db: Database, entry: AuditEntry) {
  await recordAudits(db, [entry]);
}

/** The same for what happened to many at once: one statement. */
export async function recordAudits(db: Database, entries: AuditEntry[]) {
  if (entries.length === 0) return;
  await db.insert(auditEntries).values(
    entries.map(({ kind, cause: { actorId, requestId, ip }, subjectId, before, after, now }) => ({
      id: uuid(),
      at: now,
      kind,
      subjectId,
      before,
      after,
      actorId,
      requestId,
      ip,
    })),
  );
}
