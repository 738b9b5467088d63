import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { test } from '@/server/testing/fixtures';
import { untilWaiting } from '@/server/testing/waiting';
import { closeEmptied } from './emptied';

const now = new Date();

test('of the groups of whoever goes those are closed that nobody else is in', async ({
  db,
  given,
  trail,
}) => {
  const [owner, other] = [await given.user(), await given.user()];
  const [alone, alsoAlone, together] = [
    await given.group({ owners: [owner] }),
    await given.group({ owners: [owner] }),
    await given.group({ owners: [owner], members: [other] }),
  ];
  await closeEmptied(db, { userId: owner.id, now });
  const removed = async (id: string) =>
    (await db.select({ removedAt: groups.removedAt }).from(groups).where(eq(groups.id, id)))[0]?.removedAt;
  expect([await removed(alone), await removed(alsoAlone), await removed(together)]).toEqual([now, now, null]);
  expect(await trail(owner)).toEqual([]);
});

test('a group that somebody came into meanwhile stays', async ({ db, given }) => {
  const [owner, newcomer] = [await given.user(), await given.user()];
  const id = await given.group({ owners: [owner] });
  let closing: Promise<void> | undefined;
  await db.transaction(async (tx) => {
    // As whoever comes in holds it.
    await tx.execute(sql`select from groups where id = ${id} for no key update`);
    closing = closeEmptied(db, { userId: owner.id, now });
    await untilWaiting(db, 1);
    await tx.insert(memberships).values({ userId: newcomer.id, principalId: id });
  });
  await closing;
  expect(await db.$count(groups, sql`id = ${id} and removed_at is null`)).toBe(1);
});
