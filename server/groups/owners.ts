import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { inForceAt } from './group-rows';
import type { OwnedAlone } from './types';

// Written out, for the index of owners alone.
const IS_OWNER = sql`${memberships.standing} = 'owner'`;

/**
 * Whose account counts for an owner who can answer for a group: in use, or paused, since a pause is theirs to end. Who is about to be
 * deleted is as good as gone, and who is suspended can do nothing.
 */
const ANSWERING = ['active', 'deactivated'] as const;

/** How often a deletion is begun anew whose person has become the owner of another group meanwhile. */
const TRIES = 5;

/** Refuses what would leave a group without an owner. Under the lock on the group, before the write. @throws LAST_OWNER */
export async function refuseLastOwner(
  tx: Database,
  { groupId, personId }: { groupId: string; personId: string },
) {
  const [other] = await tx
    .select({ id: memberships.userId })
    .from(memberships)
    .innerJoin(users, and(eq(users.id, memberships.userId), inArray(users.status, ANSWERING)))
    .where(
      and(
        eq(memberships.principalId, groupId),
        ne(memberships.userId, personId),
        IS_OWNER,
        // One whose place comes to its end would leave it without.
        isNull(memberships.expiresAt),
      ),
    )
    .limit(1);
  if (!other) throw new DomainError('LAST_OWNER');
}

const theirs = alias(memberships, 'their_place');
const another = alias(memberships, 'another_place');
const owner = alias(users, 'another_owner');

/**
 * The groups that a person owns, and of each whether others are in it and nobody else answers for it. Of who is suspended, or has
 * decided to leave, none: nobody is kept who could name no successor.
 */
async function listOwned(db: Database, { userId, now }: { userId: string; now: Date }) {
  const at = sql`${now.toISOString()}::timestamptz`;
  const others = sql`select from ${memberships} as ${another}
    join ${users} as ${owner} on ${owner.id} = ${another.userId}
    where ${another.principalId} = ${groups.id} and ${another.userId} <> ${theirs.userId}
      and (${another.expiresAt} is null or ${another.expiresAt} > ${at})`;
  return db
    .select({
      groupId: groups.id,
      name: groups.name,
      isAlone: sql<boolean>`(exists (${others}) and not exists (${others} and ${another.standing} = 'owner'
        and ${another.expiresAt} is null and ${owner.status} in ('active', 'deactivated')))`,
    })
    .from(theirs)
    .innerJoin(users, and(eq(users.id, theirs.userId), inArray(users.status, ANSWERING)))
    .innerJoin(groups, and(eq(groups.id, theirs.principalId), isNull(groups.removedAt)))
    .where(
      and(
        eq(theirs.userId, userId),
        eq(theirs.standing, 'owner'),
        sql`(${theirs.expiresAt} is null or ${theirs.expiresAt} > ${at})`,
      ),
    )
    .orderBy(asc(sql`lower(${groups.name})`), asc(groups.id));
}

/** The groups that a person alone answers for, and that others are in: they name a successor before they leave. By name. */
export async function listOwnedAlone(db: Database, of: { userId: string; now: Date }): Promise<OwnedAlone[]> {
  const owned = await listOwned(db, of);
  return owned.flatMap(({ groupId, name, isAlone }) => (isAlone ? [{ groupId, name }] : []));
}

/** Which groups a transaction has locked that lets somebody leave. */
export interface OwnedGroups {
  groupIds: string[];
}

class OwnsMore extends Error {}

/**
 * A transaction that begins with locks on the groups that a person owns, in the order of their ids: people are locked after
 * groups, so `work` locks the person next, and asks `refuseSoleOwner`. Begun anew when they own another one by then.
 */
export async function withOwnedGroups<Result>(
  db: Database,
  { userId, now }: { userId: string; now: Date },
  work: (tx: Database, owned: OwnedGroups) => Promise<Result>,
): Promise<Result> {
  for (let tried = 1; ; tried++) {
    try {
      return await db.transaction(async (tx) => work(tx, await lockOwnedGroups(tx, { userId, now })));
    } catch (error) {
      if (!(error instanceof OwnsMore)) throw error;
      if (tried === TRIES) throw new DomainError('BUSY', { retryAfter: 1, cause: error });
    }
  }
}

async function lockOwnedGroups(tx: Database, { userId, now }: { userId: string; now: Date }) {
  const rows = await tx
    .select({ id: memberships.principalId })
    .from(memberships)
    .innerJoin(groups, and(eq(groups.id, memberships.principalId), isNull(groups.removedAt)))
    .where(and(eq(memberships.userId, userId), IS_OWNER, inForceAt(now)));
  const groupIds = rows.map(({ id }) => id);
  if (groupIds.length > 0)
    await tx
      .select({ id: groups.id })
      .from(groups)
      .where(inArray(groups.id, groupIds))
      .orderBy(asc(groups.id))
      .for('no key update');
  return { groupIds };
}

/**
 * Refuses that somebody leaves Foyer who alone answers for a group with others in it. Under the lock on the person, within
 * `withOwnedGroups`. @throws SOLE_OWNER
 */
export async function refuseSoleOwner(
  tx: Database,
  { userId, owned, now }: { userId: string; owned: OwnedGroups; now: Date },
) {
  const theirGroups = await listOwned(tx, { userId, now });
  if (theirGroups.some(({ groupId }) => !owned.groupIds.includes(groupId))) throw new OwnsMore();
  if (theirGroups.some(({ isAlone }) => isAlone)) throw new DomainError('SOLE_OWNER');
}
