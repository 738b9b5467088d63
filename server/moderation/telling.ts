import { and, asc, inArray, isNotNull, ne } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { reports } from '@/db/schema/moderation';
import { notifyEach } from '@/server/notifications/commands';

/**
 * Tells everybody who reported it what became of it, and nothing of anybody: neither who decided nor who else reported. Two
 * statements for however many there are.
 * @param of.actorId who decided, and knows
 */
export async function tellReporters(
  tx: Database,
  of: { caseIds: string[]; outcome: 'dismissed' | 'acted'; actorId: string; now: Date },
): Promise<void> {
  const { caseIds, outcome, actorId, now } = of;
  const told = await tx
    .select({ reportId: reports.id, reporterId: reports.reporterId })
    .from(reports)
    .where(
      and(inArray(reports.caseId, caseIds), isNotNull(reports.reporterId), ne(reports.reporterId, actorId)),
    )
    .orderBy(asc(reports.id));
  await notifyEach(
    tx,
    told.flatMap(({ reportId, reporterId }) => {
      const to = { kind: 'people' as const, ids: reporterId === null ? [] : [reporterId] };
      const data = { reportId, outcome };
      return { type: 'moderation.reportUpdated' as const, to, data, objectId: reportId, now };
    }),
  );
}
