import { eq, like } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { messages } from '@/db/schema/messages';
import { memberships } from '@/db/schema/permissions';
import { principals } from '@/db/schema/principals';
import { blocks, contactRequests, contacts } from '@/db/schema/privacy';
import { users } from '@/db/schema/users';

type Somebody = { id: string };

const DAY = 86_400_000;

/** What tests of contacts, blocks and messages start from. */
export function contactFactories(db: Database) {
  return {
    /** Two people who are contacts of each other. */
    async contacts(one: Somebody, other: Somebody, { since = new Date() } = {}) {
      await db.insert(contacts).values([
        { userId: one.id, contactId: other.id, since },
        { userId: other.id, contactId: one.id, since },
      ]);
    },

    /** Somebody who asked to be a contact. */
    async contactRequest(
      from: Somebody,
      to: Somebody,
      wish: Partial<Pick<typeof contactRequests.$inferInsert, 'askedAt' | 'declinedAt' | 'withdrawnAt'>> = {},
    ) {
      const row = { fromId: from.id, toId: to.id, askedAt: new Date() };
      await db.insert(contactRequests).values({ ...row, ...wish });
    },

    async block(blocker: Somebody, blocked: Somebody) {
      await db.insert(blocks).values({ blockerId: blocker.id, blockedId: blocked.id, at: new Date() });
    },

    /** A message that lies in an inbox, by its id. */
    async message(
      from: Somebody | null,
      to: Somebody,
      wish: Partial<
        Pick<typeof messages.$inferInsert, 'body' | 'at' | 'isRequest' | 'readAt' | 'removedAt'>
      > = {},
    ) {
      const id = uuid();
      const row = {
        id,
        senderId: from?.id ?? null,
        recipientId: to.id,
        body: 'Good morning',
        at: new Date(),
      };
      await db.insert(messages).values({ ...row, ...wish });
      return id;
    },

    /** The same person, whose account is older than any rule asks for. */
    async longHere<P extends Somebody>(person: P): Promise<P> {
      await db
        .update(users)
        .set({ createdAt: new Date(Date.now() - 400 * DAY) })
        .where(eq(users.id, person.id));
      return person;
    },

    /** A group that these people are in. */
    async groupWith(...people: Somebody[]) {
      const id = uuid();
      await db.insert(principals).values({ id, kind: 'group' });
      await db.insert(groups).values({ id, name: 'Walruses', createdAt: new Date() });
      await db.insert(memberships).values(people.map((person) => ({ userId: person.id, principalId: id })));
      return id;
    },
  };
}

/** `size` contacts, questions both ways, blocks and messages both ways around a person, with people of the crowd. */
export async function contactAround(db: Database, person: { id: string; email: string }, size: number) {
  const crowd = await db.select({ id: users.id }).from(users).where(like(users.email, 'crowd-%')).limit(size);
  if (!crowd.length) return;
  const me = person.id;
  const at = new Date(Date.now() - DAY);
  await db.insert(contacts).values(
    crowd.flatMap(({ id }) => [
      { userId: me, contactId: id, since: at },
      { userId: id, contactId: me, since: at },
    ]),
  );
  await db.insert(contactRequests).values(
    crowd.flatMap(({ id }) => [
      { fromId: me, toId: id, askedAt: at },
      { fromId: id, toId: me, askedAt: at },
    ]),
  );
  await db.insert(blocks).values(crowd.map(({ id }) => ({ blockerId: me, blockedId: id, at })));
  const lines = crowd.flatMap(({ id }) => [
    { senderId: id, recipientId: me, isRequest: false },
    { senderId: id, recipientId: me, isRequest: true },
    { senderId: me, recipientId: id, isRequest: false },
  ]);
  await db.insert(messages).values(lines.map((line) => ({ id: uuid(), ...line, body: 'Hello', at })));
}
