import { and, asc, eq, gt, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { prepared } from '@/db/prepared';
import { groups } from '@/db/schema/groups';
import { objectGrants, roles } from '@/db/schema/permissions';
import { profiles } from '@/db/schema/users';
import { sourcesOf } from './check-many';
import { HOLDERS } from './holders-sql';
import { type ObjectType, type Permission, type PermissionOn, permissionEntry } from './permissions';

const PAGE = 40;
/** Before every id. */
const NIL = '00000000-0000-0000-0000-000000000000';
/** So many groups and roles are listed of one object. */
const MOST_SHARED = 200;

/**
 * How somebody comes to it: a grant of their own, one to a group or role of theirs (`shared`), what is held everywhere, by
 * themselves or by a role, what they are in the group, or moderating a group.
 */
export type Via = 'grant' | 'shared' | 'everywhere' | 'standing' | 'moderating';

/** One way in which somebody may do one thing. */
export interface Way {
  permission: Permission;
  via: Via;
  /** The group or role through which it comes; null: by themselves. */
  principal: { id: string; kind: 'group' | 'role'; name: string | null; roleKey: string | null } | null;
  /** When it ends: of the grant or of the membership, whichever is first. */
  expiresAt: Date | null;
}

export interface Holder {
  id: string;
  handle: string;
  displayName: string;
  ways: Way[];
}

const holdersOf = prepared((db) =>
  db
    .select({
      id: sql<string>`found.user_id`.as('user_id'),
      /** Null: somebody whose account is not active, or no person. */
      handle: sql<string | null>`found.handle`.as('handle'),
      displayName: sql<string | null>`found.display_name`.as('display_name'),
      permissionId: sql<number | null>`found.permission_id`.as('permission_id'),
      via: sql<Via | null>`found.via`.as('via'),
      principalId: sql<string | null>`found.principal_id`.as('principal_id'),
      groupName: sql<string | null>`found.group_name`.as('group_name'),
      roleName: sql<string | null>`found.role_name`.as('role_name'),
      roleKey: sql<string | null>`found.role_key`.as('role_key'),
      expiresAt: sql`found.expires_at`.mapWith(objectGrants.expiresAt).as('expires_at'),
    })
    .from(sql`(${HOLDERS}) as found`)
    .orderBy(sql`found.user_id`, sql`found.permission_id`)
    .prepare('holders_of'),
);

interface Wish<Type extends ObjectType> {
  object: { type: Type; id: string };
  /** All that there are about such an object, unless said. */
  permissions?: readonly PermissionOn<Type>[];
  /** `next` of the page before. */
  after?: string | undefined;
  limit?: number;
  now: Date;
}

/**
 * The people who may do something with an object, with their names and how they come to it, in the order of their ids, page by
 * page: one prepared statement. What everyone, or everyone signed in, was given is not told person by person: `listShared`
 * has it. A page may be short and have a next one, since people who are denied or not active were looked at.
 */
export async function listHolders<Type extends ObjectType>(
  db: Database,
  wish: Wish<Type>,
): Promise<{ people: Holder[]; next: string | null }> {
  const { object, after = NIL, limit = PAGE, now } = wish;
  const { names, ...lists } = sourcesOf(object.type);
  const asked = askedIds(wish) ?? lists.all;
  const of = (ids: readonly number[]) => ids.filter((id) => asked.includes(id));
  const standings = lists.standings.filter((_, at) => asked.includes(lists.fromStanding[at] ?? 0));
  const rows = await holdersOf(db).execute({
    objectId: object.id,
    type: object.type,
    asked,
    everywhere: of(lists.everywhere),
    byModerating: of(lists.byModerating),
    fromStanding: of(lists.fromStanding),
    standings,
    leastStanding: (['member', 'manager', 'owner'] as const).find((one) => standings.includes(one)) ?? null,
    after,
    window: limit + 1,
    now: now.toISOString(),
  });
  const ids = [...new Set(rows.map(({ id }) => id))];
  const page = new Set(ids.slice(0, limit));
  const people = new Map<string, Holder>();
  for (const row of rows) {
    const { id, handle, displayName, via, expiresAt } = row;
    const permission = names.get(row.permissionId ?? 0);
    if (!page.has(id) || handle === null || displayName === null || via === null || !permission) continue;
    const holder = people.get(id) ?? { id, handle, displayName, ways: [] };
    holder.ways.push({ permission, via, principal: principalOf(row), expiresAt });
    people.set(id, holder);
  }
  return { people: [...people.values()], next: ids.length > limit ? (ids[limit - 1] ?? null) : null };
}

function principalOf(row: {
  principalId: string | null;
  groupName: string | null;
  roleName: string | null;
  roleKey: string | null;
}): Way['principal'] {
  const { principalId: id, groupName, roleName, roleKey } = row;
  if (id === null) return null;
  return groupName === null
    ? { id, kind: 'role', name: roleName, roleKey }
    : { id, kind: 'group', name: groupName, roleKey: null };
}

function askedIds<Type extends ObjectType>({ permissions }: Wish<Type>) {
  return permissions?.map((name) => permissionEntry(name).id);
}

/** The groups, the roles and the two kinds of everyone that were given something on an object: one line for each thing given. */
export async function listShared<Type extends ObjectType>(
  db: Database,
  wish: Pick<Wish<Type>, 'object' | 'permissions' | 'now'>,
) {
  const { object, now } = wish;
  const { names, all } = sourcesOf(object.type);
  const rows = await db
    .select({
      principalId: objectGrants.principalId,
      kind: objectGrants.principalKind,
      groupName: groups.name,
      roleName: roles.name,
      roleKey: roles.key,
      permissionId: objectGrants.permissionId,
      expiresAt: objectGrants.expiresAt,
      grantedAt: objectGrants.grantedAt,
      /** Null: the system, or somebody who has left. */
      grantedBy: profiles.handle,
      reason: objectGrants.reason,
    })
    .from(objectGrants)
    .leftJoin(groups, eq(groups.id, objectGrants.principalId))
    .leftJoin(profiles, eq(profiles.userId, objectGrants.grantedBy))
    .leftJoin(roles, eq(roles.id, objectGrants.principalId))
    .where(
      and(
        eq(objectGrants.objectId, object.id),
        ne(objectGrants.principalKind, sql`'user'`),
        inArray(objectGrants.permissionId, askedIds(wish) ?? all),
        or(isNull(objectGrants.expiresAt), gt(objectGrants.expiresAt, now)),
        isNull(groups.removedAt),
      ),
    )
    .orderBy(asc(objectGrants.principalId), asc(objectGrants.permissionId))
    .limit(MOST_SHARED);
  return rows.flatMap(({ permissionId, ...row }) => {
    const permission = names.get(permissionId);
    return permission ? [{ ...row, permission }] : [];
  });
}
