import { eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { CHANNELS, entryOf } from './catalog';
import { instantOf } from './clock';
import { decide } from './decide';
import type { Simulation } from './inputs';
import { preferenceOf, type StoredPreference, schedulePart } from './preference-queries';
import { categoryOf, type Decision } from './rules';
import { type StoredSchedule, scheduleOf, scheduleView } from './schedule-view';
import type { ToldDecision } from './types';

const deciding = prepared((db) => {
  const userId = parameter('userId', 'uuid');
  const text = (name: string) => sql`${sql.placeholder(name)}::text`;
  return db
    .select({
      timeZone: users.timeZone,
      schedule: sql<StoredSchedule | null>`${schedulePart(userId)}`,
      preferences: sql<StoredPreference[]>`coalesce((
        select json_agg(json_build_object(
          'scope', wish.scope, 'key', wish.key, 'channel', wish.channel, 'mode', wish.mode, 'mutedUntil', wish.muted_until))
        from notification_preferences as wish
        where wish.user_id = ${userId} and (wish.scope, wish.key) in (
          ('global', ''), ('category', ${text('category')}), ('type', ${text('type')}), ('object', ${text('object')}))), '[]')`,
    })
    .from(users)
    .where(eq(users.id, sql.placeholder('userId')))
    .prepare('notification_simulation');
});

/**
 * What would become of a notification at a moment by the person's clock, on each channel; by the same `decide` as the real one.
 * Where clocks go back it is the first time that they show it, and where they go forward past it, the moment afterwards.
 * @throws NOT_FOUND, NOT_ALLOWED of a type that is for staff
 */
export async function simulate(
  db: Database,
  of: Simulation & { userId: string; isStaff: boolean },
): Promise<ToldDecision[]> {
  const { userId, isStaff, type, at, object } = of;
  if (entryOf(type).staff && !isStaff) throw new DomainError('NOT_ALLOWED');
  const key = object ? `${object.kind}:${object.id}` : null;
  const [found] = await deciding(db).execute({ userId, type, category: categoryOf(type), object: key });
  if (!found) throw new DomainError('NOT_FOUND');
  const schedule = scheduleOf(scheduleView(found));
  const question = {
    type,
    objects: key === null ? [] : [key],
    preferences: found.preferences.map(preferenceOf),
    schedule,
    at: new Date(instantOf(Date.parse(`${at}Z`), schedule.timeZone)),
  };
  return CHANNELS.map((channel) => ({ channel, ...told(decide({ ...question, channel })) }));
}

type Told<Whole> = Whole extends unknown ? Omit<Whole, 'channel'> : never;

function told(decision: Decision): Told<ToldDecision> {
  switch (decision.outcome) {
    case 'held':
      return { outcome: 'held', until: decision.until.toISOString(), rule: decision.rule };
    case 'bundled':
      return { outcome: 'bundled', at: decision.at.toISOString(), rule: decision.rule };
    default:
      return decision;
  }
}
