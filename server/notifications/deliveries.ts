import type { Database } from '@/db/client';
import type { Channel } from '@/db/schema/notifications';
import type { Rule } from './rules';

/** One or several notifications of a person on a channel. */
interface Which {
  userId: string;
  eventIds: string[];
  channel: Channel;
  now: Date;
}

/** It went. */
export async function markSent(_db: Database, _which: Which): Promise<void> {
  throw new Error('to be built');
}

/** It will not go, for good. @param of.failure a name of a kind, without an address */
export async function markFailed(_db: Database, _of: Which & { failure: string }): Promise<void> {
  throw new Error('to be built');
}

/** It is not needed any more, or not wanted. */
export async function markSuppressed(_db: Database, _of: Which & { rule: Rule }): Promise<void> {
  throw new Error('to be built');
}

/** It waits. */
export async function markHeld(_db: Database, _of: Which & { rule: Rule; until: Date }): Promise<void> {
  throw new Error('to be built');
}
