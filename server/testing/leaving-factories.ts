import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { departures } from '@/db/schema/leaving';
import { users } from '@/db/schema/users';
import { signLink } from '@/server/links';
import { SECRET } from './callers';

const DAY = 86_400_000;

/** Makes accounts that are away. Their sessions stay, as of somebody who has signed in again. */
export function leavingFactories(db: Database) {
  const away = async (departure: typeof departures.$inferInsert, status: 'deactivated' | 'leaving') => {
    await db.update(users).set({ status }).where(eq(users.id, departure.userId));
    await db.insert(departures).values(departure);
  };

  return {
    /** The signature of a receipt by a key that nobody here knows. */
    foreignReceipt: `${Buffer.from(JSON.stringify({ alg: 'ES256', kid: 'k'.repeat(43) })).toString('base64url')}.e30.${'A'.repeat(86)}`,

    /** The same person, whose account is paused: until `dueAt`, or for good. */
    async paused<P extends { id: string }>(
      person: P,
      { dueAt = null }: { dueAt?: Date | null } = {},
    ): Promise<P> {
      await away({ userId: person.id, kind: 'pause', since: new Date(), dueAt }, 'deactivated');
      return person;
    },

    /** The same person, whose account is about to be deleted, with the secret of the link that keeps it. */
    async leaving<P extends { id: string }>(
      person: P,
      {
        dueAt = new Date(Date.now() + 14 * DAY),
        keepsMessages = false,
      }: { dueAt?: Date; keepsMessages?: boolean } = {},
    ): Promise<P & { receiptId: string; keepLink: string }> {
      const receiptId = uuid();
      const since = new Date();
      await away({ userId: person.id, kind: 'deletion', since, dueAt, receiptId, keepsMessages }, 'leaving');
      const keepLink = signLink({ secret: SECRET, purpose: 'keep-account', id: receiptId });
      return { ...person, receiptId, keepLink };
    },

    /** The same person, whose account staff has suspended. */
    async suspended<P extends { id: string }>(person: P): Promise<P> {
      await db.update(users).set({ status: 'suspended' }).where(eq(users.id, person.id));
      return person;
    },
  };
}

/** A person is away once or not at all, so there is nothing to lay around them. */
export async function leavingAround(_db: Database, _person: { id: string; email: string }, _size: number) {
  return undefined;
}
