import { and, eq, gt, isNull, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { contactRequests } from '@/db/schema/privacy';
import { users } from '@/db/schema/users';
import { circleOf, isContact, isSeen, mayReach } from '@/server/privacy/policy';
import { type Between, QUESTION_DAYS } from './rules';

/** What is between two people, in one statement, whether or not there is anybody on the other side. */
export async function findBetween(
  db: Database,
  { userId, otherId, now }: { userId: string; otherId: string; now: Date },
): Promise<Between> {
  const me = sql`${userId}::uuid`;
  const look = { viewerId: me, asStaff: sql`false`, now: sql`${now.toISOString()}::timestamptz` };
  const open = isOpen(look.now);
  const byMe = and(eq(contactRequests.fromId, me), eq(contactRequests.toId, users.id), open);
  const byThem = and(eq(contactRequests.fromId, users.id), eq(contactRequests.toId, me), open);
  const undecided = isNull(contactRequests.declinedAt);
  const everByMe = and(eq(contactRequests.fromId, me), eq(contactRequests.toId, users.id));
  const lately = gt(contactRequests.askedAt, sql`${look.now} - interval '1 day'`);
  const [found] = await db
    .select({
      isThere: sql<boolean>`${circleOf(users, look)} is not null`,
      areContacts: whole(isContact(users.id, me)),
      askedByMe: sql<boolean>`exists (select from ${contactRequests} where ${byMe})`,
      askedByThem: sql<boolean>`exists (select from ${contactRequests} where ${byThem})`,
      waitsForMe: sql<boolean>`exists (select from ${contactRequests} where ${and(byThem, undecided)})`,
      mayAsk: whole(mayReach(users.id, look, 'contactRequestsFrom')),
      isSeenByThem: whole(isSeen(me, { ...look, viewerId: sql`${users.id}` })),
      askedLately: sql<boolean>`exists (select from ${contactRequests} where ${and(everByMe, lately)})`,
    })
    .from(users)
    .where(eq(users.id, otherId));
  return found ?? NOBODY;
}

/** A question that was not taken back and is not too old; it may have been declined. */
export function isOpen(now: SQL): SQL | undefined {
  return and(
    isNull(contactRequests.withdrawnAt),
    gt(contactRequests.askedAt, sql`${now} - make_interval(days => ${sql.raw(String(QUESTION_DAYS))})`),
  );
}

/** Drizzle leaves out the table of columns that stand right in a field; within a subquery they would be another's. */
function whole(condition: SQL<boolean>) {
  return sql<boolean>`${condition}`;
}

const NOBODY: Between = {
  isThere: false,
  areContacts: false,
  askedByMe: false,
  askedByThem: false,
  waitsForMe: false,
  mayAsk: false,
  isSeenByThem: false,
  askedLately: false,
};
