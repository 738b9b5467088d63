import { sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import { rateLimits } from '@/db/schema/operations';
import { memberships, principalPermissions, roles } from '@/db/schema/permissions';
import { principals } from '@/db/schema/principals';
import { privacySettings } from '@/db/schema/privacy';
import { sessions, signUps } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import { LIFETIME } from '@/server/auth/sessions';
import { addJob } from '@/server/jobs/queue';
import { PERMISSIONS } from '@/server/roles/permissions';
import { accountAround } from './account-factories';
import { codesAround } from './codes-factories';
import { connectionsAround } from './connection-factories';
import { contactAround } from './contact-factories';
import { groupAround } from './group-factories';
import { inboxAround } from './inbox-factories';
import { leavingAround } from './leaving-factories';
import { moderationAround } from './moderation-factories';
import { notificationsAround } from './notification-factories';
import { appsAround } from './oauth-factories';
import { passkeysAround } from './passkey-factories';
import { photoAround } from './photo-factories';
import { preferencesAround } from './preference-factories';
import { privacyAround } from './privacy-factories';
import { roleAround } from './role-factories';

const now = new Date();
const later = new Date(now.getTime() + 3_600_000);

/** `size` rows of what belongs to nobody: other people, with handles that are alike (`al-2`, `al-3` ...), failing jobs, limits. */
export async function crowd(db: Database, size: number) {
  const people = each(size, (n) => ({ id: uuid(), n }));
  await db.insert(principals).values(people.map(({ id }) => ({ id, kind: 'user' as const })));
  await db.insert(users).values(
    people.map(({ id, n }) => ({
      id,
      email: `crowd-${n}@example.test`,
      locale: 'en' as const,
      createdAt: now,
    })),
  );
  await db
    .insert(profiles)
    .values(
      people.map(({ id, n }) => ({ userId: id, handle: `al-${n + 2}`, displayName: 'Al', updatedAt: now })),
    );
  await db.insert(privacySettings).values(people.map(({ id }) => ({ userId: id })));
  await db.insert(rateLimits).values(each(size, (n) => ({ key: `crowd:${n}`, points: 1, expire: later })));
  for (const key of each(size, (n) => `crowd-${n}`)) await addJob(db, { name: 'sweep', payload: {}, key });
  await db.execute(sql`
    update graphile_worker._private_jobs set attempts = 1, run_at = now() + interval '1 hour' where key like 'crowd-%'`);
}

/** `size` rows of what can belong to a person: roles with every permission, sessions, sign-ups with their address, audit entries. */
export async function crowdAround(db: Database, person: { id: string; email: string }, size: number) {
  const held = each(size, () => uuid());
  await db.insert(principals).values(held.map((id) => ({ id, kind: 'role' as const })));
  await db.insert(roles).values(held.map((id) => ({ id, key: id, createdAt: now })));
  const everything = Object.values(PERMISSIONS).map((permission) => permission.id);
  await db
    .insert(principalPermissions)
    .values(held.flatMap((principalId) => everything.map((permissionId) => ({ principalId, permissionId }))));
  await db.insert(memberships).values(held.map((principalId) => ({ userId: person.id, principalId })));

  const times = { createdAt: now, lastSeenAt: now, authTime: now, expiresAt: later };
  const proof = {
    userId: person.id,
    idleSeconds: LIFETIME.member.idle,
    aal: 1,
    provenAal: 1,
    provenAt: now,
    amr: {},
  };
  await db.insert(sessions).values(each(size, () => ({ id: uuid(), tokenHash: uuid(), ...times, ...proof })));
  const wish = { displayName: 'Al', passwordHash: 'none', locale: 'en' as const, expiresAt: later };
  await db
    .insert(signUps)
    .values(each(size, () => ({ id: uuid(), email: person.email, cookieHash: uuid(), ...wish })));
  await db
    .insert(auditEntries)
    .values(each(size, () => ({ id: uuid(), at: now, kind: 'profile.updated', subjectId: person.id })));
  await accountAround(db, person, size);
  await codesAround(db, person, size);
  await connectionsAround(db, person, size);
  await appsAround(db, person, size);
  await passkeysAround(db, person, size);
  await contactAround(db, person, size);
  await inboxAround(db, person, size);
  await notificationsAround(db, person, size);
  await leavingAround(db, person, size);
  await photoAround(db, person, size);
  await preferencesAround(db, person, size);
  await privacyAround(db, person, size);
  await roleAround(db, person, size);
  await groupAround(db, person, size);
  await moderationAround(db, person, size);
}

function each<Row>(size: number, row: (n: number) => Row) {
  return Array.from({ length: size }, (_, n) => row(n));
}
