import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { principals } from '@/db/schema/principals';
import { privacySettings } from '@/db/schema/privacy';
import { passwords, sessions } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import { hashPassword } from '@/server/auth/passwords';
import { LIFETIME } from '@/server/auth/sessions';
import { hashToken } from '@/server/auth/tokens';

/** How many there are, numbered from 0. */
export const PEOPLE = 10_000;
const BATCH = 1000;

/** Everybody's. */
export const PASSWORD = 'seven walruses knit at dawn';

export const emailOf = (n: number) => `person-${n}@example.test`;

/** The token of the session that a person has from the beginning, as long as a real one. */
export const tokenOf = (n: number) => createHash('sha256').update(`person ${n}`).digest('base64url');

/** Fills an empty database with people who have a password, a profile and a session each. */
export async function seedPeople(db: Database) {
  const hash = await hashPassword(PASSWORD);
  for (let from = 0; from < PEOPLE; from += BATCH) await seedBatch(db, { from, hash, now: new Date() });
  await db.execute(sql`analyze`);
}

async function seedBatch(db: Database, { from, hash, now }: { from: number; hash: string; now: Date }) {
  const people = Array.from({ length: BATCH }, (_, at) => ({ id: uuid(), n: from + at }));
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  const session = {
    createdAt: now,
    authTime: now,
    // In a while, so that no request of the bench is the one in a minute that writes when it was last seen.
    lastSeenAt: later(3600),
    idleSeconds: LIFETIME.member.idle,
    expiresAt: later(LIFETIME.member.absolute),
    aal: 1,
    amr: { pwd: now.toISOString() },
    provenAt: now,
    provenAal: 1,
  };
  await db.insert(principals).values(people.map(({ id }) => ({ id, kind: 'user' as const })));
  await db
    .insert(users)
    .values(people.map(({ id, n }) => ({ id, email: emailOf(n), locale: 'en' as const, createdAt: now })));
  await db.insert(profiles).values(
    people.map(({ id, n }) => ({
      userId: id,
      handle: `person-${n}`,
      displayName: `Person ${n}`,
      bio: 'Draws **maps** of places that are not there yet.',
      pronouns: 'they/them',
      location: 'Over there',
      website: 'https://example.test/about',
      updatedAt: now,
    })),
  );
  await db.insert(privacySettings).values(people.map(({ id }) => ({ userId: id })));
  await db.insert(passwords).values(people.map(({ id }) => ({ userId: id, hash, changedAt: now })));
  await db
    .insert(sessions)
    .values(
      people.map(({ id, n }) => ({ id: uuid(), userId: id, tokenHash: hashToken(tokenOf(n)), ...session })),
    );
}
