import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { notifications } from '@/db/schema/notifications';
import { DomainError } from '@/server/errors';
import { isHere } from './inbox-parts';
import type { MarkReadFields } from './inputs';

const DAY = 86_400_000;
/** Out of the way at most. */
const LONGEST_DAYS = 366;

/** How many were changed, and the moment that is written beside them. */
interface Marked {
  changed: number;
  /** ISO 8601 */
  asOf: string;
}

/**
 * Marks notifications as read or unread again: those that are named, or everything up to one but what was put off, which `asOf`
 * takes back. What they are about stays as it is: a message is read by who opens it.
 */
export async function markRead(
  db: Database,
  { ids, upTo, read, asOf, userId, now }: MarkReadFields & { userId: string; now: Date },
): Promise<Marked> {
  const { eventId, readAt, isShown, archivedAt } = notifications;
  const at = sql`${now.toISOString()}::timestamptz`;
  const named = ids
    ? sql`${eventId} in ${idsOf(ids)}`
    : sql`${eventId} <= ${upTo ?? ''}::uuid and ${isShown} and ${archivedAt} is null and ${isHere(at)}`;
  const otherwise = read
    ? sql`${readAt} is null`
    : asOf
      ? sql`${readAt} = ${asOf}::timestamptz`
      : sql`${readAt} is not null`;
  const set = read ? sql`read_at = ${at}` : sql`read_at = null`;
  const changed = await change(db, { userId, ids, which: sql`${named} and ${otherwise}`, set });
  return { changed, asOf: now.toISOString() };
}

/** Puts notifications away, read by that, or takes them back as they were: also out of the way until the same moment. */
export async function archive(
  db: Database,
  { ids, archived, userId, now }: { ids: string[]; archived: boolean; userId: string; now: Date },
): Promise<void> {
  const { eventId, archivedAt } = notifications;
  const at = sql`${now.toISOString()}::timestamptz`;
  await change(
    db,
    archived
      ? {
          userId,
          ids,
          which: sql`${eventId} in ${idsOf(ids)} and ${archivedAt} is null`,
          set: sql`archived_at = ${at}, read_at = coalesce(told.read_at, ${at})`,
        }
      : {
          userId,
          ids,
          which: sql`${eventId} in ${idsOf(ids)} and ${archivedAt} is not null`,
          // What was read at the moment when it was put away was unread before.
          set: sql`archived_at = null, read_at = nullif(told.read_at, told.archived_at)`,
        },
  );
}

/**
 * Puts notifications out of the way until a moment, when they lie there unread; null brings them back at once.
 * @throws INPUT_INVALID for more than a year ahead, which would be for good
 */
export async function snooze(
  db: Database,
  { ids, until, userId, now }: { ids: string[]; until: string | null; userId: string; now: Date },
): Promise<void> {
  if (until !== null && Date.parse(until) - now.getTime() > LONGEST_DAYS * DAY)
    throw new DomainError('INPUT_INVALID');
  const { eventId, snoozedUntil, archivedAt } = notifications;
  await change(db, {
    userId,
    ids,
    which: sql`${eventId} in ${idsOf(ids)} and ${archivedAt} is null and ${snoozedUntil} is distinct from ${until}::timestamptz`,
    set: sql`snoozed_until = ${until}::timestamptz, read_at = null`,
  });
}

/** Between the first and the last of those that are named: no other months are looked at. */
function isWithin(ids: string[] | undefined, eventId: SQL) {
  const [first, last] = [ids?.toSorted().at(0), ids?.toSorted().at(-1)];
  return first === undefined || last === undefined
    ? sql`true`
    : sql`${eventId} between ${first.toLowerCase()}::uuid and ${last.toLowerCase()}::uuid`;
}

function idsOf(ids: string[]) {
  return sql`(select id::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb) as id)`;
}

/**
 * Changes notifications of somebody and has their open pages look again; one statement. They are locked in the order of their
 * ids, so that two who change the same ones at the same moment follow each other.
 */
async function change(
  db: Database,
  { userId, ids, which, set }: { userId: string; ids: string[] | undefined; which: SQL; set: SQL },
): Promise<number> {
  const rows = await db.execute<{ changed: number }>(sql`
    with held as (
      select ${notifications.eventId} from ${notifications}
      where ${notifications.userId} = ${userId}::uuid and ${isWithin(ids, sql`${notifications.eventId}`)} and ${which}
      order by ${notifications.eventId} for no key update
    ), changed as (
      update ${notifications} as told set ${set} from held
      where told.user_id = ${userId}::uuid and told.event_id = held.event_id and ${isWithin(ids, sql`told.event_id`)}
      returning told.event_id
    )
    select count(*)::int as changed,
      case when count(*) > 0 then pg_notify('notifications_changed', ${userId})::text end as told
    from changed`);
  return rows[0]?.changed ?? 0;
}
