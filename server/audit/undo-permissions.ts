import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { principalPermissions } from '@/db/schema/permissions';
import { isPermission, PERMISSIONS, type Permission } from '@/server/roles/permissions';
import { givePermissions, takePermissions } from '@/server/roles/person-permissions';
import { lockPeople } from '@/server/roles/role-rows';
import { factsOf, overtaken, personOf, type Undoer, type Undoing } from './undoing';

const Lines = z.object({
  lines: z.array(
    z.object({
      permission: z.string().refine(isPermission),
      expiresAt: z.iso.datetime().nullable(),
    }),
  ),
});
type Line = z.output<typeof Lines>['lines'][number];

/** How permissions that somebody holds everywhere are taken and given again. */
export const PERMISSION_UNDOERS: Record<string, Undoer> = {
  'permission.given': { needs: 'roles.assign', undo: undoGiven },
  'permission.taken': { needs: 'roles.assign', undo: undoTaken },
};

async function undoGiven(tx: Database, { entry, cause, now }: Undoing) {
  const personId = personOf(entry);
  const [before, after] = [factsOf(Lines, entry.before).lines, factsOf(Lines, entry.after).lines];
  const there = await lockHeld(tx, { personId, cause });
  const isSo = ({ permission, expiresAt }: Line) => there.get(permission) === expiresAt;
  if (!after.every(isSo)) throw overtaken('permissions');
  const added = after.filter(({ permission }) => !before.some((line) => line.permission === permission));
  if (added.length > 0) await takePermissions(tx, { personId, permissions: added.map(nameOf), cause, now });
  await giveBack(tx, { personId, lines: before, cause, now });
}

async function undoTaken(tx: Database, { entry, cause, now }: Undoing) {
  const personId = personOf(entry);
  const { lines } = factsOf(Lines, entry.before);
  const there = await lockHeld(tx, { personId, cause });
  if (lines.some(({ permission }) => there.has(permission))) throw overtaken('permissions');
  await giveBack(tx, { personId, lines, cause, now });
}

/** Those of one end at once. */
async function giveBack(
  tx: Database,
  of: { personId: string; lines: Line[] } & Pick<Undoing, 'cause' | 'now'>,
) {
  const { personId, lines, cause, now } = of;
  for (const end of new Set(lines.map(({ expiresAt }) => expiresAt))) {
    const expiresAt = end === null ? null : new Date(end);
    if (expiresAt && expiresAt <= now) throw overtaken('over');
    const permissions = lines.filter((line) => line.expiresAt === end).map(nameOf);
    await givePermissions(tx, { personId, permissions, expiresAt, reason: '', cause, now });
  }
}

/** What somebody holds everywhere by themselves, until when, under the locks that the commands take. */
async function lockHeld(tx: Database, of: { personId: string; cause: Undoing['cause'] }) {
  const { personId, cause } = of;
  await lockPeople(tx, [cause.actorId, personId]);
  const rows = await tx
    .select({ id: principalPermissions.permissionId, expiresAt: principalPermissions.expiresAt })
    .from(principalPermissions)
    .where(eq(principalPermissions.principalId, personId));
  const ends = new Map(rows.map(({ id, expiresAt }) => [id, expiresAt?.toISOString() ?? null]));
  const idOf = (permission: Permission) => PERMISSIONS[permission].id;
  return {
    get: (permission: Permission) => ends.get(idOf(permission)),
    has: (permission: Permission) => ends.has(idOf(permission)),
  };
}

function nameOf({ permission }: Line) {
  return permission;
}
