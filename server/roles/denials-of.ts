import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { objectDenies } from '@/db/schema/permissions';
import { profiles } from '@/db/schema/users';
import { type Named, namesOf } from './named';
import { PERMISSION_NAMES, PERMISSIONS, type Permission } from './permissions';

const PAGE = 50;
const NAMES = new Map<number, Permission>(PERMISSION_NAMES.map((name) => [PERMISSIONS[name].id, name]));
const denier = alias(profiles, 'denier');

/** Something that is denied to somebody on something. */
interface DenialLine {
  permission: Permission;
  principal: Named;
  object: Named;
  deniedAt: Date;
  /** Null: the system, or somebody who has left. */
  deniedBy: string | null;
  reason: string;
}

interface Wish {
  /** Whose list: of all that is denied to a principal, or of all that is denied on an object. */
  of: 'principal' | 'object';
  id: string;
  /** `next` of the page before: the permission, and the id at the other end. */
  after?: { permissionId: number; id: string } | undefined;
  limit?: number;
}

/** What is denied to somebody, or on something, by permission, page by page: two statements. */
export async function listDenials(db: Database, { of, id, after, limit = PAGE }: Wish) {
  const { principalId, objectId, permissionId } = objectDenies;
  const [own, other] = of === 'principal' ? [principalId, objectId] : [objectId, principalId];
  const rows = await db
    .select({
      principalId,
      objectId,
      permissionId,
      deniedAt: objectDenies.deniedAt,
      deniedBy: denier.handle,
      reason: objectDenies.reason,
    })
    .from(objectDenies)
    .leftJoin(denier, eq(denier.userId, objectDenies.deniedBy))
    .leftJoin(groups, eq(groups.id, principalId))
    .where(
      and(
        eq(own, id),
        isNull(groups.removedAt),
        after && sql`(${permissionId}, ${other}) > (${after.permissionId}::smallint, ${after.id}::uuid)`,
      ),
    )
    .orderBy(asc(permissionId), asc(other))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const names = await namesOf(
    db,
    shown.flatMap((row) => [row.principalId, row.objectId]),
  );
  const lines = shown.flatMap((row): DenialLine[] => {
    const permission = NAMES.get(row.permissionId);
    const [principal, object] = [names.get(row.principalId), names.get(row.objectId)];
    if (!permission || !principal || !object) return [];
    return [
      { permission, principal, object, deniedAt: row.deniedAt, deniedBy: row.deniedBy, reason: row.reason },
    ];
  });
  const last = shown.at(-1);
  const next =
    rows.length > limit && last
      ? { permissionId: last.permissionId, id: of === 'principal' ? last.objectId : last.principalId }
      : null;
  return { lines, next };
}
