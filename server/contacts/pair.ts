import { asc, inArray, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { isLimited } from '@/server/privacy/policy';

/**
 * Holds what is between two people still until the transaction ends. Both are locked, in the order of their ids, so that two
 * who act on each other at the same moment follow one another and never wait for each other. One statement, whether or not
 * there is anybody on the other side.
 * @returns whether the other one is there, with an account that is active, and whether moderators keep the one who acts from
 *   getting in touch
 * @throws ACCOUNT_INACTIVE when the one who acts is suspended, paused or leaving by now; NOT_FOUND when they are gone
 */
export async function lockPair(
  db: Database,
  { userId, otherId, now }: { userId: string; otherId: string; now: Date },
) {
  const people = await db
    .select({
      id: users.id,
      status: users.status,
      isLimited: isLimited(users.limitedUntil, sql`${now.toISOString()}::timestamptz`),
    })
    .from(users)
    .where(inArray(users.id, [userId, otherId]))
    .orderBy(asc(users.id))
    .for('no key update');
  const me = people.find(({ id }) => id === userId);
  if (!me) throw new DomainError('NOT_FOUND');
  if (me.status !== 'active') throw new DomainError('ACCOUNT_INACTIVE');
  const other = people.find(({ id }) => id === otherId);
  return { exists: other !== undefined, isActive: other?.status === 'active', isLimited: me.isLimited };
}
