import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { memberships } from '@/db/schema/permissions';
import { isRemoved, MODERATE, moderates, PRINCIPAL_IDS, principalsOf } from './parts';
import { PERMISSIONS, type Permission, type PermissionOn, permissionEntry } from './permissions';

/** Whom somebody of the staff reaches: everybody, or the people of the groups that they moderate. */
export type Reach = { everyone: true } | { everyone: false; groupIds: string[] };

/**
 * Whom a person reaches with a permission about people or cases; undefined: nobody. Without a statement for whoever holds it
 * everywhere. What they were given on a single person or case is not looked at: that opens its page, and no list.
 */
export async function findReach(
  db: Database,
  of: { userId: string; held: readonly Permission[]; permission: Permission; now: Date },
): Promise<Reach | undefined> {
  const { userId, held, permission, now } = of;
  if (held.includes(permission)) return { everyone: true };
  if (!permissionEntry(permission).byModeratingGroup) return undefined;
  const groupIds = await listModeratedGroups(db, { userId, now });
  return groupIds.length > 0 ? { everyone: false, groupIds } : undefined;
}

const USER = parameter('userId', 'uuid');
const NOW = parameter('now', 'timestamptz');

const moderatedGroups = prepared((db) =>
  db
    .select({ id: sql<string>`moderated.id` })
    .from(
      sql`(
        with principal as materialized (${principalsOf(USER, NOW)})
        select distinct given.object_id as id from object_grants as given
        where given.permission_id = ${MODERATE} and given.principal_id = any(${PRINCIPAL_IDS}) and ${moderates(sql`given.object_id`, NOW)}
      ) as moderated`,
    )
    .limit(200)
    .prepare('moderated_groups'),
);

/** The ids of the groups that a person moderates, by a grant of their own or of a role or group of theirs. */
export async function listModeratedGroups(db: Database, { userId, now }: { userId: string; now: Date }) {
  const rows = await moderatedGroups(db).execute({ userId, now: now.toISOString() });
  return rows.map(({ id }) => id);
}

/** Whether somebody is within a reach, as part of a larger statement. */
export function isWithinReach(personId: PgColumn | SQL, reach: Reach, now: Date): SQL {
  if (reach.everyone) return sql`true`;
  return sql`exists (
    select from ${memberships} as reach_membership
    where reach_membership.user_id = ${personId} and reach_membership.principal_id = any(${uuidArray(reach.groupIds)})
      and (reach_membership.expires_at is null or reach_membership.expires_at > ${now.toISOString()}::timestamptz)
  )`;
}

/**
 * Whether somebody is denied a permission on one person, as part of a larger statement: it wins over whatever they hold everywhere
 * and over the groups that they moderate.
 */
export function isDeniedOn(
  personId: PgColumn | SQL,
  { userId, permission, now }: { userId: string; permission: PermissionOn<'person'>; now: Date },
): SQL<boolean> {
  const own = principalsOf(sql`${userId}::uuid`, sql`${now.toISOString()}::timestamptz`);
  return sql<boolean>`exists (
    select from object_denies as reach_deny
    where reach_deny.object_id = ${personId} and reach_deny.permission_id = ${PERMISSIONS[permission].id}::smallint
      and reach_deny.principal_id in (${own}) and not ${isRemoved(sql`reach_deny.principal_id`)})`;
}

function uuidArray(ids: string[]): SQL {
  return sql`array[${sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )}]::uuid[]`;
}
