import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { type Channel, notificationDeliveries } from '@/db/schema/notifications';
import type { Decision, Rule } from './rules';

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

/** Of several, those that are not wanted, each by the rule that says so: as many rules as people and groups may be muted. */
export async function markUnwanted(
  db: Database,
  { unwanted, userId, channel }: Omit<Which, 'eventIds'> & { unwanted: Map<string, Rule> },
) {
  if (unwanted.size === 0) return;
  const rows = [...unwanted].map(([eventId, rule]) => ({ eventId, rule }));
  await db.execute(sql`
    update ${notificationDeliveries} as delivery set state = 'suppressed', rule = one.rule, due_at = null
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as one("eventId" uuid, rule text)
    where delivery.user_id = ${userId}::uuid and delivery.event_id = one."eventId" and delivery.channel = ${channel}
      and delivery.state <> 'sent'`);
}

/** It waits. */
export async function markHeld(db: Database, { rule, until, ...which }: Which & { rule: Rule; until: Date }) {
  await mark(db, which, { state: 'held', rule, dueAt: until });
}

/** It does not go now, as was decided about it anew. */
export async function markDecided(
  db: Database,
  { decision, ...which }: Which & { decision: Exclude<Decision, { outcome: 'now' }> },
) {
  switch (decision.outcome) {
    case 'unused':
      return markSuppressed(db, { ...which, rule: 'gone' });
    case 'off':
      return markSuppressed(db, { ...which, rule: decision.rule });
    case 'held':
      return markHeld(db, { ...which, rule: decision.rule, until: decision.until });
    case 'bundled':
      return mark(db, which, { state: 'bundled', rule: decision.rule, dueAt: decision.at });
  }
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
