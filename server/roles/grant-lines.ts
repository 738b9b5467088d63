import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { objectDenies, objectGrants, securables } from '@/db/schema/permissions';
import { principals } from '@/db/schema/principals';
import { users } from '@/db/schema/users';
import type { AuditEntry, Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import {
  type ObjectType,
  PERMISSION_NAMES,
  PERMISSIONS,
  type Permission,
  type PermissionOn,
  permissionEntry,
} from './permissions';
import { listAbove } from './within';

/** Lines that one command writes at most: principals times permissions times objects. */
const MOST_LINES = 1000;

/**
 * Who may, or may not, do what with which objects of one type: each of the principals each of the permissions on each of the
 * objects. So one to many and many to one are the same command.
 */
export interface GrantLines<Type extends ObjectType = ObjectType> {
  /** People, roles, groups, `SIGNED_IN`, `EVERYONE`. */
  principalIds: readonly string[];
  permissions: readonly PermissionOn<Type>[];
  type: Type;
  objectIds: readonly string[];
  cause: Cause & { actorId: string };
  now: Date;
}

/** What an audit entry says of a line: enough to put it back, or to take it away again. */
export interface GrantLine {
  principalId: string;
  permission: Permission;
  objectId: string;
  objectType: ObjectType;
  expiresAt?: string | null;
}

export const KEY = {
  principalId: objectGrants.principalId,
  permissionId: objectGrants.permissionId,
  objectId: objectGrants.objectId,
};
export const DENY_KEY = {
  principalId: objectDenies.principalId,
  permissionId: objectDenies.permissionId,
  objectId: objectDenies.objectId,
};

/** The same without what the compiler knows of its types. */
type Lines = Omit<GrantLines, 'permissions'> & { permissions: readonly Permission[] };
type Person = { id: string; email: string };

/** The actor and the people among the principals, in the order of their ids. @returns the people @throws NOT_FOUND INPUT_INVALID */
export async function lockAll(tx: Database, { principalIds, permissions, type, objectIds, cause }: Lines) {
  const ids = [...new Set(principalIds)];
  const objects = [...new Set(objectIds)];
  if (ids.length * objects.length * permissions.length > MOST_LINES) throw new DomainError('INPUT_INVALID');
  if (permissions.some((name) => permissionEntry(name).objectType !== type))
    throw new DomainError('INPUT_INVALID');
  const locked = await tx
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(inArray(users.id, [...ids, cause.actorId]))
    .orderBy(asc(users.id))
    .for('no key update');
  const [found] = await tx
    .select({
      principals: sql<number>`count(*)::int`,
      objects: tx.$count(securables, and(inArray(securables.id, objects), eq(securables.type, type))),
      removed: tx.$count(
        groups,
        and(inArray(groups.id, [...ids, ...objects]), sql`${groups.removedAt} is not null`),
      ),
    })
    .from(principals)
    .where(inArray(principals.id, ids));
  if (
    found?.principals !== ids.length ||
    Number(found.objects) !== objects.length ||
    Number(found.removed) > 0
  )
    throw new DomainError('NOT_FOUND');
  return locked.filter(({ id }) => ids.includes(id));
}

/** One may lay down what is one's own. @throws ABOVE_YOU */
export async function refuseAbovePeople(
  tx: Database,
  of: { people: Person[]; cause: Lines['cause']; now: Date },
) {
  const { people, cause, now } = of;
  const personIds = people.map(({ id }) => id).filter((id) => id !== cause.actorId);
  if (personIds.length === 0) return;
  const above = await listAbove(tx, { actorId: cause.actorId, personIds, now });
  if (above.length > 0) throw new DomainError('ABOVE_YOU');
}

/** What one principal would have; it is the same for each of them. */
export function giftOf({ permissions, type, objectIds }: Lines, until: Date | null) {
  const objects = objectIds.map((id) => ({ type, id }));
  return {
    until,
    onObjects: objects.flatMap((object) => permissions.map((permission) => ({ permission, object }))),
  };
}

export function linesOf({ principalIds, permissions, type, objectIds }: Lines): GrantLine[] {
  return [...new Set(principalIds)].flatMap((principalId) =>
    [...new Set(permissions)].flatMap((permission) =>
      [...new Set(objectIds)].map((objectId) => ({ principalId, permission, objectId, objectType: type })),
    ),
  );
}

export function rowOf({ principalId, permission, objectId, objectType }: GrantLine) {
  return { principalId, permissionId: PERMISSIONS[permission].id, objectId, objectType };
}

export function lineOf(
  row: { principalId: string; permissionId: number; objectId: string },
  objectType: ObjectType,
  expiresAt?: Date | null,
): GrantLine {
  const { principalId, permissionId, objectId } = row;
  const permission = NAMES.get(permissionId);
  if (!permission) throw new Error(`there is no permission ${permissionId}`);
  return {
    principalId,
    permission,
    objectId,
    objectType,
    ...(expiresAt !== undefined && { expiresAt: expiresAt?.toISOString() ?? null }),
  };
}

const NAMES = new Map<number, Permission>(PERMISSION_NAMES.map((name) => [PERMISSIONS[name].id, name]));

export function isAmong(table: typeof objectGrants | typeof objectDenies, lines: GrantLine[]) {
  const all = (of: (line: GrantLine) => string) => [...new Set(lines.map(of))];
  return and(
    inArray(
      table.principalId,
      all(({ principalId }) => principalId),
    ),
    inArray(
      table.permissionId,
      [...new Set(lines.map(({ permission }) => permission))].map((name) => PERMISSIONS[name].id),
    ),
    inArray(
      table.objectId,
      all(({ objectId }) => objectId),
    ),
  );
}

/** What there is of some lines, as it is before they are changed. */
export async function findGrants(tx: Database, lines: GrantLine[]): Promise<GrantLine[]> {
  const [first] = lines;
  if (!first) return [];
  const rows = await tx
    .select({ ...KEY, expiresAt: objectGrants.expiresAt })
    .from(objectGrants)
    .where(isAmong(objectGrants, lines))
    .limit(MOST_LINES);
  return rows.map(({ expiresAt, ...row }) => lineOf(row, first.objectType, expiresAt));
}

/** One entry for each principal; its subject is the person where it is one. */
export function entriesOf(
  kind: 'grant.added' | 'grant.removed' | 'deny.added' | 'deny.removed',
  what: { lines: GrantLine[]; before: GrantLine[]; people: Person[]; cause: Lines['cause']; now: Date },
): AuditEntry[] {
  const { lines, before, people, cause, now } = what;
  const isAdded = kind.endsWith('added');
  const of = (all: GrantLine[], principalId: string) =>
    all.filter((line) => line.principalId === principalId);
  return [...new Set((isAdded ? lines : before).map(({ principalId }) => principalId))].map((principalId) => {
    const after = of(lines, principalId);
    const changed = new Set(after.map(keyOf));
    const was = of(before, principalId).filter((line) => !isAdded || changed.has(keyOf(line)));
    return {
      kind,
      cause,
      subjectId: people.some(({ id }) => id === principalId) ? principalId : null,
      before: { principalId, lines: was },
      after: { principalId, lines: after },
      now,
    };
  });
}

function keyOf({ permission, objectId }: GrantLine) {
  return `${permission} ${objectId}`;
}
