import { eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { HISTORY_DAYS } from './catalog';
import { firstIdAt } from './event-ids';
import { type Counts, type PreferenceFacts, viewOf } from './preference-view';
import type { Preference } from './rules';
import { type StoredSchedule, scheduleView } from './schedule-view';
import type { PreferencesView } from './types';

const DAY = 86_400_000;
/** So many of the newest are counted: whoever is told more than that in thirty days is told from a shorter time. */
const COUNTED = 500;

const ownPreferences = prepared((db) => {
  const parts = factParts({
    userId: parameter('userId', 'uuid'),
    since: parameter('since', 'uuid'),
  });
  return db
    .select(parts)
    .from(users)
    .where(eq(users.id, sql.placeholder('userId')))
    .prepare('notification_preferences');
});

/** All that the matrix shows of somebody: one statement. @throws NOT_FOUND when the account is gone */
export async function getPreferences(
  db: Database,
  { userId, isStaff, now }: { userId: string; isStaff: boolean; now: Date },
): Promise<PreferencesView> {
  const [facts] = await ownPreferences(db).execute({ userId, since: countedSince(now) });
  if (!facts) throw new DomainError('NOT_FOUND');
  return viewOf(factsOf(facts), { isStaff, now });
}

/** From which event on they are counted. */
export function countedSince(now: Date): string {
  return firstIdAt(new Date(now.getTime() - HISTORY_DAYS * DAY));
}

/**
 * What the matrix is made of, as fields of a statement about a person. Wishes about somebody or some group are not among it,
 * so there are no more than cells; and of what came only the newest are counted, along the key of the table, so that it costs
 * the same however much somebody is told.
 */
export function factParts({ userId, since }: { userId: SQL; since: SQL }) {
  return {
    preferences: sql<StoredPreference[]>`coalesce((
      select json_agg(json_build_object(
        'scope', wish.scope, 'key', wish.key, 'channel', wish.channel, 'mode', wish.mode, 'mutedUntil', wish.muted_until))
      from notification_preferences as wish
      where wish.user_id = ${userId} and wish.scope in ('global', 'category', 'type')), '[]')`,
    schedule: sql<StoredSchedule | null>`${schedulePart(userId)}`,
    timeZone: sql<string | null>`(select person.time_zone from users as person where person.id = ${userId})`,
    counts: sql<Counts | null>`(
      select json_build_object(
        'byType', json_object_agg(of_type.type, of_type.number),
        'oldest', case when sum(of_type.number) = ${sql.raw(String(COUNTED))} then min(of_type.oldest) end)
      from (
        select newest.type, count(*)::int as number, min(newest.event_id::text) as oldest
        from (
          select told.type, told.event_id from notifications as told
          where told.user_id = ${userId} and told.event_id >= ${since}
          order by told.event_id desc limit ${sql.raw(String(COUNTED))}
        ) as newest group by newest.type
      ) as of_type)`,
  };
}

/** A schedule as JSON; null where there is none. */
export function schedulePart(userId: SQL): SQL {
  return sql`(select json_build_object(
      'quiet', hours.quiet, 'digest', hours.digest, 'digestMinute', hours.digest_minute, 'digestDay', hours.digest_day,
      'mailWhileOnline', hours.mail_while_online, 'pausedUntil', hours.paused_until)
    from notification_schedules as hours where hours.user_id = ${userId})`;
}

/** A wish as it comes out of JSON. */
export interface StoredPreference extends Omit<Preference, 'mutedUntil'> {
  mutedUntil: string | null;
}

export interface StoredFacts {
  preferences: StoredPreference[];
  schedule: StoredSchedule | null;
  timeZone: string | null;
  counts: Counts | null;
}

export function factsOf({ preferences, schedule, timeZone, counts }: StoredFacts): PreferenceFacts {
  return {
    preferences: preferences.map(preferenceOf),
    schedule: scheduleView({ schedule, timeZone }),
    counts: { byType: counts?.byType ?? {}, oldest: counts?.oldest ?? null },
  };
}

export function preferenceOf({ mutedUntil, ...wish }: StoredPreference): Preference {
  return { ...wish, mutedUntil: mutedUntil === null ? null : new Date(mutedUntil) };
}
