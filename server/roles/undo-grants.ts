import { z } from 'zod';
import type { Database } from '@/db/client';
import { objectDenies, objectGrants } from '@/db/schema/permissions';
import { factsOf, overtaken, type Undoer, type Undoing } from '@/server/audit/undoing';
import { type GrantLine, type GrantLines, isAmong, lineOf, lockAll } from './grant-lines';
import { addDenies, addGrants, removeDenies, removeGrants } from './grants';
import { isPermission, OBJECT_TYPES } from './permissions';

const Lines = z.object({
  principalId: z.uuid(),
  lines: z.array(
    z.object({
      permission: z.string().refine(isPermission),
      objectId: z.uuid(),
      objectType: z.enum(OBJECT_TYPES),
      /** A denial has no end. */
      expiresAt: z.iso.datetime().nullable().default(null),
    }),
  ),
});
type Line = z.output<typeof Lines>['lines'][number];

/** How what was given and denied on single objects is undone. */
export const GRANT_UNDOERS: Record<string, Undoer> = {
  'grant.added': { needs: 'roles.assign', undo: undoGiven },
  'grant.removed': { needs: 'roles.assign', undo: undoTaken },
  'deny.added': { needs: 'roles.assign', undo: undoDenied },
  'deny.removed': { needs: 'roles.assign', undo: undoAllowed },
};

async function undoGiven(tx: Database, { entry, cause, now }: Undoing) {
  const { principalId, lines } = factsOf(Lines, entry.after);
  const before = factsOf(Lines, entry.before).lines;
  await refuseOther(tx, { table: objectGrants, principalId, lines, cause, now });
  const wasThere = (line: Line) => before.find((one) => keyOf(one) === keyOf(line));
  for (const wish of wishesOf({ principalId, lines: lines.filter((line) => !wasThere(line)), cause, now }))
    await removeGrants(tx, wish);
  for (const wish of wishesOf({ principalId, lines: before, cause, now }))
    await addGrants(tx, { ...wish, expiresAt: endOf(wish, now) });
}

async function undoTaken(tx: Database, { entry, cause, now }: Undoing) {
  const { principalId, lines } = factsOf(Lines, entry.before);
  await refuseThere(tx, { table: objectGrants, principalId, lines, cause, now });
  for (const wish of wishesOf({ principalId, lines, cause, now }))
    await addGrants(tx, { ...wish, expiresAt: endOf(wish, now) });
}

async function undoDenied(tx: Database, { entry, cause, now }: Undoing) {
  const { principalId, lines } = factsOf(Lines, entry.after);
  await refuseOther(tx, { table: objectDenies, principalId, lines, cause, now });
  for (const wish of wishesOf({ principalId, lines, cause, now })) await removeDenies(tx, wish);
}

async function undoAllowed(tx: Database, { entry, cause, now }: Undoing) {
  const { principalId, lines } = factsOf(Lines, entry.before);
  await refuseThere(tx, { table: objectDenies, principalId, lines, cause, now });
  for (const wish of wishesOf({ principalId, lines, cause, now })) await addDenies(tx, wish);
}

type Wish = Pick<GrantLines, 'type' | 'principalIds' | 'objectIds' | 'permissions' | 'cause' | 'now'> & {
  end: string | null;
};
type Of = { principalId: string; lines: Line[] } & Pick<Undoing, 'cause' | 'now'>;

/** Lines as the commands take them: of each object and end its permissions; those of another type they refuse. */
function wishesOf({ principalId, lines, cause, now }: Of): Wish[] {
  const wishes = new Map<string, Wish>();
  for (const { objectId, objectType: type, permission, expiresAt: end } of lines) {
    const key = `${objectId} ${end}`;
    const permissions = [...(wishes.get(key)?.permissions ?? []), permission] as Wish['permissions'];
    wishes.set(key, {
      type,
      principalIds: [principalId],
      objectIds: [objectId],
      permissions,
      end,
      cause,
      now,
    });
  }
  return [...wishes.values()];
}

/** @throws UNDO_OVERTAKEN where nothing would be left of it */
function endOf({ end }: Wish, now: Date) {
  if (end !== null && new Date(end) <= now) throw overtaken('over');
  return end === null ? null : new Date(end);
}

type There = Of & { table: typeof objectGrants | typeof objectDenies };

/** All of it has to be there still, and as it was given. */
async function refuseOther(tx: Database, of: There) {
  const there = await lockLines(tx, of);
  const isSo = (line: Line) =>
    there.some((one) => keyOf(one) === keyOf(line) && (one.expiresAt ?? null) === line.expiresAt);
  if (!of.lines.every(isSo)) throw overtaken('grants');
}

/** Nothing of it may be there again. */
async function refuseThere(tx: Database, of: There) {
  const there = await lockLines(tx, of);
  const isThere = (line: Line) =>
    there.some((one) => keyOf(one) === keyOf(line) && !(one.expiresAt && new Date(one.expiresAt) <= of.now));
  if (of.lines.some(isThere)) throw overtaken('grants');
}

/** What there is of the lines by now, under the locks that the commands take. */
async function lockLines(tx: Database, { table, principalId, lines, cause, now }: There) {
  const [first] = lines;
  if (!first) return [];
  const wanted = lines.map((line) => ({ ...line, principalId }));
  await lockAll(tx, {
    type: first.objectType,
    principalIds: [principalId],
    objectIds: lines.map(({ objectId }) => objectId),
    permissions: [...new Set(lines.map(({ permission }) => permission))],
    cause,
    now,
  });
  const key = { principalId: table.principalId, permissionId: table.permissionId, objectId: table.objectId };
  if (table === objectDenies) {
    const rows = await tx.select(key).from(table).where(isAmong(table, wanted)).for('update');
    return rows.map((row) => lineOf(row, first.objectType));
  }
  const rows = await tx
    .select({ ...key, expiresAt: objectGrants.expiresAt })
    .from(objectGrants)
    .where(isAmong(objectGrants, wanted))
    .for('update');
  return rows.map(({ expiresAt, ...row }) => lineOf(row, first.objectType, expiresAt));
}

function keyOf({ permission, objectId }: Pick<GrantLine, 'permission' | 'objectId'>) {
  return `${permission} ${objectId}`;
}
