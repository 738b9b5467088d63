import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { memberships, roles } from '@/db/schema/permissions';
import { factsOf, overtaken, personOf, type Undoer, type Undoing } from '@/server/audit/undoing';
import { DomainError } from '@/server/errors';
import { putIntoRole, takeOutOfRole } from './assign';
import { ROLE_COLORS } from './catalog';
import { isPermission } from './permissions';
import { addRole, changeRole, dropRole } from './role-changes';
import { lockCustomRole, lockPeople } from './role-rows';

const Place = z.object({ roleId: z.uuid(), expiresAt: z.iso.datetime().nullable() });
const Role = z.object({
  roleId: z.uuid(),
  role: z.string(),
  description: z.string(),
  color: z.enum(ROLE_COLORS),
  version: z.number(),
  permissions: z.array(z.string().refine(isPermission)),
});
const Removed = Role.extend({
  places: z.array(z.object({ userId: z.uuid(), expiresAt: z.iso.datetime({ offset: true }).nullable() })),
});

/** How what happened to roles is undone. */
export const ROLE_UNDOERS: Record<string, Undoer> = {
  'role.granted': { needs: 'roles.assign', undo: undoGranted },
  'role.revoked': { needs: 'roles.assign', undo: undoRevoked },
  'role.created': { needs: 'roles.edit', undo: undoCreated },
  'role.updated': { needs: 'roles.edit', undo: undoUpdated },
  'role.removed': { needs: 'roles.edit', undo: undoRemoved },
};

async function undoGranted(tx: Database, { entry, cause, now }: Undoing) {
  const { roleId, expiresAt } = factsOf(Place, entry.after);
  const place = { roleId, personId: personOf(entry), cause, now };
  const before = entry.before ? factsOf(Place, entry.before) : undefined;
  if (before) refuseOver(before, now);
  const was = before
    ? await putIntoRole(tx, { ...place, expiresAt: dateOf(before.expiresAt), reason: '' })
    : await takeOutOfRole(tx, place);
  // Under the locks by now: what is thrown here undoes the undoing.
  if (was === undefined) throw overtaken('placeGone');
  if (was?.getTime() !== dateOf(expiresAt)?.getTime()) throw overtaken('placeEnd');
}

async function undoRevoked(tx: Database, { entry, cause, now }: Undoing) {
  const facts = factsOf(Place, entry.before);
  refuseOver(facts, now);
  const { roleId, expiresAt } = facts;
  const place = { roleId, personId: personOf(entry), cause, now };
  const was = await putIntoRole(tx, { ...place, expiresAt: dateOf(expiresAt), reason: '' });
  if (was !== undefined) throw overtaken('placeThere');
}

/** Whoever is put back until a day has to have something of it. */
function refuseOver({ expiresAt }: { expiresAt: string | null }, now: Date) {
  if (expiresAt !== null && new Date(expiresAt) <= now) throw overtaken('over');
}

async function undoCreated(tx: Database, { entry, undid, cause, now }: Undoing) {
  const { roleId, version } = factsOf(Role, entry.after);
  const role = await lockCustomRole(tx, { roleId, strength: 'update' });
  if (role.version !== version) throw overtaken('roleChanged');
  const holders = await tx
    .select({ id: memberships.userId })
    .from(memberships)
    .where(eq(memberships.principalId, roleId));
  // Of a role that came back whoever came back with it goes with it.
  const back = undid ? factsOf(Removed, undid.before).places.map(({ userId }) => userId) : [];
  if (holders.some(({ id }) => !back.includes(id))) throw overtaken('roleHeld');
  await dropRole(tx, { roleId, version, cause, now });
}

async function undoUpdated(tx: Database, { entry, cause, now }: Undoing) {
  const [was, is] = [factsOf(Role, entry.before), factsOf(Role, entry.after)];
  const { roleId, version } = is;
  // One that was changed back by hand since is as it was, though not of this version: that is no undoing.
  const role = await lockCustomRole(tx, { roleId, strength: 'no key update' });
  if (role.version !== version) throw overtaken('roleChanged');
  await changeRole(tx, { roleId, version, changes: valuesOf(was), cause, now });
}

async function undoRemoved(tx: Database, { entry, cause, now }: Undoing) {
  const { roleId, places, ...was } = factsOf(Removed, entry.before);
  const [there] = await tx.select({ id: roles.id }).from(roles).where(eq(roles.id, roleId));
  if (there) throw overtaken('roleThere');
  await lockPeople(tx, [cause.actorId, ...places.map(({ userId }) => userId)]);
  await addRole(tx, { roleId, values: valuesOf(was), cause, now });
  const left = places.filter(({ expiresAt }) => expiresAt === null || new Date(expiresAt) > now);
  for (const { userId, expiresAt } of left.toSorted((a, b) => (a.userId < b.userId ? -1 : 1)))
    await putBack(tx, { roleId, personId: userId, expiresAt: dateOf(expiresAt), reason: '', cause, now });
}

/** Who has left since, or has more than the actor by now, does not keep the others from their role; nor does the actor. */
async function putBack(tx: Database, place: Parameters<typeof putIntoRole>[1]) {
  try {
    await tx.transaction((inner) => putIntoRole(inner, place));
  } catch (error) {
    const isTheirs = error instanceof DomainError && ['NOT_FOUND', 'ABOVE_YOU'].includes(error.reason);
    if (!isTheirs) throw error;
  }
}

function valuesOf({ role, description, color, permissions }: Omit<z.output<typeof Role>, 'roleId'>) {
  return { name: role, description, color, permissions };
}

function dateOf(moment: string | null) {
  return moment === null ? null : new Date(moment);
}
