import { and, eq, gte, inArray, isNotNull, or } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { connections, passkeys, recoveryCodes, totpAuthenticators } from '@/db/schema/factors';

/** Factors that are being taken away from a person. */
interface Removal {
  userId: string;
  /** Of the passkeys, which. */
  passkeyIds: string[];
  /** How many are gone already. */
  removed: number;
}

/**
 * Begins to take away what was added to an account at an event or after it, the one that the event names in any case:
 * authenticator apps, recovery codes (a set counts one) and connections go at once, passkeys are held so that none is used
 * any more. `endRemoval` takes those away once the sign-ins are ended that may refer to them. Under `lockPerson`.
 */
export async function beginRemoval(
  db: Database,
  event: { userId: string; at: Date; details: Record<string, string | number | boolean> | null },
): Promise<Removal> {
  const { userId, at, details } = event;
  const factorId = details?.factorId;
  const isNamed = (id: PgColumn) => (typeof factorId === 'string' ? eq(id, factorId) : undefined);
  // What is in use; an app that was only begun belongs to a session, and ends with it.
  const apps = await db
    .delete(totpAuthenticators)
    .where(
      and(
        eq(totpAuthenticators.userId, userId),
        isNotNull(totpAuthenticators.confirmedAt),
        or(gte(totpAuthenticators.confirmedAt, at), isNamed(totpAuthenticators.id)),
      ),
    )
    .returning({ id: totpAuthenticators.id });
  const codes = await db
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), gte(recoveryCodes.createdAt, at)))
    .returning({ hash: recoveryCodes.hash });
  const accounts = await db
    .delete(connections)
    .where(and(eq(connections.userId, userId), gte(connections.createdAt, at)))
    .returning({ accountId: connections.accountId });
  const held = await db
    .select({ id: passkeys.id })
    .from(passkeys)
    .where(and(eq(passkeys.userId, userId), or(gte(passkeys.createdAt, at), isNamed(passkeys.id))))
    .orderBy(passkeys.id)
    .for('no key update');
  const removed = apps.length + (codes.length > 0 ? 1 : 0) + accounts.length;
  return { userId, passkeyIds: held.map(({ id }) => id), removed };
}

/** Takes the passkeys away that `beginRemoval` holds. @returns how many factors went in all */
export async function endRemoval(db: Database, { userId, passkeyIds, removed }: Removal): Promise<number> {
  const gone = await db
    .delete(passkeys)
    .where(and(eq(passkeys.userId, userId), inArray(passkeys.id, passkeyIds)))
    .returning({ id: passkeys.id });
  return removed + gone.length;
}
