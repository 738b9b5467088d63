import { and, desc, eq, gte, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { alias, type PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import { profiles } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { kindsOf } from './catalog';
import type { AuditFilter } from './inputs';

const PAGE = 50;
/** How many entries beside one its context names. */
const BESIDE = 20;

const actor = alias(profiles, 'actor');
const subject = alias(profiles, 'subject');

const COLUMNS = {
  id: auditEntries.id,
  at: auditEntries.at,
  kind: auditEntries.kind,
  actorId: auditEntries.actorId,
  actorHandle: actor.handle,
  actorName: actor.displayName,
  subjectId: auditEntries.subjectId,
  subjectHandle: subject.handle,
  subjectName: subject.displayName,
  before: auditEntries.before,
  after: auditEntries.after,
  requestId: auditEntries.requestId,
  ip: auditEntries.ip,
  redactedAt: auditEntries.redactedAt,
};

export type AuditEntry = Awaited<ReturnType<typeof readEntries>>[number];

/** Entries as they are filtered, the newest first, 50 a page. */
export async function listAudit(
  db: Database,
  { filter = {}, after }: { filter?: AuditFilter | undefined; after?: string | undefined },
): Promise<{ entries: AuditEntry[]; next: string | null }> {
  const rows = await readEntries(db, { where: and(matches(filter), before(after)), limit: PAGE + 1 });
  const entries = rows.slice(0, PAGE);
  return { entries, next: rows.length > PAGE ? (entries.at(-1)?.id ?? null) : null };
}

/** The same, all of them, in batches: memory stays flat however many there are. */
export async function* streamAudit(
  db: Database,
  { filter = {}, batch = 1000 }: { filter?: AuditFilter | undefined; batch?: number },
): AsyncGenerator<AuditEntry[]> {
  let after: string | undefined;
  for (;;) {
    const rows = await readEntries(db, { where: and(matches(filter), before(after)), limit: batch });
    if (rows.length > 0) yield rows;
    if (rows.length < batch) return;
    after = rows.at(-1)?.id;
  }
}

/**
 * An entry with what belongs to it: what else happened in the same request, and to the same subject shortly before and after.
 * @throws NOT_FOUND
 */
export async function getAuditContext(
  db: Database,
  { id }: { id: string },
): Promise<{ entry: AuditEntry; sameRequest: AuditEntry[]; aboutSubject: AuditEntry[] }> {
  const [entry] = await readEntries(db, { where: eq(auditEntries.id, id), limit: 1 });
  if (!entry) throw new DomainError('NOT_FOUND');
  const others = sql`${auditEntries.id} <> ${id}::uuid`;
  const [sameRequest, later, earlier] = await Promise.all([
    entry.requestId
      ? readEntries(db, { where: and(eq(auditEntries.requestId, entry.requestId), others), limit: BESIDE })
      : [],
    entry.subjectId
      ? readEntries(db, {
          where: and(eq(auditEntries.subjectId, entry.subjectId), sql`${auditEntries.id} > ${id}::uuid`),
          limit: BESIDE,
          order: [auditEntries.id],
        })
      : [],
    entry.subjectId
      ? readEntries(db, {
          where: and(eq(auditEntries.subjectId, entry.subjectId), before(id)),
          limit: BESIDE,
        })
      : [],
  ]);
  return { entry, sameRequest, aboutSubject: [...later.reverse(), ...earlier] };
}

function readEntries(
  db: Database,
  {
    where,
    limit,
    order = [desc(auditEntries.id)],
  }: { where: SQL | undefined; limit: number; order?: (SQL | PgColumn)[] },
) {
  return db
    .select(COLUMNS)
    .from(auditEntries)
    .leftJoin(actor, eq(actor.userId, auditEntries.actorId))
    .leftJoin(subject, eq(subject.userId, auditEntries.subjectId))
    .where(where)
    .orderBy(...order)
    .limit(limit);
}

function before(id: string | undefined): SQL | undefined {
  return id === undefined ? undefined : lt(auditEntries.id, id);
}

/** Nobody is found where nobody has the handle. */
function matches(filter: AuditFilter): SQL | undefined {
  const { actor: by, subject: of, bySystem, group, kind, requestId, ip, from, until } = filter;
  return and(
    by === undefined ? undefined : eq(auditEntries.actorId, personCalled(by)),
    of === undefined ? undefined : eq(auditEntries.subjectId, personCalled(of)),
    bySystem ? isNull(auditEntries.actorId) : undefined,
    group === undefined ? undefined : inArray(auditEntries.kind, [...kindsOf(group)]),
    kind === undefined ? undefined : eq(auditEntries.kind, kind),
    requestId === undefined ? undefined : eq(auditEntries.requestId, requestId),
    ip === undefined ? undefined : eq(auditEntries.ip, ip),
    from === undefined ? undefined : gte(auditEntries.id, leastIdAt(from)),
    until === undefined ? undefined : lt(auditEntries.id, leastIdAt(until)),
  );
}

function personCalled(handle: string): SQL {
  return sql`(select ${profiles.userId} from ${profiles} where ${profiles.handle} = ${handle})`;
}

/** Ids are UUID version 7, which begin with the time: a span of time is a span of the primary key. */
function leastIdAt(moment: string): string {
  const time = Math.max(0, new Date(moment).getTime()).toString(16).padStart(12, '0').slice(-12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
