import { and, inArray } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { users } from '@/db/schema/users';
import { type Cause, recordAudits } from '@/server/audit/commands';
import { endAccessOfAll } from '@/server/auth/end-access';
import { isDeniedOn } from '@/server/roles/reach';
import { lockPeople } from '@/server/roles/role-rows';
import { listAbove } from '@/server/roles/within';

/** What came of it for one person. */
interface EndedSessions {
  id: string;
  result: 'done' | 'NOT_FOUND' | 'ABOVE_YOU' | 'NOT_ALLOWED' | 'YOURSELF';
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
    const denied = new Set(await listDenied(tx, { ids, actorId, now }));
    const due = [...there].filter((id) => id !== actorId && !above.has(id) && !denied.has(id));
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
      if (denied.has(id)) return { id, result: 'NOT_ALLOWED', sessions: 0 };
      return { id, result: 'done', sessions: ended.get(id) ?? 0 };
    });
  });
}

/** With whom of several it is denied to who holds it everywhere. */
async function listDenied(tx: Database, of: { ids: string[]; actorId: string; now: Date }) {
  const { ids, actorId: userId, now } = of;
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(
      and(inArray(users.id, ids), isDeniedOn(users.id, { userId, permission: 'person.endSessions', now })),
    );
  return rows.map(({ id }) => id);
}
