import type { Database } from '@/db/client';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { endSignIns } from '@/server/auth/end-access';
import { lockPerson } from '@/server/auth/factors';
import { endSessionsOf } from '@/server/auth/sessions';
import { DomainError } from '@/server/errors';
import { refuseAbove } from '@/server/roles/within';

/** What came of it for one person. */
interface EndedSessions {
  id: string;
  result: 'done' | 'NOT_FOUND' | 'ABOVE_YOU';
  sessions: number;
}

/** Signs people out everywhere, those whom one may; each by themselves, so that one refusal does not undo the others. */
export async function endSessionsOfPeople(
  db: Database,
  { ids, cause, now }: { ids: string[]; cause: Cause & { actorId: string }; now: Date },
): Promise<EndedSessions[]> {
  const results: EndedSessions[] = [];
  for (const id of new Set(ids)) {
    try {
      results.push({ id, result: 'done', sessions: await endSessionsOfPerson(db, { id, cause, now }) });
    } catch (error) {
      const reason = error instanceof DomainError ? error.reason : undefined;
      if (reason !== 'NOT_FOUND' && reason !== 'ABOVE_YOU') throw error;
      results.push({ id, result: reason, sessions: 0 });
    }
  }
  return results;
}

/** Where there is nothing to end nothing is written down. */
async function endSessionsOfPerson(
  db: Database,
  { id, cause, now }: { id: string; cause: Cause & { actorId: string }; now: Date },
): Promise<number> {
  return db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId: id });
    await refuseAbove(tx, { actorId: cause.actorId, personId: id, now });
    await endSignIns(tx, { person });
    const sessions = await endSessionsOf(tx, { userId: id });
    if (sessions > 0)
      await recordAudit(tx, { kind: 'sessions.revoked', cause, subjectId: id, after: { sessions }, now });
    return sessions;
  });
}
