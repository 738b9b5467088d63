import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import {
  announcements,
  type InLanguages,
  notificationDeliveries,
  notificationEvents,
} from '@/db/schema/notifications';
import { roles } from '@/db/schema/permissions';
import { profiles } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import type { SendAnnouncement } from './announcement-inputs';
import { notify } from './commands';

const PAGE = 20;
/** Days ahead of which one can be planned. */
const AHEAD_DAYS = 365;

/** How far an announcement is. */
export type AnnouncementState = 'scheduled' | 'sending' | 'sent' | 'cancelled';

/** An announcement as staff see it. */
export interface AnnouncementView {
  id: string;
  title: InLanguages;
  body: InLanguages;
  link: string;
  audience: { role: string | null; roleKey: string | null; group: string | null; locale: string | null };
  /** Null: somebody who has left. */
  by: string | null;
  /** ISO 8601 */
  createdAt: string;
  dueAt: string | null;
  finishedAt: string | null;
  state: AnnouncementState;
  /** Something of it has still to go, so that it can be stopped. */
  mayCancel: boolean;
  /** Told by now. */
  people: number;
}

interface Sending {
  announcement: SendAnnouncement;
  userId: string;
  /** They see roles and groups, whoever is in them. */
  mayNarrow: boolean;
  cause: Cause;
  now: Date;
}

/**
 * Tells many people something, at once or at a moment. Sent again it is the same announcement.
 * @throws KEY_USED for other words, other people or another moment under the same id; INPUT_INVALID for a moment that is more than a
 *   year ahead; NOT_FOUND for a role or group that is not there; NOT_ALLOWED
 *   for one of them from whoever does not see them
 */
export async function sendAnnouncement(
  db: Database,
  { announcement, userId, mayNarrow, cause, now }: Sending,
): Promise<void> {
  const { id, title, body, link, audience } = announcement;
  const asked = announcement.dueAt === undefined ? now : new Date(announcement.dueAt);
  const dueAt = asked > now ? asked : undefined;
  if (dueAt && dueAt.getTime() > now.getTime() + AHEAD_DAYS * 86_400_000)
    throw new DomainError('INPUT_INVALID');
  const eventId = uuid({ msecs: (dueAt ?? now).getTime() });
  await db.transaction(async (tx) => {
    await checkAudience(tx, { audience, mayNarrow });
    const [made] = await tx
      .insert(announcements)
      .values({ id, eventId, createdBy: userId, createdAt: now, title, body, link })
      .onConflictDoNothing()
      .returning({ id: announcements.id });
    if (!made) {
      if (!(await isSame(tx, { announcement, dueAt }))) throw new DomainError('KEY_USED');
      return;
    }
    const data = { announcementId: id };
    // Whoever wrote it is told as well: as one of those whom it is for, they see what became of it.
    await notify(tx, {
      id: eventId,
      type: 'product.announcement',
      to: { kind: 'everyone', ...audience },
      data,
      dueAt,
      now,
    });
    const after = {
      ...audience,
      languages: Object.keys(title),
      ...(dueAt && { dueAt: dueAt.toISOString() }),
    };
    await recordAudit(tx, {
      kind: 'announcement.sent',
      cause,
      subjectId: null,
      after: { announcement: id, ...after },
      now,
    });
  });
}

/** Whether what is there under its id is this. A moment that has passed meanwhile is the same moment. */
async function isSame(
  tx: Database,
  { announcement, dueAt }: { announcement: SendAnnouncement; dueAt: Date | undefined },
): Promise<boolean> {
  const { id, title, body, link, audience } = announcement;
  const planned = announcement.dueAt === undefined ? null : new Date(announcement.dueAt);
  const to = { kind: 'everyone', ...audience };
  const event = notificationEvents;
  const [same] = await tx
    .select({ id: announcements.id })
    .from(announcements)
    .innerJoin(event, eq(event.id, announcements.eventId))
    .where(
      and(
        eq(announcements.id, id),
        eq(announcements.title, title),
        eq(announcements.body, body),
        eq(announcements.link, link),
        sql`${event.audience} = ${JSON.stringify(to)}::text::jsonb`,
        // One that was for a moment which was over went at once.
        planned === null || dueAt === undefined
          ? sql`(${event.dueAt} is null or ${event.dueAt} = ${planned?.toISOString() ?? null}::timestamptz)`
          : eq(event.dueAt, dueAt),
      ),
    );
  return same !== undefined;
}

/**
 * Whether something of an announcement has still to go: to whom it is not laid out yet, or by mail or as a push, in the words of the
 * index `notification_deliveries_to_go`; `offset 0` has it looked up for each by itself, and not all that waits of anything.
 */
const isToGo = sql<boolean>`(${notificationEvents.cancelledAt} is null and (${notificationEvents.finishedAt} is null or exists (
  select from ${notificationDeliveries} as delivery
  where delivery.event_id = ${notificationEvents.id} and delivery.state in ('queued', 'held', 'bundled') offset 0)))`;

/**
 * Takes back what has not gone yet: whom it is still to reach, and of those who have it already the mails and pushes that wait, as for
 * a digest. What went has gone, and it stays in the inboxes where it is. Once more it does nothing.
 * @throws NOT_FOUND; TOO_LATE when nothing of it has still to go
 */
export async function cancelAnnouncement(
  db: Database,
  { id, cause, now }: { id: string; cause: Cause; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const [event] = await tx
      .select({
        eventId: notificationEvents.id,
        cancelledAt: notificationEvents.cancelledAt,
        isToGo,
      })
      .from(notificationEvents)
      .innerJoin(announcements, eq(announcements.eventId, notificationEvents.id))
      .where(eq(announcements.id, id))
      .for('update', { of: notificationEvents });
    if (!event) throw new DomainError('NOT_FOUND');
    if (event.cancelledAt) return;
    if (!event.isToGo) throw new DomainError('TOO_LATE');
    await tx
      .update(notificationEvents)
      .set({ cancelledAt: now })
      .where(eq(notificationEvents.id, event.eventId));
    await recordAudit(tx, {
      kind: 'announcement.cancelled',
      cause,
      subjectId: null,
      after: { announcement: id },
      now,
    });
  });
}

/** Announcements, the newest first, 20 a page; one statement. */
export async function listAnnouncements(
  db: Database,
  { after, now }: { after: string | undefined; now: Date },
): Promise<{ announcements: AnnouncementView[]; next: string | null }> {
  const audience = notificationEvents.audience;
  const rows = await db
    .select({
      id: announcements.id,
      title: announcements.title,
      body: announcements.body,
      link: announcements.link,
      by: profiles.displayName,
      createdAt: announcements.createdAt,
      dueAt: notificationEvents.dueAt,
      finishedAt: notificationEvents.finishedAt,
      cancelledAt: notificationEvents.cancelledAt,
      people: notificationEvents.laidOut,
      mayCancel: isToGo,
      locale: sql<string | null>`${audience} ->> 'locale'`,
      role: roles.name,
      roleKey: roles.key,
      group: groups.name,
    })
    .from(announcements)
    .innerJoin(notificationEvents, eq(notificationEvents.id, announcements.eventId))
    .leftJoin(profiles, eq(profiles.userId, announcements.createdBy))
    .leftJoin(roles, sql`${roles.id} = (${audience} ->> 'roleId')::uuid`)
    .leftJoin(groups, sql`${groups.id} = (${audience} ->> 'groupId')::uuid`)
    .where(after === undefined ? undefined : lt(announcements.id, after))
    .orderBy(desc(announcements.id))
    .limit(PAGE + 1);
  const shown = rows.slice(0, PAGE);
  return {
    announcements: shown.map(
      ({ createdAt, dueAt, finishedAt, cancelledAt, locale, role, roleKey, group, ...row }) => ({
        ...row,
        audience: { role, roleKey, group, locale },
        createdAt: createdAt.toISOString(),
        dueAt: dueAt?.toISOString() ?? null,
        finishedAt: finishedAt?.toISOString() ?? null,
        state: stateOf({ dueAt, finishedAt, cancelledAt }, now),
      }),
    ),
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  };
}

function stateOf(
  {
    dueAt,
    finishedAt,
    cancelledAt,
  }: { dueAt: Date | null; finishedAt: Date | null; cancelledAt: Date | null },
  now: Date,
): AnnouncementState {
  if (cancelledAt) return 'cancelled';
  if (finishedAt) return 'sent';
  return dueAt && dueAt > now ? 'scheduled' : 'sending';
}

/**
 * Nobody is told by mistake because a role or a group was not there.
 * @throws NOT_FOUND; NOT_ALLOWED whether it is there or not
 */
export async function checkAudience(
  tx: Database,
  of: { audience: SendAnnouncement['audience']; mayNarrow: boolean },
): Promise<void> {
  const { roleId, groupId } = of.audience;
  if (!of.mayNarrow && (roleId !== undefined || groupId !== undefined)) throw new DomainError('NOT_ALLOWED');
  if (roleId !== undefined) {
    const [role] = await tx.select({ id: roles.id }).from(roles).where(eq(roles.id, roleId));
    if (!role) throw new DomainError('NOT_FOUND');
  }
  if (groupId !== undefined) {
    const [group] = await tx
      .select({ id: groups.id })
      .from(groups)
      .where(and(eq(groups.id, groupId), isNull(groups.removedAt)));
    if (!group) throw new DomainError('NOT_FOUND');
  }
}
