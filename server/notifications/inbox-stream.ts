import { type TrackedEnvelope, tracked } from '@trpc/server';
import { and, eq, sql } from 'drizzle-orm';
import { MAX, NIL } from 'uuid';
import type { Database } from '@/db/client';
import { prepared } from '@/db/prepared';
import { notifications } from '@/db/schema/notifications';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { isAlive } from '@/server/auth/sessions';
import { type Following, follow } from '@/server/live/follow';
import { WAITING } from '@/server/messages/queries';
import { LOOK, placeholdersOf } from '@/server/privacy/policy';
import { unreadCount } from './inbox-queries';

/** No more are named. */
const NAMED = 30;

/** How it stands with what somebody was told, or that the session which asks is over. */
type InboxChange =
  | {
      kind: 'changed';
      /** Up to 100. */
      unread: number;
      /** What the bell shows: this and what else waits in the inbox. */
      waiting: number;
      /** Those that came after the last message, newest first, 30 at most. */
      newer: string[];
    }
  | { kind: 'ended' };

const standing = prepared((db) => {
  const theirs = sql`${notifications} where ${notifications.userId} = ${LOOK.viewerId} and ${notifications.isShown}`;
  return db
    .select({
      ...WAITING,
      unread: unreadCount,
      latest: sql<
        string | null
      >`(select ${notifications.eventId} from ${theirs} order by ${notifications.eventId} desc limit 1)`,
      newer: sql<string[]>`to_jsonb(array(select ${notifications.eventId} from ${theirs}
        and ${notifications.eventId} > ${sql.placeholder('last')}::uuid
        order by ${notifications.eventId} desc limit ${sql.raw(String(NAMED))}))`,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), eq(users.status, 'active')))
    .where(and(eq(sessions.id, sql.placeholder('sessionId')), isAlive(LOOK.now)))
    .prepare('notification_stream');
});

/**
 * Tells how many are unread, at once and whenever that may have changed, until the session that asks has ended; see `follow`.
 * The id of a message is the newest notification: who comes back with it is told what came since.
 * @throws RATE_LIMITED UNAVAILABLE before the first message, as `Hub.watch` does
 */
export function followInbox(
  db: Database,
  { lastEventId, ...following }: Following & { lastEventId: string | undefined },
): AsyncGenerator<TrackedEnvelope<InboxChange>, void> {
  const { userId, sessionId } = following;
  let last = lastEventId;
  let told: number | undefined;
  return follow<TrackedEnvelope<InboxChange>>(following, {
    topic: 'notifications',
    // That its own session has ended.
    also: ['access'],
    look: async (changed) => {
      const [row] = await standing(db).execute({
        ...placeholdersOf({ viewer: { userId, asStaff: false }, now: new Date() }),
        sessionId,
        // At first nothing is newer: no month is looked at for it.
        last: last ?? MAX,
      });
      if (!row) return { message: tracked(last ?? NIL, { kind: 'ended' }), isLast: true };
      const { unread, latest, newer, messages, requests, contactRequests, notifications: others } = row;
      const waiting = messages + requests + contactRequests + others;
      // What was put out of the way comes back without anybody saying so.
      if (!changed && unread === told) return {};
      const isFirst = last === undefined;
      last = latest ?? NIL;
      told = unread;
      return { message: tracked(last, { kind: 'changed', unread, waiting, newer: isFirst ? [] : newer }) };
    },
  });
}
