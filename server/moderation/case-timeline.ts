import { asc, eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { caseEvents } from '@/db/schema/moderation';
import { profiles } from '@/db/schema/users';
import type { Holder } from '@/server/errors';
import { CASE_EVENTS, type CaseEventKind } from './catalog';

/** Events of one case at most. */
const SHOWN = 300;

/** Something that happened to a case. */
export interface CaseEvent {
  id: string;
  /** ISO 8601 */
  at: string;
  kind: CaseEventKind;
  /** Null: the system, a reporter (who stands with the report), or somebody who has left. */
  by: Holder | null;
  /** Rule, reason, kind of report or sanction: what the event needs beside its kind. */
  details: Record<string, string>;
}

/** What happened to a case, the first first. */
export async function listEvents(db: Database, { caseId }: { caseId: string }): Promise<CaseEvent[]> {
  const rows = await db
    .select({
      id: caseEvents.id,
      at: caseEvents.at,
      kind: caseEvents.kind,
      by: { userId: profiles.userId, handle: profiles.handle, displayName: profiles.displayName },
      details: caseEvents.details,
    })
    .from(caseEvents)
    .leftJoin(profiles, eq(profiles.userId, caseEvents.actorId))
    .where(eq(caseEvents.caseId, caseId))
    .orderBy(asc(caseEvents.id))
    .limit(SHOWN);
  return rows.flatMap(({ id, at, kind, by, details }) => {
    const known = CASE_EVENTS.find((one) => one === kind);
    return known ? [{ id, at: at.toISOString(), kind: known, by, details: textsOf(details) }] : [];
  });
}

function textsOf(details: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(details).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
