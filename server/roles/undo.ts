import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { roles } from '@/db/schema/permissions';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { putIntoRole, takeOutOfRole } from './assign';
import { ROLE_COLORS } from './catalog';
import { isPermission, type Permission } from './permissions';
import { addRole, changeRole, dropRole } from './role-changes';
import { lockPeople } from './role-rows';

/** An entry of the audit trail that tells of a role. */
interface RoleEntry {
  kind: string;
  subjectId: string | null;
  before: unknown;
  after: unknown;
}

interface Undoing {
  entry: RoleEntry;
  /** What the actor may do everywhere. */
  held: readonly Permission[];
  cause: Cause & { actorId: string };
  now: Date;
}

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

const UNDOERS: Record<string, { needs: Permission; undo: (tx: Database, of: Undoing) => Promise<unknown> }> =
  {
    'role.granted': { needs: 'roles.assign', undo: undoGranted },
    'role.revoked': { needs: 'roles.assign', undo: undoRevoked },
    'role.created': { needs: 'roles.edit', undo: undoCreated },
    'role.updated': { needs: 'roles.edit', undo: undoUpdated },
    'role.removed': { needs: 'roles.edit', undo: undoRemoved },
  };

/**
 * Does the inverse of what an entry tells, under the rules that anybody would meet who did it by hand. What has changed since is
 * not undone. @throws NOT_ALLOWED CANNOT_UNDO, and what the inverse throws
 */
export async function undoRoleChange(db: Database, of: Undoing): Promise<void> {
  const undoer = UNDOERS[of.entry.kind];
  if (!undoer) throw new DomainError('CANNOT_UNDO');
  if (!of.held.includes(undoer.needs)) throw new DomainError('NOT_ALLOWED');
  try {
    await db.transaction((tx) => undoer.undo(tx, of));
  } catch (error) {
    // What it was about is gone, or is another by now.
    const isOver =
      error instanceof DomainError &&
      ['NOT_FOUND', 'CHANGED_MEANWHILE', 'INPUT_INVALID'].includes(error.reason);
    throw isOver ? new DomainError('CANNOT_UNDO', { cause: error }) : error;
  }
}

async function undoGranted(tx: Database, { entry, cause, now }: Undoing) {
  const { roleId, expiresAt } = read(Place, entry.after);
  const place = { roleId, personId: personOf(entry), cause, now };
  const before = entry.before ? read(Place, entry.before) : undefined;
  const was = before
    ? await putIntoRole(tx, { ...place, expiresAt: dateOf(before.expiresAt), reason: '' })
    : await takeOutOfRole(tx, place);
  // Under the locks by now: what is thrown here undoes the undoing.
  if (was === undefined || was?.getTime() !== dateOf(expiresAt)?.getTime())
    throw new DomainError('CANNOT_UNDO');
}

async function undoRevoked(tx: Database, { entry, cause, now }: Undoing) {
  const { roleId, expiresAt } = read(Place, entry.before);
  const place = { roleId, personId: personOf(entry), cause, now };
  const was = await putIntoRole(tx, { ...place, expiresAt: dateOf(expiresAt), reason: '' });
  if (was !== undefined) throw new DomainError('CANNOT_UNDO');
}

async function undoCreated(tx: Database, { entry, cause, now }: Undoing) {
  const { roleId, version } = read(Role, entry.after);
  const { holders } = await dropRole(tx, { roleId, version, cause, now });
  if (holders > 0) throw new DomainError('CANNOT_UNDO');
}

async function undoUpdated(tx: Database, { entry, cause, now }: Undoing) {
  const [was, is] = [read(Role, entry.before), read(Role, entry.after)];
  // One that was changed back by hand since is as it was, though not of this version: that is no undoing.
  const [role] = await tx.select({ version: roles.version }).from(roles).where(eq(roles.id, is.roleId));
  if (role?.version !== is.version) throw new DomainError('CANNOT_UNDO');
  await changeRole(tx, { roleId: is.roleId, version: is.version, changes: valuesOf(was), cause, now });
}

async function undoRemoved(tx: Database, { entry, cause, now }: Undoing) {
  const { roleId, places, ...was } = read(Removed, entry.before);
  const [there] = await tx.select({ id: roles.id }).from(roles).where(eq(roles.id, roleId));
  if (there) throw new DomainError('CANNOT_UNDO');
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

function personOf({ subjectId }: RoleEntry) {
  if (subjectId === null) throw new DomainError('CANNOT_UNDO');
  return subjectId;
}

/** What is not as we write it was written before there was an undoing. */
function read<Schema extends z.ZodType>(schema: Schema, facts: unknown): z.output<Schema> {
  const { data, success } = schema.safeParse(facts);
  if (!success) throw new DomainError('CANNOT_UNDO');
  return data;
}

function dateOf(moment: string | null) {
  return moment === null ? null : new Date(moment);
}
