import { and, asc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { cases } from '@/db/schema/moderation';
import { oauthClients } from '@/db/schema/oauth';
import { objectGrants } from '@/db/schema/permissions';
import { profiles } from '@/db/schema/users';
import { PERMISSION_NAMES, PERMISSIONS, type Permission } from './permissions';

const PAGE = 50;
const NAMES = new Map<number, Permission>(PERMISSION_NAMES.map((name) => [PERMISSIONS[name].id, name]));
const giver = alias(profiles, 'giver');

/** Where a page begins: after this line. */
export interface GrantPlace {
  permissionId: number;
  objectId: string;
}

/**
 * What one principal (somebody, a role, a group, everyone) was given itself, line by line, also what has ended; by permission and
 * object, page by page. What somebody may in effect is `listReachable`.
 */
export async function listGrantsOf(
  db: Database,
  wish: { principalId: string; after?: GrantPlace | undefined; limit?: number },
) {
  const { principalId, after, limit = PAGE } = wish;
  const { permissionId, objectId } = objectGrants;
  const rows = await db
    .select({
      permissionId,
      objectId,
      objectType: objectGrants.objectType,
      expiresAt: objectGrants.expiresAt,
      grantedAt: objectGrants.grantedAt,
      grantedBy: objectGrants.grantedBy,
      grantedByHandle: giver.handle,
      reason: objectGrants.reason,
      handle: profiles.handle,
      displayName: profiles.displayName,
      groupName: groups.name,
      clientName: oauthClients.name,
      caseSubject: cases.subjectKind,
    })
    .from(objectGrants)
    .leftJoin(profiles, eq(profiles.userId, objectId))
    .leftJoin(groups, eq(groups.id, objectId))
    .leftJoin(oauthClients, eq(oauthClients.id, objectId))
    .leftJoin(cases, eq(cases.id, objectId))
    .leftJoin(giver, eq(giver.userId, objectGrants.grantedBy))
    .where(
      and(
        eq(objectGrants.principalId, principalId),
        after &&
          sql`(${permissionId}, ${objectId}) > (${after.permissionId}::smallint, ${after.objectId}::uuid)`,
      ),
    )
    .orderBy(asc(permissionId), asc(objectId))
    .limit(limit + 1);
  const lines = rows.slice(0, limit).flatMap((row) => {
    const permission = NAMES.get(row.permissionId);
    return permission ? [{ ...row, permission }] : [];
  });
  const last = rows[limit - 1];
  const next =
    rows.length > limit && last ? { permissionId: last.permissionId, objectId: last.objectId } : null;
  return { lines, next };
}
