import { eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { principals } from '@/db/schema/principals';
import { contacts, privacySettings } from '@/db/schema/privacy';
import { profiles, users } from '@/db/schema/users';
import { StartError } from '@/db/start-error';
import { hashPassword } from './auth/passwords';
import { createAccount } from './auth/verify-email';
import { DEMO_CONTACTS, DEMO_GROUP, DEMO_PASSWORD, DEMO_PEOPLE } from './demo-people';
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
    for (const { email, displayName, handle, bio, role, privacy } of missing) {
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
      if (privacy) await tx.update(privacySettings).set(privacy).where(eq(privacySettings.userId, userId));
      if (role) await grantRole(tx, { email, role, cause: { actorId: null }, now });
    }
    await bringTogether(tx, { invited: missing.map(({ email }) => email), now });
  });
}

/** Puts those who were just invited among the others: a group, and contacts. Who has left one is not put back. */
async function bringTogether(tx: Database, { invited, now }: { invited: string[]; now: Date }) {
  const people = await tx
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(inArray(users.email, emails));
  const { id, name, owner, members } = DEMO_GROUP;
  await tx.insert(principals).values({ id, kind: 'group' }).onConflictDoNothing();
  await tx.insert(groups).values({ id, name, createdAt: now }).onConflictDoNothing();
  const joining = people.filter(({ email }) => members.includes(email) && invited.includes(email));
  if (joining.length)
    await tx
      .insert(memberships)
      .values(
        joining.map((person) => ({
          userId: person.id,
          principalId: id,
          standing: person.email === owner ? ('owner' as const) : ('member' as const),
          grantedAt: now,
        })),
      )
      .onConflictDoNothing();

  const [one, other] = people.filter(({ email }) => DEMO_CONTACTS.includes(email));
  if (!one || !other || !DEMO_CONTACTS.some((email) => invited.includes(email))) return;
  await tx
    .insert(contacts)
    .values([
      { userId: one.id, contactId: other.id, since: now },
      { userId: other.id, contactId: one.id, since: now },
    ])
    .onConflictDoNothing();
}
