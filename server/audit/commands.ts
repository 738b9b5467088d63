import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { auditEntries, auditUndone } from '@/db/schema/audit';
import type { AuditKind } from './catalog';

/** Who did it, in which session and request, from where. */
export interface Cause {
  actorId: string | null;
  sessionId?: string | undefined;
  requestId?: string | undefined;
  ip?: string | undefined;
  userAgent?: string | undefined;
  /** The entry of what is undone by it. */
  undoes?: string | undefined;
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

/** The same for what happened to many at once: one statement. Entries of an undoing point at what they undo. */
export async function recordAudits(db: Database, entries: AuditEntry[]) {
  const rows = entries.map(({ kind, cause, subjectId, before, after, now }) => ({
    id: uuid(),
    at: now,
    kind,
    subjectId,
    before,
    after: cause.undoes ? { ...after, undoes: cause.undoes } : after,
    actorId: cause.actorId,
    requestId: cause.requestId,
    ip: cause.ip,
  }));
  const [first] = rows;
  if (!first) return;
  if (rows.length === 1) await insertOne(db, first);
  else await db.insert(auditEntries).values(rows);
  const undoes = entries[0]?.cause.undoes;
  if (undoes)
    await db.insert(auditUndone).values({ entryId: undoes, undoId: first.id }).onConflictDoNothing();
}

const entryAdded = prepared((db) => {
  return db
    .insert(auditEntries)
    .values({
      id: parameter('id', 'uuid'),
      at: parameter('at', 'timestamptz'),
      kind: parameter('kind', 'text'),
      subjectId: parameter('subjectId', 'uuid'),
      before: parameter('before', 'jsonb'),
      after: parameter('after', 'jsonb'),
      actorId: parameter('actorId', 'uuid'),
      requestId: parameter('requestId', 'text'),
      ip: parameter('ip', 'text'),
    })
    .prepare('audit_entry');
});

/** Prepared: nearly every change that anybody makes ends with one entry. */
async function insertOne(db: Database, row: typeof auditEntries.$inferInsert) {
  const { id, at, kind, subjectId = null, before, after, actorId = null, requestId = null, ip = null } = row;
  const json = (value: typeof before) => (value == null ? null : JSON.stringify(value));
  await entryAdded(db).execute({
    ...{ id, kind, subjectId, actorId, requestId, ip, at: at.toISOString() },
    ...{ before: json(before), after: json(after) },
  });
}

/**
 * The same as a part of a larger statement, where what it tells is only known within that: one entry for each row of `from`.
 * @param part.after what it says of the change, of the columns of `from`
 */
export function auditInsert(
  { kind, cause, subjectId, now }: Omit<AuditEntry, 'before' | 'after'>,
  { after, from }: { after: SQL; from: SQL },
): SQL {
  const { actorId, requestId = null, ip = null } = cause;
  return sql`insert into audit_entries (id, at, kind, actor_id, subject_id, after, request_id, ip)
    select ${uuid()}::uuid, ${now.toISOString()}::timestamptz, ${kind}, ${actorId}::uuid, ${subjectId}::uuid, ${after},
      ${requestId}::text, ${ip}::text
    from ${from}`;
}
