import { asc, inArray } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';

/**
 * Holds what is between two people still until the transaction ends. Both are locked, in the order of their ids, so that two
 * who act on each other at the same moment follow one another and never wait for each other. One statement, whether or not
 * there is anybody on the other side.
 * @returns whether the other one is there, with an account that is active
 * @throws ACCOUNT_INACTIVE when the one who acts is suspended, paused or leaving by now; NOT_FOUND when they are gone
 */
export async function lockPair(db: Database, { userId, otherId }: { userId: string; otherId: string }) {
  const people = await db
    .select({ id: users.id, status: users.status })
    .from(users)
    .where(inArray(users.id, [userId, otherId]))
    .orderBy(asc(users.id))
    .for('no key update');
  const me = people.find(({ id }) => id === userId);
  if (!me) throw new DomainError('NOT_FOUND');
  if (me.status !== 'active') throw new DomainError('ACCOUNT_INACTIVE');
  const other = people.find(({ id }) => id === otherId);
  return { exists: other !== undefined, isActive: other?.status === 'active' };
}
