import { and, eq, isNull, lt, not, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
import { auditEntries } from '@/db/schema/audit';
import { AUDIT_MONTHS } from '@/server/leaving/catalog';

const BATCH = 1000;

/**
 * Takes out of the trail whom it names of those who were erased more than twelve months ago, as their receipts promise: who
 * acted or was acted on, from where, and what was said of it. That something happened stays, and so does its digest in the chain.
 * The entries that tell of the erasures come last, so that a sweep that is cut off is taken up by the next.
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
  if (due.length === 0) return;
  const last = due.map(({ id }) => id);
  const personIds = due.flatMap(({ personId }) => personId ?? []);
  while ((await redactSome(db, { personIds, except: last, before, now })) === BATCH);
  await redact(db, { ids: last, personIds, now });
}

async function redactSome(
  db: Database,
  { personIds, except, before, now }: { personIds: string[]; except: string[]; before: SQL; now: Date },
): Promise<number> {
  const names = or(isAmong(auditEntries.actorId, personIds), isAmong(auditEntries.subjectId, personIds));
  // Also of what names nobody else any more: of two whom it named the other may have been forgotten before.
  const rows = await db
    .select({ id: auditEntries.id })
    .from(auditEntries)
    .where(and(names, not(isAmong(auditEntries.id, except)), lt(auditEntries.at, before)))
    .limit(BATCH);
  if (rows.length > 0) await redact(db, { ids: rows.map((row) => row.id), personIds, now });
  return rows.length;
}

async function redact(
  db: Database,
  { ids, personIds, now }: { ids: string[]; personIds: string[]; now: Date },
): Promise<void> {
  const without = (column: PgColumn) =>
    sql`case when ${isAmong(column, personIds)} then null else ${column} end`;
  await db
    .update(auditEntries)
    .set({
      actorId: without(auditEntries.actorId),
      subjectId: without(auditEntries.subjectId),
      before: null,
      after: null,
      requestId: null,
      ip: null,
      redactedAt: sql`coalesce(${auditEntries.redactedAt}, ${now.toISOString()}::timestamptz)`,
    })
    .where(isAmong(auditEntries.id, ids));
}
