import { and, asc, eq, inArray, not, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { memberships, objectDenies, objectGrants, securables } from '@/db/schema/permissions';
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
import { inForceAt } from './role-rows';
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

/**
 * The actor and the people among the principals, with those who are in a role or group among them where they gain by it, in the order
 * of their ids; then the principals and the objects, so that none of them goes meanwhile.
 * @returns the people among the principals @throws NOT_FOUND INPUT_INVALID
 */
export async function lockAll(
  tx: Database,
  { principalIds, permissions, type, objectIds, cause, now }: Lines,
  { withMembers = false } = {},
) {
  const ids = [...new Set(principalIds)];
  const objects = [...new Set(objectIds)];
  if (ids.length * objects.length * permissions.length > MOST_LINES) throw new DomainError('INPUT_INVALID');
  if (permissions.some((name) => permissionEntry(name).objectType !== type))
    throw new DomainError('INPUT_INVALID');
  const named = sql`select unnest(${sql.param([...ids, cause.actorId])}::uuid[])`;
  const wanted = withMembers ? sql`${named} union all ${membersOf(tx, { principalIds: ids, now })}` : named;
  const locked = await tx
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(inArray(users.id, sql`(${wanted})`))
    .orderBy(asc(users.id))
    .for('no key update');
  const isGone = (id: PgColumn) =>
    sql`exists (select from ${groups} where ${groups.id} = ${id} and ${groups.removedAt} is not null)`;
  const found = await tx
    .select({ id: principals.id })
    .from(principals)
    .where(and(inArray(principals.id, ids), not(isGone(principals.id))))
    .for('key share');
  const there = await tx
    .select({ id: securables.id })
    .from(securables)
    .where(and(inArray(securables.id, objects), eq(securables.type, type), not(isGone(securables.id))))
    .for('key share');
  if (found.length !== ids.length || there.length !== objects.length) throw new DomainError('NOT_FOUND');
  return locked.filter(({ id }) => ids.includes(id));
}

function membersOf(tx: Database, { principalIds, now }: { principalIds: string[]; now: Date }) {
  return tx
    .select({ id: memberships.userId })
    .from(memberships)
    .where(and(inArray(memberships.principalId, principalIds), inForceAt(now)));
}

/** Who is in some roles and groups just now. */
export async function listMembers(tx: Database, of: { principalIds: string[]; now: Date }) {
  return (await membersOf(tx, of)).map(({ id }) => id);
}

/**
 * One may lay down what is one's own; with `orOneself` not even that: nobody gives themselves anything, or they would keep by it
 * what a role of theirs gives them. @throws ABOVE_YOU
 */
export async function refuseAbovePeople(
  tx: Database,
  of: { people: Person[]; cause: Lines['cause']; now: Date; orOneself?: boolean },
) {
  const { people, cause, now, orOneself = false } = of;
  const personIds = people.map(({ id }) => id).filter((id) => orOneself || id !== cause.actorId);
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

/** What is one line and no other. */
export function keyOf({ principalId, permission, objectId }: GrantLine) {
  return `${principalId} ${permission} ${objectId}`;
}
