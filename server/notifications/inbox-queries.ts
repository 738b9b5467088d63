import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { groups } from '@/db/schema/groups';
import {
  announcements,
  notificationDeliveries,
  notificationEvents,
  notifications,
} from '@/db/schema/notifications';
import { oauthClients } from '@/db/schema/oauth';
import { profiles } from '@/db/schema/users';
import type { Locale } from '@/server/http/locale';
import { isSeen, LOOK, placeholdersOf, seenPhotoId } from '@/server/privacy/policy';
import { inForce } from '@/server/roles/parts';
import { isNotificationType } from './catalog';
import { isHere, isUnread } from './inbox-parts';
import { placeOf } from './inbox-places';
import type { FolderName } from './rules';
import type { NotificationView, ToldDelivery } from './types';

const PAGE = 30;
/** No number beyond it is told. */
const COUNTED = 100;

/** How many are unread, counted up to 100, as a part of a statement that is executed with `placeholdersOf`. */
export const unreadCount = sql<number>`(select count(*)::int from (
  select from ${notifications} where ${isUnread(LOOK.viewerId, LOOK.now)} limit ${sql.raw(String(COUNTED))}) as counted)`;

const unread = prepared((db) =>
  db
    .select({ count: sql<number>`count(*)::int` })
    .from(
      db
        .select({ eventId: notifications.eventId })
        .from(notifications)
        .where(isUnread(LOOK.viewerId, LOOK.now))
        .limit(COUNTED)
        .as('counted'),
    )
    .prepare('unread_notifications'),
);

/** How many somebody has not read, counted up to 100. */
export async function countUnreadNotifications(
  db: Database,
  { userId, now }: { userId: string; now: Date },
): Promise<{ count: number }> {
  const [row] = await unread(db).execute(placeholdersOf({ viewer: { userId, asStaff: false }, now }));
  return { count: row?.count ?? 0 };
}

/**
 * Kept from its person on some way: it waits there, or it was left out. Not what nobody would have sent, what had been read
 * before, and what no browser takes: of everything there would be some, and nothing is kept from anybody by that. In the words of
 * the index `notification_deliveries_kept`.
 */
const isKept = sql`(state in ('held', 'bundled') or (state = 'suppressed' and rule not in ('default', 'read', 'noBrowser')))`;

const { isShown, readAt, archivedAt, snoozedUntil } = notifications;

const FOLDER: Record<FolderName, SQL | undefined> = {
  unread: sql`${isShown} and ${readAt} is null and ${archivedAt} is null and ${isHere(LOOK.now)}`,
  all: sql`${isShown} and ${archivedAt} is null and ${isHere(LOOK.now)}`,
  archived: sql`${isShown} and ${archivedAt} is not null`,
  // See `heldPage`.
  held: undefined,
};

const AFTER = parameter('after', 'uuid');

/**
 * Those of a page of what is held, found from what is kept and what is put off: from all that somebody was told it would cost as much
 * as that is. In order, so that what is joined to them is looked up for each; `offset 0` has each looked up by itself here.
 */
function heldPage(isFirst: boolean) {
  const isNext = isFirst ? sql`` : sql`and event_id < ${AFTER}`;
  const most = sql.raw(String(PAGE + 1));
  return sql`(
    select event_id from (
      (select distinct kept.event_id from ${notificationDeliveries} as kept
        where kept.user_id = ${LOOK.viewerId} and ${isKept} ${isNext}
          and exists (select from ${notifications} as own where own.user_id = kept.user_id and own.event_id = kept.event_id offset 0)
        order by kept.event_id desc limit ${most})
      union
      (select away.event_id from ${notifications} as away
        where away.user_id = ${LOOK.viewerId} and away.snoozed_until > ${LOOK.now} and away.archived_at is null ${isNext})
    ) as one order by event_id desc limit ${most}) as held`;
}

/** Of a group the name is shown to who is in it or asked into it, and to everybody where it shows itself; hidden by moderators to nobody. */
export const seesGroup = sql`(${groups.visibility} = 'signed_in'
  or exists (select from memberships as own_place where own_place.user_id = ${LOOK.viewerId}
    and own_place.principal_id = ${groups.id} and ${inForce('own_place', LOOK.now)})
  or exists (select from group_invitations as own_invitation where own_invitation.user_id = ${LOOK.viewerId}
    and own_invitation.group_id = ${groups.id}))`;

const inLanguage = (text: SQL) =>
  sql<string | null>`coalesce(${text} ->> ${sql.placeholder('locale')}::text, ${text} ->> 'en')`;

function folderPage(db: Database, { folder, isFirst }: { folder: FolderName; isFirst: boolean }) {
  const page = db
    .select({
      id: notifications.eventId,
      type: notifications.type,
      at: notificationEvents.at,
      actorId: notificationEvents.actorId,
      handle: profiles.handle,
      displayName: profiles.displayName,
      isSeen: isSeen(notificationEvents.actorId, LOOK),
      photoId: seenPhotoId(notificationEvents.actorId, LOOK),
      groupId: sql<string | null>`${groups.id}`,
      groupName: sql<string | null>`${groups.name}`,
      clientId: notificationEvents.clientId,
      clientName: oauthClients.name,
      data: notificationEvents.data,
      title: inLanguage(sql`${announcements.title}`),
      text: inLanguage(sql`${announcements.body}`),
      link: sql<string | null>`${announcements.link}`,
      readAt,
      archivedAt,
      snoozedUntil:
        sql<Date | null>`case when ${snoozedUntil} > ${LOOK.now} and ${archivedAt} is null then ${snoozedUntil} end`.mapWith(
          snoozedUntil,
        ),
      deliveries: sql<ToldDelivery[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('channel', delivery.channel, 'state', delivery.state, 'rule', delivery.rule,
          'dueAt', delivery.due_at, 'sentAt', delivery.sent_at, 'failure', delivery.failure)
          order by array_position(array['inApp', 'email', 'push'], delivery.channel)), '[]')
        from ${notificationDeliveries} as delivery
        where delivery.user_id = ${notifications.userId} and delivery.event_id = ${notifications.eventId})`,
    })
    .from(notifications)
    .innerJoin(notificationEvents, eq(notificationEvents.id, notifications.eventId))
    .leftJoin(profiles, eq(profiles.userId, notificationEvents.actorId))
    .leftJoin(
      groups,
      and(
        eq(groups.id, notificationEvents.groupId),
        isNull(groups.removedAt),
        isNull(groups.hiddenAt),
        seesGroup,
      ),
    )
    .leftJoin(announcements, eq(announcements.eventId, notificationEvents.id))
    .leftJoin(oauthClients, eq(oauthClients.id, notificationEvents.clientId))
    .where(
      and(
        eq(notifications.userId, LOOK.viewerId),
        FOLDER[folder],
        isFirst ? undefined : sql`${notifications.eventId} < ${AFTER}`,
      ),
    )
    .orderBy(desc(notifications.eventId))
    .limit(PAGE + 1)
    .$dynamic();
  const found =
    folder === 'held'
      ? page.innerJoin(heldPage(isFirst), sql`held.event_id = ${notifications.eventId}`)
      : page;
  return found.prepare(`notifications_${folder}_${isFirst ? 'first' : 'next'}`);
}

const pagesOf = (folder: FolderName) => ({
  first: prepared((db) => folderPage(db, { folder, isFirst: true })),
  next: prepared((db) => folderPage(db, { folder, isFirst: false })),
});

const PAGES = {
  unread: pagesOf('unread'),
  all: pagesOf('all'),
  archived: pagesOf('archived'),
  held: pagesOf('held'),
};

interface Asked {
  userId: string;
  folder: FolderName;
  /** The last one of the page before. */
  after: string | undefined;
  /** Of who reads: announcements are in several languages. */
  locale: Locale;
  now: Date;
}

/** What somebody was told, newest first, 30 a page; one statement. What they snoozed is away from what is unread and from all. */
export async function listNotifications(
  db: Database,
  { userId, folder, after, locale, now }: Asked,
): Promise<{ notifications: NotificationView[]; next: string | null }> {
  const page = after === undefined ? PAGES[folder].first(db) : PAGES[folder].next(db);
  const look = placeholdersOf({ viewer: { userId, asStaff: false }, now });
  const rows = await page.execute({ ...look, locale, after: after ?? null });
  const shown = rows.slice(0, PAGE);
  return {
    notifications: shown.flatMap(told),
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  };
}

type Row = Awaited<ReturnType<ReturnType<typeof folderPage>['execute']>>[number];

/** Nothing of a type that is no more. */
function told(row: Row): NotificationView[] {
  const { id, type, actorId, handle, displayName, photoId, groupId, groupName, clientId, clientName } = row;
  if (!isNotificationType(type)) return [];
  const actor =
    row.isSeen && actorId !== null && handle !== null && displayName !== null
      ? { userId: actorId, handle, displayName, photoId }
      : null;
  const group = groupId !== null && groupName !== null ? { id: groupId, name: groupName } : null;
  const app = clientId === null || clientName === null ? null : { id: clientId, name: clientName };
  const { title, text, link } = row;
  const data = title === null ? row.data : { ...row.data, title, text: text ?? '', link: link ?? '' };
  return [
    {
      id,
      type,
      at: row.at.toISOString(),
      actor,
      group,
      app,
      data,
      href: placeOf(type, { data, actor, group }),
      read: row.readAt !== null,
      archived: row.archivedAt !== null,
      snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
      deliveries: row.deliveries.map((delivery) => ({
        ...delivery,
        dueAt: isoOf(delivery.dueAt),
        sentAt: isoOf(delivery.sentAt),
      })),
    },
  ];
}

/** PostgreSQL writes moments in JSON with its own zone. */
function isoOf(moment: string | null) {
  return moment === null ? null : new Date(moment).toISOString();
}
