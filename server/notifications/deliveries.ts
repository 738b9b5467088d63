import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { type Channel, notificationDeliveries } from '@/db/schema/notifications';
import type { Rule } from './rules';

/** One or several notifications of a person on a channel. */
interface Which {
  userId: string;
  eventIds: string[];
  channel: Channel;
  now: Date;
}

/** It went. */
export async function markSent(db: Database, { now, ...which }: Which): Promise<void> {
  await mark(db, which, { state: 'sent', sentAt: now, dueAt: null, failure: null });
}

/**
 * It will not go, for good, unless staff have its job tried again: so it keeps what it was taken with.
 * @param of.failure a name of a kind, without an address
 */
export async function markFailed(db: Database, { failure, ...which }: Which & { failure: string }) {
  await mark(db, which, { state: 'failed', failure });
}

/** It is not needed any more, or not wanted. */
export async function markSuppressed(db: Database, { rule, ...which }: Which & { rule: Rule }) {
  await mark(db, which, { state: 'suppressed', rule, dueAt: null });
}

/** It waits. */
export async function markHeld(db: Database, { rule, until, ...which }: Which & { rule: Rule; until: Date }) {
  await mark(db, which, { state: 'held', rule, dueAt: until });
}

/** What went has gone, whatever is found out afterwards. */
async function mark(
  db: Database,
  { userId, eventIds, channel }: Omit<Which, 'now'>,
  what: Partial<typeof notificationDeliveries.$inferInsert>,
) {
  if (eventIds.length === 0) return;
  const row = notificationDeliveries;
  await db
    .update(row)
    .set(what)
    .where(
      and(
        eq(row.userId, userId),
        inArray(row.eventId, eventIds),
        eq(row.channel, channel),
        ne(row.state, 'sent'),
      ),
    );
}
