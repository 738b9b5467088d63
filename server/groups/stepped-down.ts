import { inArray, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { auditEntries, objectOf } from '@/db/schema/audit';
import type { AuditKind } from '@/server/audit/catalog';

/** What tells of a place that somebody has no more, by what it was before; of a group that was cleared away the last of them. */
const KINDS: AuditKind[] = ['group.memberChanged', 'group.left', 'group.memberRemoved'];

const entry = alias(auditEntries, 'stepped_down');

/**
 * Whether somebody owned or managed a group and has come down since a moment, as a part of a larger statement: by what the trail
 * says of their places, which outlives these and the group.
 */
export function hasSteppedDown(of: { userId: string; groupId: SQL; since: SQL }): SQL {
  const { userId, groupId, since } = of;
  return sql`exists (
    select from ${auditEntries} as ${entry}
    where ${entry.subjectId} = ${userId}::uuid and ${objectOf(entry)} = (${groupId})::text and ${entry.at} >= ${since}
      and ${inArray(entry.kind, KINDS)} and ${entry.before}->>'standing' in ('owner', 'manager'))`;
}
