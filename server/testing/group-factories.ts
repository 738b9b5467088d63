import { eq, like } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { groupInvitations, groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { principals } from '@/db/schema/principals';
import { users } from '@/db/schema/users';

type Somebody = { id: string };
type Group = typeof groups.$inferInsert;
type Invitation = typeof groupInvitations.$inferInsert;

const DAY = 86_400_000;

/** What tests of groups start from: rows as they would be, without any rule asked. */
export function groupFactories(db: Database) {
  return {
    /** A group with people in it, by its id. */
    async group(
      people: { owners?: Somebody[]; managers?: Somebody[]; members?: Somebody[] },
      wish: Partial<Group> = {},
    ) {
      const id = wish.id ?? uuid();
      const { owners = [], managers = [], members = [] } = people;
      await db.insert(principals).values({ id, kind: 'group' });
      await db.insert(groups).values({ name: `Group ${id}`, createdAt: new Date(), ...wish, id });
      const places = [
        ...owners.map((one) => ({ userId: one.id, standing: 'owner' as const })),
        ...managers.map((one) => ({ userId: one.id, standing: 'manager' as const })),
        ...members.map((one) => ({ userId: one.id, standing: 'member' as const })),
      ];
      if (places.length > 0)
        await db.insert(memberships).values(places.map((place) => ({ ...place, principalId: id })));
      return id;
    },

    /** Somebody is invited into a group by somebody, or asks to come in. */
    async groupInvitation(
      groupId: string,
      to: Somebody,
      by: Somebody | null,
      wish: Partial<Pick<Invitation, 'standing' | 'at' | 'expiresAt'>> = {},
    ) {
      const at = wish.at ?? new Date();
      const row = { invitedBy: by?.id ?? null, at, expiresAt: new Date(at.getTime() + 14 * DAY) };
      await db.insert(groupInvitations).values({ groupId, userId: to.id, ...row, ...wish });
    },
  };
}

/**
 * `size` groups that a person is in, `size` that they are invited to; and into each group of theirs so many of the crowd, half of
 * them by an invitation.
 */
export async function groupAround(db: Database, person: { id: string; email: string }, size: number) {
  const crowd = await db.select({ id: users.id }).from(users).where(like(users.email, 'crowd-%')).limit(size);
  if (!crowd.length) return;
  const theirs = await db
    .select({ id: groups.id })
    .from(groups)
    .innerJoin(memberships, eq(memberships.principalId, groups.id))
    .where(eq(memberships.userId, person.id));
  const [inThem, invitedTo] = [crowd.map(() => uuid()), crowd.map(() => uuid())];
  const all = [...inThem, ...invitedTo];
  const at = new Date(Date.now() - DAY);
  const expiresAt = new Date(Date.now() + DAY);
  await db.insert(principals).values(all.map((id) => ({ id, kind: 'group' as const })));
  await db.insert(groups).values(all.map((id) => ({ id, name: `Crowd ${id}`, createdAt: at })));
  const places = theirs.flatMap(({ id }) => crowd.map((one) => ({ userId: one.id, principalId: id })));
  await db
    .insert(memberships)
    .values([...places, ...inThem.map((id) => ({ userId: person.id, principalId: id }))])
    .onConflictDoNothing();
  const toThem = invitedTo.map((groupId) => ({
    groupId,
    userId: person.id,
    invitedBy: crowd[0]?.id ?? null,
  }));
  const ofThem = theirs.flatMap(({ id }) =>
    crowd.map((one) => ({ groupId: id, userId: one.id, invitedBy: null })),
  );
  await db.insert(groupInvitations).values([...toThem, ...ofThem].map((row) => ({ ...row, at, expiresAt })));
}
