import { and, eq, gt, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { messages } from '@/db/schema/messages';
import { users } from '@/db/schema/users';
import { circleOf, mayReach } from '@/server/privacy/policy';
import { type Delivery, NEW_ACCOUNT_DAYS } from './rules';

interface Wish {
  id: string;
  userId: string;
  toId: string;
  now: Date;
}

/** What has to be known before a message is laid into an inbox. */
interface DeliveryFacts extends Delivery {
  /** Whether its id is one that nobody used, its own, or that of another message. */
  idIs: 'free' | 'of this message' | 'taken';
  /** The recipient wrote to the sender. */
  isAnswered: boolean;
  /** From the one to the other within the last hour, and since when. */
  sentLately: number;
  firstLately: Date | null;
}

/** Whether this very message was sent before. */
export async function wasSent(db: Database, { id, userId, toId }: Wish) {
  const [sent] = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.id, id), eq(messages.senderId, userId), eq(messages.recipientId, toId)));
  return sent !== undefined;
}

/** All that decides about a message, in one statement; undefined when there is nobody to send it to. */
export async function findDelivery(
  db: Database,
  { id, userId, toId, now }: Wish,
): Promise<DeliveryFacts | undefined> {
  const me = sql`${userId}::uuid`;
  const at = sql`${now.toISOString()}::timestamptz`;
  const look = { viewerId: me, asStaff: sql`false`, now: at };
  const sent = and(eq(messages.senderId, me), eq(messages.recipientId, users.id));
  const received = and(eq(messages.senderId, users.id), eq(messages.recipientId, me));
  const lately = sql`${messages} where ${and(sent, gt(messages.at, sql`${at} - interval '1 hour'`))}`;
  const letInOnce = and(sent, eq(messages.isRequest, false));
  const [found] = await db
    .select({
      idIs: sql<DeliveryFacts['idIs']>`coalesce((
        select case when ${sent} then 'of this message' else 'taken' end
        from ${messages} where ${eq(messages.id, id)}), 'free')`,
      mayWrite: mayReach(users.id, look, 'messagesFrom'),
      isClose: sql<boolean>`coalesce(${circleOf(users, look)} in ('group_mates', 'contacts'), false)`,
      senderIsNew: sql<boolean>`(
        select sender.created_at > ${at} - make_interval(days => ${NEW_ACCOUNT_DAYS})
        from ${users} as sender where sender.id = ${me})`,
      isKnown: sql<boolean>`exists (select from ${messages} where ${or(received, letInOnce)})`,
      isAnswered: sql<boolean>`exists (select from ${messages} where ${received})`,
      sentLately: sql<number>`(select count(*)::int from ${lately})`,
      firstLately: sql<Date | null>`(select min(${messages.at}) from ${lately})`.mapWith(messages.at),
    })
    .from(users)
    .where(eq(users.id, toId));
  return found;
}
