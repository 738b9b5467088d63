import { and, desc, eq, gte, inArray, isNull, lt, not, type SQL, sql } from 'drizzle-orm';
import { alias, type PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import type { ReadList } from '@/db/replica/replica';
import { auditEntries, auditUndone, objectOf } from '@/db/schema/audit';
import { groups } from '@/db/schema/groups';
import { cases } from '@/db/schema/moderation';
import { oauthClients } from '@/db/schema/oauth';
import { memberships } from '@/db/schema/permissions';
import { profiles } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { hasSteppedDown } from '@/server/groups/stepped-down';
import type { Permission } from '@/server/roles/permissions';
import { kindsOf } from './catalog';
import type { AuditFilter } from './inputs';
import { undoNeeds } from './undo';

const PAGE = 50;
/** How many entries beside one its context names. */
const BESIDE = 20;

const actor = alias(profiles, 'actor');
const subject = alias(profiles, 'subject');
const undo = alias(auditEntries, 'undo');
const undoer = alias(profiles, 'undoer');

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
  /** The role, group or case that it tells of. */
  objectId: sql<string | null>`${objectOf(auditEntries)}`,
  /** What an entry is about that is no person. */
  groupName: groups.name,
  clientName: oauthClients.name,
  /** The entry that undid it; null while it stands. */
  undoneBy: auditUndone.undoId,
  undoneAt: undo.at,
  undoerId: undo.actorId,
  undoerHandle: undoer.handle,
  undoerName: undoer.displayName,
};

export type AuditEntry = Awaited<ReturnType<typeof readEntries>>[number];

/** Entries as they are filtered, the newest first, 50 a page; without those that tell the reader who reported them. */
export async function listAudit(
  db: Database,
  of: { filter?: AuditFilter | undefined; after?: string | undefined; readerId: string },
): Promise<{ entries: AuditEntry[]; next: string | null }> {
  const { filter = {}, after, readerId } = of;
  const rows = await readEntries(db, chosen({ filter, after, readerId, limit: PAGE + 1 }));
  const entries = rows.slice(0, PAGE);
  return { entries, next: rows.length > PAGE ? (entries.at(-1)?.id ?? null) : null };
}

/** The same, all of them, in batches: memory stays flat however many there are. */
export async function* streamAudit(
  readList: ReadList,
  of: { filter?: AuditFilter | undefined; readerId: string; batch?: number },
): AsyncGenerator<AuditEntry[]> {
  const { filter = {}, readerId, batch = 1000 } = of;
  let after: string | undefined;
  for (;;) {
    const page = chosen({ filter, after, readerId, limit: batch });
    const rows = await readList((db) => readEntries(db, page));
    if (rows.length > 0) yield rows;
    if (rows.length < batch) return;
    after = rows.at(-1)?.id;
  }
}

/**
 * An entry with what belongs to it: what else happened in the same request, and to the same subject shortly before and after;
 * where it is about nobody, to the same role, group or case.
 * @param held what the reader may do everywhere
 * @throws NOT_FOUND
 */
export async function getAuditContext(
  db: Database,
  { id, readerId, held }: { id: string; readerId: string; held: readonly Permission[] },
): Promise<AuditContext> {
  const isTold = not(namesReporterTo(readerId));
  const [entry] = await readEntries(db, { where: and(eq(auditEntries.id, id), isTold), limit: 1 });
  if (!entry) throw new DomainError('NOT_FOUND');
  const others = sql`${auditEntries.id} <> ${id}::uuid`;
  const same = sameSubject(entry);
  const beside = same && and(same, isTold);
  const [sameRequest, later, earlier] = await Promise.all([
    entry.requestId
      ? readEntries(db, {
          where: and(eq(auditEntries.requestId, entry.requestId), others, isTold),
          limit: BESIDE,
        })
      : [],
    beside
      ? readEntries(db, {
          where: and(beside, sql`${auditEntries.id} > ${id}::uuid`),
          limit: BESIDE,
          order: [auditEntries.id],
        })
      : [],
    beside ? readEntries(db, { where: and(beside, before(id)), limit: BESIDE }) : [],
  ]);
  return {
    entry,
    undo: undoState(entry, held),
    sameRequest,
    aboutSubject: [...later.reverse(), ...earlier],
  };
}

export interface AuditContext {
  entry: AuditEntry;
  undo: UndoState;
  sameRequest: AuditEntry[];
  aboutSubject: AuditEntry[];
}

/** Whether an entry is offered to be undone; `beyond`: by somebody else who may do more. */
type UndoState = 'offered' | 'beyond' | 'done' | 'never';

function undoState(entry: AuditEntry, held: readonly Permission[]): UndoState {
  const needs = undoNeeds(entry);
  if (needs === undefined) return 'never';
  if (entry.undoneBy !== null) return 'done';
  return held.includes(needs) ? 'offered' : 'beyond';
}

function sameSubject({ subjectId, objectId }: AuditEntry): SQL | undefined {
  if (subjectId) return eq(auditEntries.subjectId, subjectId);
  return objectId ? sql`${objectOf(auditEntries)} = ${objectId}` : undefined;
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
    .leftJoin(groups, eq(groups.id, auditEntries.subjectId))
    .leftJoin(oauthClients, eq(oauthClients.id, auditEntries.subjectId))
    .leftJoin(auditUndone, eq(auditUndone.entryId, auditEntries.id))
    .leftJoin(undo, eq(undo.id, auditUndone.undoId))
    .leftJoin(undoer, eq(undoer.userId, undo.actorId))
    .where(where)
    .orderBy(...order)
    .limit(limit);
}

function before(id: string | undefined): SQL | undefined {
  return id === undefined ? undefined : lt(auditEntries.id, id);
}

/**
 * Whom an entry is about is looked for as its subject and as its object, each by its own index and no further than a page. Asked
 * as one or the other, the whole trail would be gone through for who has few entries.
 */
function chosen(ask: { filter: AuditFilter; after: string | undefined; readerId: string; limit: number }) {
  const { filter, after, readerId, limit } = ask;
  const where = and(matches(filter), before(after), not(namesReporterTo(readerId)));
  const { about } = filter;
  if (about === undefined) return { where, limit };
  const latest = (isAbout: SQL) => sql`(
    select ${auditEntries.id} from ${auditEntries} where ${and(where, isAbout)} order by ${auditEntries.id} desc limit ${limit})`;
  const found = sql`${latest(eq(auditEntries.subjectId, about))} union all ${latest(sql`${objectOf(auditEntries)} = ${about}`)}`;
  return { where: sql`${auditEntries.id} = any(array(${found}))`, limit };
}

/**
 * Whether an entry tells who reported the reader, or a group that they answer for, or did since the case began: whoever is reported
 * does not learn by whom, whatever else they may read. As for their case, which does not exist for them.
 */
function namesReporterTo(readerId: string): SQL {
  const began = sql`(select ${cases.openedAt} from ${cases} where ${cases.id} = (${auditEntries.after}->>'case')::uuid)`;
  const about = {
    groupId: sql`${auditEntries.subjectId}`,
    since: sql`coalesce(${began}, ${auditEntries.at})`,
  };
  return sql`(${auditEntries.kind} = 'report.filed' and (${auditEntries.subjectId} = ${readerId}::uuid or exists (
    select from ${memberships} as own_group where own_group.user_id = ${readerId}::uuid
      and own_group.principal_id = ${auditEntries.subjectId} and own_group.standing >= 'manager')
    or ${hasSteppedDown({ userId: readerId, ...about })}))`;
}

/** All of a filter but whom it is about. Nobody is found where nobody has the handle. */
function matches(filter: AuditFilter): SQL | undefined {
  const { actor: by, subject: of, bySystem, group, kind, requestId, ip, from, until } = filter;
  return and(
    by === undefined ? undefined : eq(auditEntries.actorId, personCalled(by)),
    of === undefined ? undefined : eq(auditEntries.subjectId, personCalled(of)),
    // Of whom was taken out nobody knows any more who it was.
    bySystem ? and(isNull(auditEntries.actorId), isNull(auditEntries.redactedAt)) : undefined,
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
