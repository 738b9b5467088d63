import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { messages } from '@/db/schema/messages';
import { notifications } from '@/db/schema/notifications';
import { contactRequests } from '@/db/schema/privacy';
import { profiles, users } from '@/db/schema/users';
import { isUnanswered } from '@/server/contacts/queries';
import { isUnread } from '@/server/notifications/inbox-parts';
import { hasBlocked, isSeen, LOOK, mayReach, placeholdersOf, seenPhotoId } from '@/server/privacy/policy';
import type { PersonLine } from '@/server/privacy/queries';

const PAGE = 30;
/** No number beyond it is told. */
const COUNTED = 100;
/** Of the questions of so many people it is looked up whether they are shown: more than that who asked and hid are no news. */
const LOOKED_AT = 500;

export interface MessageView {
  id: string;
  /** Null: somebody who has left, or shows themselves to nobody. */
  from: PersonLine | null;
  /** By which they can be blocked, whether or not they show themselves; null: they have left. */
  senderId: string | null;
  /** I have blocked them since. */
  isBlocked: boolean;
  mayAnswer: boolean;
  /** Empty where moderators have hidden it. */
  body: string;
  isHidden: boolean;
  /** ISO 8601 */
  at: string;
  read: boolean;
}

const before = alias(messages, 'before');

const firstPage = prepared((db) => folderPage(db, { isFirst: true }).prepare('messages_first_page'));
const nextPage = prepared((db) => folderPage(db, { isFirst: false }).prepare('messages_next_page'));

function folderPage(db: Database, { isFirst }: { isFirst: boolean }) {
  const last = and(eq(before.id, parameter('after', 'uuid')), eq(before.recipientId, LOOK.viewerId));
  const older = sql`(${messages.at}, ${messages.id}) < (
    (select ${before.at} from ${messages} as ${before} where ${last}),
    (select ${before.id} from ${messages} as ${before} where ${last}))`;
  return db
    .select({
      id: messages.id,
      senderId: messages.senderId,
      body: sql<string>`case when ${messages.hiddenAt} is null then ${messages.body} else '' end`,
      isHidden: sql<boolean>`${messages.hiddenAt} is not null`,
      at: messages.at,
      readAt: messages.readAt,
      handle: profiles.handle,
      displayName: profiles.displayName,
      isSeen: isSeen(messages.senderId, LOOK),
      photoId: seenPhotoId(messages.senderId, LOOK),
      isBlocked: hasBlocked(LOOK.viewerId, messages.senderId),
      mayAnswer: mayReach(messages.senderId, LOOK, 'messagesFrom'),
    })
    .from(messages)
    .leftJoin(profiles, eq(profiles.userId, messages.senderId))
    .where(
      and(
        eq(messages.recipientId, LOOK.viewerId),
        eq(messages.isRequest, parameter('isRequest', 'boolean')),
        isNull(messages.removedAt),
        isFirst ? undefined : older,
      ),
    )
    .orderBy(desc(messages.at), desc(messages.id))
    .limit(PAGE + 1);
}

/** What lies in the inbox, or what waits to be let in; newest first, 30 a page; one statement. */
export async function listMessages(
  db: Database,
  {
    userId,
    folder,
    after,
    now,
  }: { userId: string; folder: 'inbox' | 'requests'; after: string | undefined; now: Date },
): Promise<{ messages: MessageView[]; next: string | null }> {
  const page = after === undefined ? firstPage(db) : nextPage(db);
  const rows = await page.execute({
    ...placeholdersOf({ viewer: { userId, asStaff: false }, now }),
    isRequest: folder === 'requests',
    after: after ?? null,
  });
  const shown = rows.slice(0, PAGE);
  return { messages: shown.map(told), next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null };
}

type Row = Awaited<ReturnType<ReturnType<typeof firstPage>['execute']>>[number];

function told({ at, readAt, handle, displayName, isSeen: seen, photoId, ...message }: Row): MessageView {
  const { senderId } = message;
  const from =
    seen && senderId !== null && handle !== null && displayName !== null
      ? { userId: senderId, handle, displayName, photoId }
      : null;
  return { ...message, from, at: at.toISOString(), read: readAt !== null };
}

const upTo = (rows: ReturnType<typeof sql>) =>
  sql<number>`(select count(*)::int from (select from ${rows} limit ${sql.raw(String(COUNTED))}) as counted)`;

const lying = (isRequest: boolean) =>
  upTo(
    sql`${messages} where ${messages.recipientId} = ${LOOK.viewerId} and ${messages.isRequest} = ${sql.raw(String(isRequest))} and ${messages.removedAt} is null and ${messages.readAt} is null`,
  );

/** What waits for whoever looks, each counted up to 100, as parts of a statement that is executed with `placeholdersOf`. */
export const WAITING = {
  messages: lying(false),
  requests: lying(true),
  contactRequests: upTo(
    sql`(select ${contactRequests.fromId} from ${contactRequests} where ${isUnanswered(LOOK)} limit ${sql.raw(String(LOOKED_AT))}) as asked
      where ${isSeen(sql`asked.from_id`, LOOK)}`,
  ),
  /** What else they were told; of messages and of who asks the messages and the questions themselves are counted. */
  notifications: upTo(
    sql`${notifications} where ${isUnread(LOOK.viewerId, LOOK.now)} and ${notifications.type} not in ('messages.received', 'contacts.asked')`,
  ),
};

const unread = prepared((db) =>
  db.select(WAITING).from(users).where(eq(users.id, LOOK.viewerId)).prepare('unread_counts'),
);

/** How much waits for somebody, of each kind. */
type Waiting = Record<keyof typeof WAITING, number>;

/**
 * How many are unread, in the inbox and of what waits to be let in, how many ask to be a contact, and of how much else they were
 * told; counted up to 100. It goes with every page, so however many lie there, or ask and hide, it looks at no more than so many.
 */
export async function countUnread(
  db: Database,
  { userId, now }: { userId: string; now: Date },
): Promise<Waiting> {
  const [counts] = await unread(db).execute(placeholdersOf({ viewer: { userId, asStaff: false }, now }));
  return counts ?? { messages: 0, requests: 0, contactRequests: 0, notifications: 0 };
}
