import { eq, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { memberships, permissions, principalPermissions, roles } from '@/db/schema/permissions';
import { SIGNED_IN } from '@/db/schema/principals';

/**
 * What a person may do everywhere, as an array of text within a larger statement: their own permissions, those of
 * every role they hold, those of everyone signed in; what has expired at `now` does not count.
 */
export function permissionsEverywhere(userId: PgColumn | SQL, now: SQL): SQL {
  return sql`array(
    select distinct ${permissions.codename}
    from (
      select ${userId} union all select ${SIGNED_IN}::uuid union all
      select ${memberships.principalId} from ${memberships}
      where ${memberships.userId} = ${userId} and (${memberships.expiresAt} is null or ${memberships.expiresAt} > ${now})
    ) as holder(id)
    join ${principalPermissions} on ${principalPermissions.principalId} = holder.id
      and (${principalPermissions.expiresAt} is null or ${principalPermissions.expiresAt} > ${now})
    join ${permissions} on ${permissions.id} = ${principalPermissions.permissionId}
  )`;
}

/** The ids of the built-in and custom roles by their keys. */
export async function findRoleByKey(db: Database, key: string) {
  const [role] = await db
    .select({ id: roles.id, key: roles.key })
    .from(roles)
    .where(eq(roles.key, key))
    .limit(1);
  return role;
}
