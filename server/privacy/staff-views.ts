import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import type { AuditKind } from '@/server/audit/catalog';
import { type Cause, recordAudit } from '@/server/audit/commands';

/** Of the page that others see less of, or of what the dashboard has of somebody. */
type ViewKind = Extract<AuditKind, 'profile.viewedByStaff' | 'person.viewedByStaff'>;

const KIND: ViewKind = 'profile.viewedByStaff';
const AGAIN_AFTER_MS = 3_600_000;

/** Whether it was written down within the hour that this viewer saw that person, as part of a statement. */
export function isStaffViewNoted(given: {
  viewerId: SQL;
  subjectId: SQL | PgColumn;
  /** `staffViewsSince` */
  since: SQL;
  kind?: ViewKind;
}): SQL<boolean> {
  const { viewerId, subjectId, since, kind = KIND } = given;
  return sql`exists (
    select from ${auditEntries}
    where ${auditEntries.actorId} = ${viewerId} and ${auditEntries.subjectId} = ${subjectId}
      and ${auditEntries.kind} = ${sql.raw(`'${kind}'`)} and ${auditEntries.id} >= ${since}
  )`;
}

/** The least id of an entry of the last hour: ids are UUID version 7, which begin with the time. */
export function staffViewsSince(now: Date): string {
  const time = (now.getTime() - AGAIN_AFTER_MS).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

/** Writes down that staff saw more of somebody than anybody does; once an hour for the two of them is enough. */
export async function recordStaffView(
  db: Database,
  view: { subjectId: string; cause: Cause; now: Date; kind?: ViewKind; after?: Record<string, unknown> },
) {
  await recordAudit(db, { kind: KIND, ...view });
}
