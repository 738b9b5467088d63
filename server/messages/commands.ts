import { and, asc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { messages } from '@/db/schema/messages';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { countUse } from '@/server/auth/throttle';
import { lockPair } from '@/server/contacts/pair';
import { DomainError } from '@/server/errors';
import { notify } from '@/server/notifications/commands';
import { readAbout } from '@/server/notifications/read-about';
import { findDelivery, wasSent } from './delivery';
import { isRequest, UNANSWERED_AN_HOUR } from './rules';

/**
 * Lays a message into somebody's inbox, or among what they let in first, and has them told of what need not be let in; neither
 * address is shown to the other. Sent again it is the same message.
 * @throws CANNOT_CONTACT alike for who is blocked, not let in, hidden or not there; RATE_LIMITED; LIMITED whoever it is for
 */
export async function sendMessage(
  db: Database,
  message: { id: string; toId: string; body: string; userId: string; cause: Cause; now: Date },
): Promise<void> {
  const { id, toId, body, userId, cause, now } = message;
  if (await wasSent(db, message)) return;
  await countUse(db, { limit: 'message.sender', key: userId });
  await db.transaction(async (tx) => {
    const { isLimited } = await lockPair(tx, { userId, otherId: toId, now });
    if (isLimited) throw new DomainError('LIMITED');
    const delivery = await findDelivery(tx, message);
    if (delivery?.idIs === 'of this message') return;
    if (!delivery?.mayWrite || delivery.idIs === 'taken') throw new DomainError('CANNOT_CONTACT');
    const { sentLately, firstLately } = delivery;
    if (!delivery.isAnswered && sentLately >= UNANSWERED_AN_HOUR) throw tooMany(firstLately ?? now, now);
    const waits = isRequest(delivery);
    const [laid] = await tx
      .insert(messages)
      .values({ id, senderId: userId, recipientId: toId, body, at: now, isRequest: waits })
      .onConflictDoNothing()
      // Nobody is told of what waits, but their bell counts it.
      .returning({
        id: messages.id,
        ...(waits && { rung: sql`pg_notify('notifications_changed', ${toId})::text` }),
      });
    // Somebody else took the id at this very moment.
    if (!laid) throw new DomainError('CANNOT_CONTACT');
    await recordAudit(tx, { kind: 'message.sent', cause, subjectId: toId, now });
    if (waits) return;
    const to = { kind: 'people' as const, ids: [toId] };
    const about = { data: { messageId: id }, actorId: userId, objectId: id };
    await notify(tx, { type: 'messages.received', to, ...about, now });
  });
}

function tooMany(first: Date, now: Date) {
  const wait = (first.getTime() + 3_600_000 - now.getTime()) / 1000;
  return new DomainError('RATE_LIMITED', { retryAfter: Math.max(1, Math.ceil(wait)) });
}

/** Marks messages as read, or as unread again; those of other people stay as they are. */
export async function markRead(
  db: Database,
  { ids, userId, read, now }: { ids: string[]; userId: string; read: boolean; now: Date },
): Promise<void> {
  const which = and(inArray(messages.id, ids), read ? isNull(messages.readAt) : isNotNull(messages.readAt));
  await db.transaction(async (tx) => {
    await change(tx, { userId, which, set: { readAt: read ? now : null } });
    if (read) await readAbout(tx, { userId, objectIds: ids, now });
  });
}

export async function removeMessages(
  db: Database,
  { ids, userId, now }: { ids: string[]; userId: string; now: Date },
): Promise<void> {
  const which = and(inArray(messages.id, ids), isNull(messages.removedAt));
  await db.transaction(async (tx) => {
    await change(tx, { userId, which, set: { removedAt: now } });
    await readAbout(tx, { userId, objectIds: ids, now });
  });
}

/** Undoes `removeMessages`. */
export async function restoreMessages(
  db: Database,
  { ids, userId }: { ids: string[]; userId: string },
): Promise<void> {
  const which = and(inArray(messages.id, ids), isNotNull(messages.removedAt));
  await change(db, { userId, which, set: { removedAt: null } });
}

const chosen = alias(messages, 'chosen');

/** Lets in what somebody wrote and what they write from now on: they become no contact by it. */
export async function letIn(db: Database, { ids, userId }: { ids: string[]; userId: string }): Promise<void> {
  const senders = db
    .select({ id: chosen.senderId })
    .from(chosen)
    .where(and(eq(chosen.recipientId, userId), inArray(chosen.id, ids)));
  // Of who has left there is nothing but what they wrote.
  const theirs = or(inArray(messages.id, ids), inArray(messages.senderId, senders));
  const which = and(eq(messages.isRequest, true), theirs);
  await change(db, { userId, which, set: { isRequest: false } });
}

/**
 * Changes messages of somebody. They are locked in the order of their ids, whatever way they are found by, so that two who
 * change the same ones at the same moment follow each other.
 */
async function change(
  db: Database,
  {
    userId,
    which,
    set,
  }: {
    userId: string;
    which: SQL | undefined;
    set: Partial<Pick<typeof messages.$inferSelect, 'readAt' | 'removedAt' | 'isRequest'>>;
  },
) {
  const held = db.$with('held').as(
    db
      .select({ id: messages.id })
      .from(messages)
      .where(and(eq(messages.recipientId, userId), which))
      .orderBy(asc(messages.id))
      .for('no key update'),
  );
  await db.with(held).update(messages).set(set).from(held).where(eq(messages.id, held.id));
}
