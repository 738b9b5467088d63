import type { Database } from '@/db/client';
import { findHasSecondFactor } from './factors';
import { isFresh } from './rules';
import type { Session } from './sessions';

/**
 * Whether a session has proved lately who it is, as strongly as its person can: within five minutes, and with a second
 * factor where they have one. Costs a statement only when the proof was a weak one.
 */
export async function hasFreshProof(
  db: Database,
  { session, now }: { session: Pick<Session, 'userId' | 'provenAt' | 'provenAal'>; now: Date },
) {
  if (!isFresh(session, now)) return false;
  return session.provenAal >= 2 || !(await findHasSecondFactor(db, { userId: session.userId }));
}
