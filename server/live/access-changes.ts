import type { Database } from '@/db/client';
import { type Following, follow } from './follow';
import { isSessionLive } from './queries';

/** Something of what is signed in for this person has changed, or this session has ended. What it was is not told. */
export interface AccessChange {
  kind: 'changed' | 'ended';
}

/**
 * Tells whenever something is signed in or out for a person, until the session that asks has ended; see `follow`.
 * @throws RATE_LIMITED UNAVAILABLE before the first message, as `Hub.watch` does
 */
export function followAccess(db: Database, following: Following): AsyncGenerator<AccessChange, void> {
  return follow<AccessChange>(following, {
    topic: 'access',
    look: async (changed) => {
      const isLive = await isSessionLive(db, { id: following.sessionId, now: new Date() });
      if (!isLive) return { message: { kind: 'ended' }, isLast: true };
      return changed ? { message: { kind: 'changed' } } : {};
    },
  });
}
