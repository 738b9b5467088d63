import { and, eq, ne, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import {
  notificationPreferences,
  notificationSchedules,
  pushSubscriptions,
  type QuietHours,
} from '@/db/schema/notifications';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { isAlive } from '@/server/auth/sessions';
import { hasBlocked } from '@/server/privacy/policy';
import type { AudiencePage } from './audience';
import { entryOf, type NotificationType } from './catalog';
import type { Schedule } from './hours';
import { categoryOf, objectKeys, type Preference } from './rules';
import { NO_SCHEDULE } from './schedule-view';

/** What several people want alike, and who they are. */
export interface Wishes {
  preferences: Preference[];
  schedule: Schedule;
  /** They have a browser that takes pushes. */
  hasBrowser: boolean;
  /** Their account is; otherwise nothing is pushed. */
  isActive: boolean;
  /** Their ids with commas between them, as the statement that writes for them takes them: nobody else has to look at each. */
  ids: string;
}

/** What the people of a page want. */
interface PageOfWishes {
  wishes: Wishes[];
  /** How many people were on the page, those whom it does not reach included, and the id of the last. */
  size: number;
  last: string | null;
}

interface Told {
  type: NotificationType;
  actorId: string | null;
  groupId: string | null;
  clientId: string | null;
}

/**
 * What those of a page want of an event, once for each different wish, in one statement. It never reaches who did it, who has
 * blocked them where it is about people, nor, unless the type says so, who is not active.
 */
export async function wishesOf(
  db: Database,
  { page, only, event, now }: AudiencePage & { event: Told; now: Date },
): Promise<PageOfWishes> {
  const at = sql`${now.toISOString()}::timestamptz`;
  // Looked up one by one, in the order of the ids: to join them the planner would read all there are.
  const people = sql`(${page}) as page
    left join lateral (
      select ${users.id}, ${users.status}, ${users.timeZone} from ${users}
      where ${and(eq(users.id, sql`page.id`), reachedBy(event), only)} offset 0) as person on true
    left join lateral (
      select wish.* from ${notificationSchedules} as wish where wish.user_id = person.id offset 0) as schedule on true`;
  const rows = await db
    .select({
      isReached: sql<boolean>`person.id is not null`,
      isActive: sql<boolean>`coalesce(person.status = 'active', false)`,
      hasBrowser: hasBrowser(event.type, at),
      timeZone: sql<string | null>`person.time_zone`,
      wanted: wantedOf(event, at),
      quiet: sql<QuietHours[] | null>`schedule.quiet`,
      digest: sql<Schedule['digest'] | null>`schedule.digest`,
      digestMinute: sql<number | null>`schedule.digest_minute`,
      digestDay: sql<number | null>`schedule.digest_day`,
      pausedUntil:
        sql<Date | null>`case when schedule.paused_until > ${at} then schedule.paused_until end`.mapWith(
          notificationSchedules.pausedUntil,
        ),
      mailWhileOnline: sql<boolean | null>`schedule.mail_while_online`,
      ids: sql<string>`string_agg(page.id::text, ',')`,
      size: sql<number>`count(*)::int`,
      last: sql<string>`max(page.id::text collate "C")`,
    })
    .from(people)
    .groupBy(sql`1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`);
  const reached = rows.filter(({ isReached }) => isReached);
  return {
    size: rows.reduce((sum, { size }) => sum + size, 0),
    last: rows.reduce<string | null>((last, row) => (last && last > row.last ? last : row.last), null),
    wishes: reached.map(({ ids, isActive, hasBrowser, wanted, ...row }) => ({
      ids,
      isActive,
      hasBrowser,
      preferences: (wanted ?? []).map(([scope, key, channel, mode]) => ({
        ...{ scope, key, channel, mode },
        mutedUntil: null,
      })),
      schedule: scheduleOf(row),
    })),
  };
}

/** The schedule of a row, and the usual one where there is none. */
function scheduleOf(row: { [Key in keyof Schedule]: Schedule[Key] | null }): Schedule {
  return {
    quiet: row.quiet ?? NO_SCHEDULE.quiet,
    digest: row.digest ?? NO_SCHEDULE.digest,
    digestMinute: row.digestMinute ?? NO_SCHEDULE.digestMinute,
    digestDay: row.digestDay ?? NO_SCHEDULE.digestDay,
    pausedUntil: row.pausedUntil,
    mailWhileOnline: row.mailWhileOnline ?? NO_SCHEDULE.mailWhileOnline,
    timeZone: row.timeZone ?? 'UTC',
  };
}

/** Whether one takes pushes; as those that `listEndpoints` finds. */
function hasBrowser(type: NotificationType, at: SQL): SQL<boolean> {
  if (!entryOf(type).channels.push) return sql`false`;
  return sql`exists (
    select from ${pushSubscriptions} as browser left join ${sessions} on sessions.id = browser.session_id
    where browser.user_id = person.id and (browser.session_id is null or ${isAlive(at)}))`;
}

/** Their wishes that can decide about it; what they muted for a time is none of them any more when that is over. */
function wantedOf(event: Told, at: SQL) {
  const wish = notificationPreferences;
  const { type } = event;
  type Wanted = [Preference['scope'], string, Preference['channel'], Preference['mode']];
  return sql<Wanted[] | null>`(
    select jsonb_agg(jsonb_build_array(wish.scope, wish.key, wish.channel, wish.mode) order by wish.scope, wish.key, wish.channel)
    from ${wish} as wish
    where wish.user_id = person.id and (wish.muted_until is null or wish.muted_until > ${at})
      and (wish.scope = 'global' or (wish.scope = 'category' and wish.key = ${categoryOf(type)})
        or (wish.scope = 'type' and wish.key = ${type})
        or (wish.scope = 'object' and wish.key = any(${sql.param(objectKeys(event))}::text[]))))`;
}

function reachedBy({ type, actorId }: Told) {
  const { anyStatus, category } = entryOf(type);
  return and(
    anyStatus ? ne(users.status, 'erasing') : eq(users.status, 'active'),
    actorId === null ? undefined : ne(users.id, actorId),
    // What moderators or the operator do is told whoever of them did it.
    actorId !== null && (category === 'people' || category === 'groups')
      ? sql`not ${hasBlocked(users.id, sql`${actorId}::uuid`)}`
      : undefined,
  );
}
