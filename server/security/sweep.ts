import { and, eq, inArray, like, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { passkeys } from '@/db/schema/factors';
import { securityEvents } from '@/db/schema/security';
import { firstIdAt } from '@/server/notifications/event-ids';
import { EVENT_DAYS } from './catalog';

const BATCH = 1000;

/**
 * Deletes what is older than `EVENT_DAYS`, the oldest first, 1000 rows a statement, and notes of each passkey that a session
 * had begun by it: whether it is new is asked of the log. Ids are times.
 */
export async function sweepSecurityEvents(db: Database, { now }: { now: Date }): Promise<void> {
  const end = firstIdAt(new Date(now.getTime() - EVENT_DAYS * 86_400_000));
  let found = BATCH;
  while (found === BATCH) {
    const oldest = db
      .select({ id: securityEvents.id })
      .from(securityEvents)
      .where(lt(securityEvents.id, end))
      .orderBy(securityEvents.id)
      .limit(BATCH)
      .as('oldest');
    const [portion] = await db
      .select({
        count: sql<number>`count(*)::int`,
        // PostgreSQL knows no max() of UUIDs.
        last: sql<string | null>`(array_agg(${oldest.id} order by ${oldest.id} desc))[1]`,
      })
      .from(oldest);
    found = portion?.count ?? 0;
    if (!portion?.last) return;
    // By the last of them, and not by "the oldest thousand" once more: two sweeps at once would delete what neither has noted.
    const gone = lte(securityEvents.id, portion.last);
    await notePasskeys(db, gone);
    await db.delete(securityEvents).where(gone);
  }
}

async function notePasskeys(db: Database, gone: SQL) {
  const begun = db
    .select({ id: sql`(${securityEvents.details}->>'passkeyId')::uuid` })
    .from(securityEvents)
    .where(
      and(gone, like(securityEvents.kind, 'session.started%'), sql`${securityEvents.details} ? 'passkeyId'`),
    );
  await db
    .update(passkeys)
    .set({ hasBegunSession: true })
    .where(and(inArray(passkeys.id, begun), eq(passkeys.hasBegunSession, false)));
}
