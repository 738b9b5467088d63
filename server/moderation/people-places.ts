import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { roles } from '@/db/schema/permissions';
import type { Reach } from '@/server/roles/reach';

/** No list offers more to choose from. */
const OFFERED = 200;

/** By what the list of people can be narrowed. */
export interface PeoplePlaces {
  roles: { id: string; key: string | null; name: string | null }[];
  groups: { id: string; name: string }[];
}

/** Roles, and groups by name: of who moderates some, those. Two statements. */
export async function listPeoplePlaces(db: Database, { reach }: { reach: Reach }): Promise<PeoplePlaces> {
  const own = reach.everyone ? undefined : eq(groups.id, sql`any(${sql.param(reach.groupIds)}::uuid[])`);
  const [allRoles, someGroups] = await Promise.all([
    db
      .select({ id: roles.id, key: roles.key, name: roles.name })
      .from(roles)
      .orderBy(sql`${roles.key} desc nulls last`, sql`lower(${roles.name})`, asc(roles.id))
      .limit(OFFERED),
    db
      .select({ id: groups.id, name: groups.name })
      .from(groups)
      .where(and(isNull(groups.removedAt), own))
      .orderBy(sql`lower(${groups.name})`, asc(groups.id))
      .limit(OFFERED),
  ]);
  return { roles: allRoles, groups: someGroups };
}
