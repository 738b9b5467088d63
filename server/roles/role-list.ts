import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { memberships, principalPermissions, roles } from '@/db/schema/permissions';
import { profiles } from '@/db/schema/users';
import { PERMISSION_GROUPS } from './catalog';
import {
  type ObjectType,
  PERMISSION_NAMES,
  PERMISSIONS,
  type Permission,
  permissionEntry,
} from './permissions';
import { holdersOf, inForceAt } from './role-rows';

/** More roles than anybody makes. */
const MOST_ROLES = 200;
const PAGE = 50;
const NIL = '00000000-0000-0000-0000-000000000000';

/** Every permission with what it is about, group by group; `objectOnly` ones no role gives. */
export function permissionCatalogue() {
  return Object.entries(PERMISSION_GROUPS).map(([group, names]) => ({
    group: group as keyof typeof PERMISSION_GROUPS,
    permissions: names.map((name): CataloguedPermission => {
      const { objectType, objectOnly = false } = permissionEntry(name);
      return { name, objectType, objectOnly };
    }),
  }));
}

interface CataloguedPermission {
  name: Permission;
  objectType: 'site' | ObjectType;
  objectOnly: boolean;
}

/** Every role once, those that come with Foyer first, with what it gives and how many hold it: one statement. */
export async function listRoles(db: Database, { now }: { now: Date }) {
  const rows = await db
    .select({
      id: roles.id,
      key: roles.key,
      name: roles.name,
      description: roles.description,
      color: roles.color,
      version: roles.version,
      permissionIds: sql<number[]>`to_json(array(
        select ${principalPermissions.permissionId} from ${principalPermissions}
        where ${principalPermissions.principalId} = ${roles.id}))`,
      holders: holdersOf(db, now),
    })
    .from(roles)
    .orderBy(sql`${roles.key} desc nulls last`, sql`lower(${roles.name})`, asc(roles.id))
    .limit(MOST_ROLES);
  return rows.map(({ permissionIds, ...role }) => ({
    ...role,
    permissions: PERMISSION_NAMES.filter((name) => permissionIds.includes(PERMISSIONS[name].id)),
  }));
}

export type ListedRole = Awaited<ReturnType<typeof listRoles>>[number];

/** Who holds a role, in the order of their ids, page by page: since when, until when, by whom, why. One statement. */
export async function listRoleHolders(
  db: Database,
  { roleId, after = NIL, now }: { roleId: string; after?: string | undefined; now: Date },
) {
  const giver = alias(profiles, 'giver');
  const rows = await db
    .select({
      id: memberships.userId,
      handle: profiles.handle,
      displayName: profiles.displayName,
      since: memberships.grantedAt,
      expiresAt: memberships.expiresAt,
      reason: memberships.reason,
      by: giver.displayName,
    })
    .from(memberships)
    .innerJoin(profiles, eq(profiles.userId, memberships.userId))
    .leftJoin(giver, eq(giver.userId, memberships.grantedBy))
    .where(and(eq(memberships.principalId, roleId), gt(memberships.userId, after), inForceAt(now)))
    .orderBy(asc(memberships.userId))
    .limit(PAGE + 1);
  const holders = rows.slice(0, PAGE);
  return { holders, next: rows.length > PAGE ? (holders.at(-1)?.id ?? null) : null };
}

export type RoleHolder = Awaited<ReturnType<typeof listRoleHolders>>['holders'][number];
