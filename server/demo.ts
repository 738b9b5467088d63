import { eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { profiles, users } from '@/db/schema/users';
import { StartError } from '@/db/start-error';
import { hashPassword } from './auth/passwords';
import { createAccount } from './auth/verify-email';
import { DEMO_PASSWORD, DEMO_PEOPLE } from './demo-people';
import { grantRole } from './roles/commands';

const LOCK = 7_340_002;
const emails = DEMO_PEOPLE.map(({ email }) => email);

/**
 * Sees to it that nobody of the demo, whose password everybody knows, is in a real installation.
 * @throws StartError
 */
export async function refuseDemoPeople(db: Database) {
  const found = await db.select({ email: users.email }).from(users).where(inArray(users.email, emails));
  if (!found.length) return;
  throw new StartError(
    `This database has people of the demo (${found.map(({ email }) => email).join(', ')}), whose password is public. ` +
      'Give a real installation a database of its own.',
  );
}

/** Adds the demo people that are not there yet; what somebody changed about the others stays. */
export async function seedDemo(db: Database, { now }: { now: Date }) {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
    const known = new Set(
      (await tx.select({ email: users.email }).from(users).where(inArray(users.email, emails))).map(
        ({ email }) => email,
      ),
    );
    const missing = DEMO_PEOPLE.filter(({ email }) => !known.has(email));
    if (!missing.length) return;
    const passwordHash = await hashPassword(DEMO_PASSWORD);
    for (const { email, displayName, handle, bio, role } of missing) {
      const userId = await createAccount(tx, {
        email,
        displayName,
        handle,
        passwordHash,
        locale: 'en',
        timeZone: null,
        now,
      });
      await tx.update(profiles).set({ bio }).where(eq(profiles.userId, userId));
      if (role) await grantRole(tx, { email, role, cause: { actorId: null }, now });
    }
  });
}
