import type { Database } from '@/db/client';
import { type Cause, recordAudits } from '@/server/audit/commands';
import { endAccessOfAll } from '@/server/auth/end-access';
import { lockPeople } from '@/server/roles/role-rows';
import { listAbove } from '@/server/roles/within';

/** What came of it for one person. */
interface EndedSessions {
  id: string;
  result: 'done' | 'NOT_FOUND' | 'ABOVE_YOU' | 'YOURSELF';
  sessions: number;
}

/**
 * Signs people out everywhere, those whom one may; one that is refused keeps none of the others. One transaction, and as many
 * statements for a hundred as for one. Where there is nothing to end nothing is written down.
 */
export async function endSessionsOfPeople(
  db: Database,
  { ids, cause, now }: { ids: string[]; cause: Cause & { actorId: string }; now: Date },
): Promise<EndedSessions[]> {
  const { actorId } = cause;
  return db.transaction(async (tx) => {
    const there = new Set((await lockPeople(tx, [actorId, ...ids])).map(({ id }) => id));
    const above = new Set(await listAbove(tx, { actorId, personIds: ids, now }));
    const due = [...new Set(ids)].filter((id) => there.has(id) && !above.has(id));
    const ended = due.length > 0 ? await endAccessOfAll(tx, { userIds: due }) : new Map<string, number>();
    await recordAudits(
      tx,
      [...ended].map(([subjectId, sessions]) => ({
        kind: 'sessions.revoked',
        cause,
        subjectId,
        after: { sessions },
        now,
      })),
    );
    return [...new Set(ids)].map((id) => {
      if (id === actorId) return { id, result: 'YOURSELF', sessions: 0 };
      if (!there.has(id)) return { id, result: 'NOT_FOUND', sessions: 0 };
      if (above.has(id)) return { id, result: 'ABOVE_YOU', sessions: 0 };
      return { id, result: 'done', sessions: ended.get(id) ?? 0 };
    });
  });
}
