import { eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { passkeys } from '@/db/schema/factors';
import { users } from '@/db/schema/users';
import type { Session } from './sessions';

/** Whether to offer a passkey: to somebody who came in with a password, has none, and has not waved the offer away. */
export async function getPasskeyOffer(
  db: Database,
  { session }: { session: Pick<Session, 'userId' | 'amr'> },
): Promise<{ offer: boolean }> {
  const { pwd, hwk, swk } = session.amr;
  if (pwd === undefined || hwk !== undefined || swk !== undefined) return { offer: false };
  const [person] = await db
    .select({
      dismissedAt: users.passkeyOfferDismissedAt,
      hasOne: sql<boolean>`exists (select from ${passkeys} where ${eq(passkeys.userId, users.id)})`,
    })
    .from(users)
    .where(eq(users.id, session.userId))
    .limit(1);
  return { offer: person !== undefined && person.dismissedAt === null && !person.hasOne };
}

/** Waves the offer of a passkey away, for good. */
export async function dismissPasskeyOffer(
  db: Database,
  { userId, now }: { userId: string; now: Date },
): Promise<void> {
  await db.update(users).set({ passkeyOfferDismissedAt: now }).where(eq(users.id, userId));
}
