import { eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import type { Channel } from '@/db/schema/notifications';
import { notificationDeliveries, notificationEvents, notifications } from '@/db/schema/notifications';
import { PRIORITIES } from '@/server/jobs/priorities';
import { addJob } from '@/server/jobs/queue';
import { isForMany, nextOf } from './audience';
import { CHANNELS, isNotificationType } from './catalog';
import { decide } from './decide';
import { TOLD_AT_ONCE } from './read-about';
import { causePart, isReadBefore } from './read-before';
import { objectKeys, type Rule } from './rules';
import { addPortion } from './send-to-many';
import { type Wishes, wishesOf } from './wishes';

/** People whom one transaction tells. */
const BATCH = 1000;
/** Batches of one job: the next ones are a new job, so that a worker that stops need not wait for the last of a million. */
const BATCHES = 20;

type Event = typeof notificationEvents.$inferSelect;

/** What a delivery begins with. */
interface Beginning {
  setting: number;
  channel: Channel;
  state: 'queued' | 'sent' | 'held' | 'bundled' | 'suppressed';
  rule: Rule;
  dueAt: Date | null;
}

/**
 * Lays an event out for everybody whom it is for: what is told to them, what becomes of it on each channel, and the jobs of what
 * goes at once; those of a great many once it is laid out for all of them. A batch is one transaction that holds the event, and says in it how far it came: however often it is cut off or run
 * at the same time, everybody has it once.
 */
export async function fanOut(
  db: Database,
  { eventId, clock = () => new Date() }: { eventId: string; clock?: () => Date },
) {
  for (let n = 1; n <= BATCHES; n++) {
    const isOver = await db.transaction((tx) =>
      layOutNext(tx, { eventId, now: clock(), isLast: n === BATCHES }),
    );
    if (isOver) return;
  }
}

/** @returns whether there is no more to do in this job */
async function layOutNext(
  tx: Database,
  { eventId, now, isLast }: { eventId: string; now: Date; isLast: boolean },
): Promise<boolean> {
  const [event] = await tx
    .select()
    .from(notificationEvents)
    .where(eq(notificationEvents.id, eventId))
    .for('update');
  if (!event || event.finishedAt || !isNotificationType(event.type)) return true;
  if (event.cancelledAt) {
    // Of those who were told already: what has not gone yet is decided one by one.
    if (isForMany(event.audience) && event.laidOut > 0) await addPortion(tx, { eventId });
    return true;
  }
  if (event.dueAt && event.dueAt > now) {
    await goOn(tx, event, { runAt: event.dueAt });
    return true;
  }
  const { type } = event;
  const { next, ...page } = await nextOf(tx, event.audience, { after: event.cursor, limit: BATCH, now });
  const { wishes, size, last } = await wishesOf(tx, { ...page, event: { ...event, type }, now });
  const cursor = next === undefined && size === BATCH ? last : (next ?? null);
  await layOut(tx, {
    event,
    wishes,
    beginnings: beginningsOf({ ...event, type }, { wishes, now }),
    cursor,
    now,
  });
  if (cursor === null) {
    if (isForMany(event.audience)) await addPortion(tx, { eventId });
    return true;
  }
  if (isLast) await goOn(tx, event);
  return isLast;
}

/** Once for each different wish, and not for each person. */
function beginningsOf(
  event: Event & { type: Parameters<typeof decide>[0]['type'] },
  { wishes, now }: { wishes: Wishes[]; now: Date },
): Beginning[] {
  const { type } = event;
  const objects = objectKeys(event);
  return wishes.flatMap(({ preferences, schedule, hasBrowser, isActive }, setting) =>
    CHANNELS.flatMap((channel): Beginning[] => {
      const decision = decide({ type, channel, objects, preferences, schedule, at: now });
      const one = { setting, channel, dueAt: null };
      if (decision.outcome === 'unused') return [];
      if (decision.outcome === 'off') return [{ ...one, state: 'suppressed', rule: decision.rule }];
      if (channel === 'push' && !isActive) return [{ ...one, state: 'suppressed', rule: 'inactive' }];
      if (channel === 'push' && !hasBrowser) return [{ ...one, state: 'suppressed', rule: 'noBrowser' }];
      if (decision.outcome === 'now')
        return [{ ...one, state: channel === 'inApp' ? 'sent' : 'queued', rule: decision.rule }];
      const dueAt = decision.outcome === 'held' ? decision.until : decision.at;
      return [{ ...one, state: decision.outcome, rule: decision.rule, dueAt }];
    }),
  );
}

/** Writes a batch, its jobs, how far it came, and rings for who has one more to read; one statement. */
async function layOut(
  tx: Database,
  given: { event: Event; wishes: Wishes[]; beginnings: Beginning[]; cursor: string | null; now: Date },
) {
  const { event, wishes, beginnings, cursor, now } = given;
  const shown = beginnings.filter(({ channel, state }) => channel === 'inApp' && state === 'sent');
  const settings = wishes.map(({ ids }, setting) => {
    const isShown = shown.some((one) => one.setting === setting);
    return { setting, ids, isShown };
  });
  const at = sql`${now.toISOString()}::timestamptz`;
  const eventId = sql`${event.id}::uuid`;
  const cause = causePart(event);
  const audience = cursor === null && event.audience.kind === 'people' ? reachedOf(event) : sql`audience`;
  // People in the order of their ids, so that two who lock them do it in the same.
  await tx.execute(sql`
    with person as materialized (
      select person.id, one.setting, one."isShown" as is_shown
      from jsonb_to_recordset(${JSON.stringify(settings)}::text::jsonb) as one(setting int, ids text, "isShown" boolean)
      cross join unnest(string_to_array(one.ids, ',')::uuid[]) as person(id)
      order by person.id),
    beginning as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(beginnings)}::text::jsonb)
        as one(setting int, channel text, state text, rule text, "dueAt" timestamptz)),
    ${cause ? sql`cause as materialized (${cause}),` : sql``}
    told as (
      insert into ${notifications} (user_id, event_id, type, object_id, is_shown, read_at)
      select person.id, ${eventId}, ${event.type}, ${event.objectId}::uuid, person.is_shown,
        ${cause ? sql`case when ${isReadBefore(event.type)} then ${at} end` : sql`null::timestamptz`}
      from person
      on conflict do nothing returning user_id, is_shown),
    laid_out as (
      insert into ${notificationDeliveries} (user_id, event_id, channel, state, rule, due_at, sent_at)
      select person.id, ${eventId}, beginning.channel, beginning.state, beginning.rule, beginning."dueAt",
        case when beginning.state = 'sent' then ${at} end
      from person join beginning on beginning.setting = person.setting
      on conflict do nothing returning user_id, channel, state),
    moved as (
      update ${notificationEvents} set cursor = ${cursor}::uuid, laid_out = laid_out + (select count(*) from told),
        audience = ${audience}, finished_at = case when ${cursor}::uuid is null then ${at} end
      where id = ${eventId}),
    job as (
      select count(*) as number from graphile_worker.add_jobs((
        select array_agg((
          'notifications.' || case channel when 'email' then 'mail' else 'push' end,
          json_build_object('eventId', ${eventId}, 'userId', user_id), null, null, null, null, 0::smallint, null
        )::graphile_worker.job_spec) from laid_out where state = 'queued' and not ${isForMany(event.audience)}::boolean))),
    rung as (
      select pg_notify('notifications_changed', string_agg(user_id::text, ',')) from (
        select user_id, (row_number() over () - 1) / ${TOLD_AT_ONCE}::int as part from told where is_shown
      ) as one group by part)
    select (select number from job) as jobs, (select count(*) from rung) as words`);
}

/**
 * Of people who are named those whom it reached: it is by what they were told that an erasure finds where somebody is named, and
 * nobody else is named for any longer.
 */
function reachedOf({ id, cursor, audience }: Event): SQL {
  const ids = audience.kind === 'people' ? audience.ids : [];
  const before = sql`
    union select user_id from ${notifications} where event_id = ${id}::uuid and user_id = any(${sql.param(ids)}::uuid[])`;
  return sql`jsonb_build_object('kind', 'people', 'ids', coalesce((
    select jsonb_agg(reached.user_id order by reached.user_id)
    from (select user_id from told ${cursor === null ? sql`` : before}) as reached), '[]'))`;
}

/** The rest is another job. */
async function goOn(tx: Database, { id, audience }: Event, { runAt }: { runAt?: Date } = {}) {
  await addJob(tx, {
    name: 'notifications.fanOut',
    payload: { eventId: id },
    key: `notifications.fanOut:${id}`,
    priority: isForMany(audience) ? PRIORITIES.layOutForMany : 0,
    ...(runAt && { runAt }),
  });
}
