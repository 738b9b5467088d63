import { and, eq, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import { AUDIT_MONTHS } from '@/server/leaving/catalog';

const BATCH = 1000;

/**
 * Takes out of the trail whom it names of those who were erased more than twelve months ago, as their receipts promise: who
 * acted or was acted on, from where, and what was said of it. That something happened stays, and so does its digest in the chain.
 * The entry that tells of the erasure comes last, so that a sweep that is cut off is taken up by the next.
 */
export async function redactErased(db: Database, { now }: { now: Date }): Promise<void> {
  const before = sql`${now.toISOString()}::timestamptz - make_interval(months => ${AUDIT_MONTHS})`;
  const isErasure = and(eq(auditEntries.kind, 'account.erased'), isNull(auditEntries.redactedAt));
  const due = await db
    .select({ id: auditEntries.id, personId: auditEntries.subjectId })
    .from(auditEntries)
    .where(and(isErasure, lt(auditEntries.at, before)))
    .orderBy(auditEntries.at)
    .limit(BATCH);
  for (const { id, personId } of due) {
    if (personId) while ((await redactSome(db, { personId, except: id, before, now })) === BATCH);
    await redact(db, { ids: [id], personId: personId ?? '', now });
  }
}

async function redactSome(
  db: Database,
  { personId, except, before, now }: { personId: string; except: string; before: SQL; now: Date },
): Promise<number> {
  const names = or(eq(auditEntries.actorId, personId), eq(auditEntries.subjectId, personId));
  const rows = await db
    .select({ id: auditEntries.id })
    .from(auditEntries)
    .where(
      and(names, ne(auditEntries.id, except), isNull(auditEntries.redactedAt), lt(auditEntries.at, before)),
    )
    .limit(BATCH);
  if (rows.length > 0) await redact(db, { ids: rows.map((row) => row.id), personId, now });
  return rows.length;
}

async function redact(
  db: Database,
  { ids, personId, now }: { ids: string[]; personId: string; now: Date },
): Promise<void> {
  const without = (column: typeof auditEntries.actorId | typeof auditEntries.subjectId) =>
    sql`nullif(${column}, nullif(${personId}, '')::uuid)`;
  await db
    .update(auditEntries)
    .set({
      actorId: without(auditEntries.actorId),
      subjectId: without(auditEntries.subjectId),
      before: null,
      after: null,
      requestId: null,
      ip: null,
      redactedAt: now,
    })
    .where(sql`${auditEntries.id} = any(${sql.param(ids)}::uuid[])`);
}
