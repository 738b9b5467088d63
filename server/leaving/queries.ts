import { eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import { departures, erasureReceipts } from '@/db/schema/leaving';
import { messages } from '@/db/schema/messages';
import { appeals } from '@/db/schema/moderation';
import { oauthClients } from '@/db/schema/oauth';
import { formerHandles, profiles, users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { listOwnedAlone } from '@/server/groups/owners';
import { findAdminStanding } from '@/server/roles/last-admin';
import type { AccountState, Blocker, DataKind, DeletionImpact } from './catalog';
import { auditEnd, handlesEnd } from './rules';
import { ERASED, isGroupAppealOf } from './tables';

const DAY = 86_400_000;

/** The account of somebody who is signed in, whatever its state. @throws NOT_FOUND */
export async function getAccountState(db: Database, { userId }: { userId: string }): Promise<AccountState> {
  const [found] = await db
    .select({
      status: users.status,
      handle: profiles.handle,
      displayName: profiles.displayName,
      email: users.email,
      since: departures.since,
      dueAt: departures.dueAt,
      receiptId: departures.receiptId,
    })
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .leftJoin(departures, eq(departures.userId, users.id))
    .where(eq(users.id, userId))
    .limit(1);
  if (!found || found.status === 'erasing') throw new DomainError('NOT_FOUND');
  const { status, since, dueAt, ...account } = found;
  return {
    ...account,
    status,
    since: since?.toISOString() ?? null,
    dueAt: dueAt?.toISOString() ?? null,
  };
}

/** What a deletion would do, as of now; what passes by itself within hours is left out. */
export async function getDeletionImpact(
  db: Database,
  { userId, graceDays, now }: { userId: string; graceDays: number; now: Date },
): Promise<DeletionImpact> {
  const person = { userId, emails: [] };
  const lasting = ERASED.filter(({ byEmail, kind }) => !byEmail && kind !== 'links');
  const counts = sql.join(
    lasting.map(
      ({ table, kind, whose, counted = whose }) =>
        sql`select ${kind} as kind, count(*)::int as count from ${table} where ${counted(person)}`,
    ),
    sql` union all `,
  );
  const rows = await db.execute<{ kind: DataKind | 'messages'; count: number }>(sql`
    select kind, sum(count)::int as count from (
      ${counts}
      union all select 'messages', count(*)::int from ${messages} where ${eq(messages.senderId, userId)}
      union all select 'appsOwned', count(*)::int from ${oauthClients} where ${eq(oauthClients.ownerId, userId)}
      union all select 'groupAppeals', count(*)::int from ${appeals} where ${isGroupAppealOf({ userId })}
      union all select 'handles', 1 + count(*)::int from ${formerHandles} where ${eq(formerHandles.userId, userId)}
      union all select 'auditTrail', count(*)::int from ${auditEntries}
        where ${auditEntries.subjectId} = ${userId}::uuid or ${auditEntries.actorId} = ${userId}::uuid
      union all select 'account', 1
      union all select 'profile', 1
    ) as counted group by kind having sum(count) > 0 order by kind`);
  const count = (kind: DataKind | 'messages') => rows.find((row) => row.kind === kind)?.count ?? 0;
  const erasedAt = new Date(now.getTime() + graceDays * DAY);
  const stays: DeletionImpact['stays'] = [
    {
      kind: 'handles',
      count: count('handles'),
      ground: 'impersonation',
      until: handlesEnd(erasedAt).toISOString(),
    },
    {
      kind: 'auditTrail',
      count: count('auditTrail'),
      ground: 'accountability',
      until: auditEnd(erasedAt).toISOString(),
    },
    { kind: 'appsOwned', count: count('appsOwned'), ground: 'others', until: null },
    { kind: 'groupAppeals', count: count('groupAppeals'), ground: 'others', until: null },
  ];
  const [{ isAdmin, hasOthers }, ownedAlone] = await Promise.all([
    findAdminStanding(db, { userId, now }),
    listOwnedAlone(db, { userId, now }),
  ]);
  const blockers: Blocker[] = [];
  if (isAdmin && !hasOthers) blockers.push('LAST_ADMIN');
  if (ownedAlone.length > 0) blockers.push('SOLE_OWNER');
  return {
    goes: rows.flatMap(({ kind, count }) =>
      kind === 'messages' || stays.some((one) => one.kind === kind) ? [] : [{ kind, count }],
    ),
    stays: stays.filter((one) => one.count > 0),
    messages: count('messages'),
    blockers,
    ownedAlone,
    graceDays,
  };
}

/** What is left of a deletion; `waiting` until it is carried out. @throws NOT_FOUND for an id that never was one */
export async function getReceipt(
  db: Database,
  { id }: { id: string },
): Promise<
  { state: 'waiting'; dueAt: string | null } | { state: 'erased'; document: string; signature: string }
> {
  const [found] = await db.execute<{
    dueAt: Date | null;
    document: string | null;
    signature: string | null;
  }>(sql`
    select ${departures.dueAt} as "dueAt", ${erasureReceipts.document}, ${erasureReceipts.signature}
    from (select ${id}::uuid as id) as wanted
    left join ${erasureReceipts} on ${erasureReceipts.id} = wanted.id
    left join ${departures} on ${departures.receiptId} = wanted.id
    where ${erasureReceipts.id} is not null or ${departures.receiptId} is not null`);
  if (!found) throw new DomainError('NOT_FOUND');
  const { document, signature, dueAt } = found;
  if (document !== null && signature !== null) return { state: 'erased', document, signature };
  return { state: 'waiting', dueAt: dueAt === null ? null : new Date(dueAt).toISOString() };
}

/** Whether an account is in use, what its person has decided, and the handle that confirms it. Under `lockPerson`. @throws NOT_FOUND */
export async function getStanding(db: Database, { userId }: { userId: string }) {
  const [standing] = await db
    .select({
      status: users.status,
      handle: profiles.handle,
      kind: departures.kind,
      receiptId: departures.receiptId,
    })
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .leftJoin(departures, eq(departures.userId, users.id))
    .where(eq(users.id, userId))
    .limit(1);
  if (!standing) throw new DomainError('NOT_FOUND');
  return standing;
}

/**
 * Somebody's pause or deletion with the status of their account; undefined for everybody else, and once they are gone.
 * @param find.hold their account stays as it is until the transaction ends
 */
export async function findDeparture(
  db: Database,
  { userId, hold = false }: { userId: string; hold?: boolean },
) {
  // A statement of its own: within the one that waits for the lock, the departure is as it was before it waited.
  if (hold) await db.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('no key update');
  const [departure] = await db
    .select({
      status: users.status,
      email: users.email,
      kind: departures.kind,
      dueAt: departures.dueAt,
      receiptId: departures.receiptId,
      keepsMessages: departures.keepsMessages,
      erased: departures.erased,
    })
    .from(departures)
    .innerJoin(users, eq(users.id, departures.userId))
    .where(eq(departures.userId, userId))
    .limit(1);
  return departure;
}
