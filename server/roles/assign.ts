import { and, eq } from 'drizzle-orm';
import { validate as isId } from 'uuid';
import type { Database } from '@/db/client';
import { memberships } from '@/db/schema/permissions';
import { profiles } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { endSignIns } from '@/server/auth/end-access';
import { endSessionsOf } from '@/server/auth/sessions';
import { DomainError } from '@/server/errors';
import { refuseNoAdmin } from './last-admin';
import { givesPower, lockPeople, lockRole, type RoleFacts } from './role-rows';
import { refuseAlone, TOOK_ADMINISTRATOR } from './second-person';
import { refuseAbove, refuseBeyondPrincipal } from './within';

interface Place {
  roleId: string;
  personId: string;
  cause: Cause & { actorId: string };
  now: Date;
}

interface Assignment extends Place {
  /** Null: for good. */
  expiresAt: Date | null;
  reason: string;
  /** A second administrator agreed. */
  agreed?: boolean;
}

/** Whoever has this handle, or this id. @throws NOT_FOUND */
export async function findPersonId(db: Database, { person }: { person: string }) {
  const [found] = await db
    .select({ id: profiles.userId })
    .from(profiles)
    .where(isId(person) ? eq(profiles.userId, person) : eq(profiles.handle, person))
    .limit(1);
  if (!found) throw new DomainError('NOT_FOUND');
  return found.id;
}

/**
 * Puts somebody into a role, or sets when it ends for who is in it; twice is once.
 * @throws NOT_FOUND INPUT_INVALID ABOVE_YOU BEYOND_YOURS SECOND_PERSON_NEEDED LAST_ADMIN
 */
export async function assignRole(db: Database, wish: Assignment) {
  return db.transaction((tx) => putIntoRole(tx, wish));
}

/** The same within a larger transaction that holds no lock on people yet. @returns what was before */
export async function putIntoRole(tx: Database, wish: Assignment) {
  const { roleId, personId, expiresAt, reason, agreed = false, cause, now } = wish;
  const { actorId } = cause;
  if (expiresAt && expiresAt <= now) throw new DomainError('INPUT_INVALID');
  const role = await lockRole(tx, { roleId, strength: 'share' });
  const person = await lockWithActor(tx, { actorId, personId });
  await refuseAbove(tx, { actorId, personId, now });
  await refuseBeyondPrincipal(tx, { actorId, principalId: roleId, until: expiresAt, now });
  const rise = { personIds: [personId], added: role.permissions, until: expiresAt, now };
  if (!agreed) await refuseAlone(tx, { actorId, ...rise });
  const was = await writePlace(tx, { role, person, expiresAt, reason, cause, now });
  if (was === null && expiresAt && role.permissions.includes('roles.assign')) await refuseNoAdmin(tx);
  return was;
}

/**
 * Writes that somebody is in a role, with its entry; whoever gains power by it has to sign in anew. Asks for no rule: that is
 * for who calls it, under the locks on the role and the person.
 * @returns until when they were in it before; undefined: they were not
 */
export async function writePlace(
  tx: Database,
  of: {
    role: RoleFacts;
    person: { id: string; email: string };
    expiresAt: Date | null;
    reason: string;
    cause: Cause;
    now: Date;
  },
): Promise<Date | null | undefined> {
  const { role, person, expiresAt, reason, cause, now } = of;
  const [place] = await tx
    .select({ expiresAt: memberships.expiresAt })
    .from(memberships)
    .where(isPlace({ roleId: role.id, personId: person.id }));
  const was = place && (place.expiresAt === null || place.expiresAt > now) ? place.expiresAt : undefined;
  if (was !== undefined && was?.getTime() === expiresAt?.getTime()) return was;
  const given = { expiresAt, reason, grantedBy: cause.actorId, grantedAt: now };
  await tx
    .insert(memberships)
    .values({ userId: person.id, principalId: role.id, ...given })
    .onConflictDoUpdate({ target: [memberships.userId, memberships.principalId], set: given });
  // A new token at each rise of privilege: what was stolen before must not gain by it, nor a sign-in begun before.
  if (was === undefined && (await givesPower(tx, role))) {
    await endSignIns(tx, { person });
    await endSessionsOf(tx, { userId: person.id });
  }
  const isOwn = person.id === cause.actorId;
  const isShorter = was !== undefined && expiresAt !== null && (was === null || expiresAt < was);
  const endsAdministrator = !isOwn && isShorter && role.permissions.includes('roles.assign');
  await recordAudit(tx, {
    kind: 'role.granted',
    cause,
    subjectId: person.id,
    ...(was !== undefined && { before: placeFacts(role, was) }),
    after: { ...placeFacts(role, expiresAt), ...(endsAdministrator && TOOK_ADMINISTRATOR) },
    now,
  });
  return was;
}

/**
 * Takes somebody out of a role; one may lay one's own down. Twice is once.
 * @returns until when they were in it; undefined: they were not @throws NOT_FOUND ABOVE_YOU LAST_ADMIN
 */
export async function unassignRole(db: Database, place: Place) {
  return db.transaction((tx) => takeOutOfRole(tx, place));
}

/** The same within a larger transaction. */
export async function takeOutOfRole(tx: Database, place: Place) {
  const { roleId, personId, cause, now } = place;
  const { actorId } = cause;
  const role = await lockRole(tx, { roleId, strength: 'share' });
  await lockWithActor(tx, { actorId, personId });
  if (personId !== actorId) await refuseAbove(tx, { actorId, personId, now });
  const [gone] = await tx
    .delete(memberships)
    .where(isPlace(place))
    .returning({ expiresAt: memberships.expiresAt });
  if (!gone) return undefined;
  const { expiresAt } = gone;
  const isGiving = role.permissions.includes('roles.assign');
  if (isGiving && expiresAt === null) await refuseNoAdmin(tx);
  const endsAdministrator = isGiving && (expiresAt === null || expiresAt > now);
  await recordAudit(tx, {
    kind: 'role.revoked',
    cause,
    subjectId: personId,
    before: placeFacts(role, expiresAt),
    ...(endsAdministrator && personId !== actorId && { after: TOOK_ADMINISTRATOR }),
    now,
  });
  return expiresAt;
}

/** Both, in the order of their ids; the person comes back. @throws NOT_FOUND */
async function lockWithActor(tx: Database, { actorId, personId }: { actorId: string; personId: string }) {
  const locked = await lockPeople(tx, [actorId, personId]);
  const person = locked.find(({ id }) => id === personId);
  if (!person) throw new DomainError('NOT_FOUND');
  return person;
}

function isPlace({ roleId, personId }: { roleId: string; personId: string }) {
  return and(eq(memberships.userId, personId), eq(memberships.principalId, roleId));
}

function placeFacts({ id, key, name }: RoleFacts, expiresAt: Date | null) {
  return { role: key ?? name, roleId: id, expiresAt: expiresAt?.toISOString() ?? null };
}
