import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
import {
  notificationDeliveries,
  notificationEvents,
  notificationPreferences,
  notifications,
} from '@/db/schema/notifications';
import { isNotificationType } from './catalog';
import { decide } from './decide';
import { addDigests } from './digest-jobs';
import { firstIdAt } from './event-ids';
import { holdAt, type Schedule } from './hours';
import { objectKeys, type Preference, type Rule } from './rules';
import { listWanted } from './wanted';

/** Rows of one transaction. */
const BATCH = 500;
/** People of one statement: each may get a batch back, and all of them together have to be done within its limit. */
const GIVEN_BACK_AT_ONCE = 50;
/** Milliseconds for which what a mute took out of what waits may come back: a digest comes once a week at least. */
const GIVEN_BACK = 8 * 86_400_000;

/**
 * Decides anew about everything that waits for somebody, after they changed what they want, their hours, their zone or a pause;
 * also about what a mute that is no more had taken out of it. What may go at once by that goes as one, and not each by itself.
 */
export async function decideAnew(
  db: Database,
  { userId, now }: { userId: string; now: Date },
): Promise<void> {
  await decideAnewOfAll(db, { userIds: [userId], now });
}

/** The same for several people, in as many statements as for one, unless a great many things wait for them. */
export async function decideAnewOfAll(
  db: Database,
  { userIds, now }: { userIds: string[]; now: Date },
): Promise<void> {
  if (userIds.length === 0) return;
  for (let from = 0; from < userIds.length; from += GIVEN_BACK_AT_ONCE)
    await giveBack(db, { userIds: userIds.slice(from, from + GIVEN_BACK_AT_ONCE), now });
  let after: Cursor | undefined;
  do {
    const from = after;
    after = await db.transaction((tx) => decideNext(tx, { userIds, now, after: from }));
  } while (after !== undefined);
  await addDigests(db, { userIds, now });
}

/** How far it came. */
interface Cursor {
  userId: string;
  eventId: string;
}

/**
 * What a mute suppressed while it waited, and would not have gone yet, waits again once that is no more; not what was read, called
 * off, or came while it was muted, which has no time at which it would have gone.
 */
async function giveBack(db: Database, { userIds, now }: { userIds: string[]; now: Date }): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const since = sql`${firstIdAt(new Date(now.getTime() - GIVEN_BACK))}::uuid`;
  await db.execute(sql`
    update ${notificationDeliveries} as delivery set state = 'held'
    from unnest(${sql.param(userIds)}::uuid[]) as person(id) cross join lateral (
      select muted.event_id, muted.channel from ${notificationDeliveries} as muted
      join ${notificationEvents} as event on event.id = muted.event_id and event.cancelled_at is null
      join ${notifications} as told
        on told.user_id = muted.user_id and told.event_id = muted.event_id and told.read_at is null and told.archived_at is null
      where muted.user_id = person.id and muted.event_id >= ${since} and muted.state = 'suppressed'
        and muted.due_at > ${at} and muted.rule like 'object:%'
        and not exists (
          select from ${notificationPreferences} as wish
          where wish.user_id = person.id and wish.scope = 'object' and 'object:' || wish.key = muted.rule
            and wish.channel = muted.channel and (wish.muted_until is null or wish.muted_until > ${at}))
      order by muted.event_id desc limit ${BATCH}
    ) as one
    where delivery.user_id = person.id and delivery.event_id = one.event_id and delivery.channel = one.channel
      and delivery.event_id >= ${since} and delivery.state = 'suppressed'`);
}

/** @returns the event with which the next batch begins, of which this may have had one channel; undefined when it was the last */
async function decideNext(
  tx: Database,
  { userIds, now, after }: { userIds: string[]; now: Date; after: Cursor | undefined },
): Promise<Cursor | undefined> {
  const waiting = await listWaiting(tx, { userIds, after });
  if (waiting.length === 0) return undefined;
  const wantedBy = await listWanted(tx, [...new Set(waiting.map(({ userId }) => userId))]);
  const changes = waiting.map((one) => ({
    ...{ userId: one.userId, eventId: one.eventId, channel: one.channel },
    ...becomes(one, { ...wantedBy(one.userId), now }),
  }));
  await tx.execute(sql`
    update ${notificationDeliveries} as delivery set state = change.state, rule = change.rule, due_at = change."dueAt"
    from jsonb_to_recordset(${JSON.stringify(changes)}::text::jsonb)
      as change("userId" uuid, "eventId" uuid, channel text, state text, rule text, "dueAt" timestamptz)
    where delivery.user_id = change."userId" and delivery.event_id = change."eventId" and delivery.channel = change.channel`);
  return waiting.length < BATCH ? undefined : waiting.at(-1);
}

type Waiting = Awaited<ReturnType<typeof listWaiting>>[number];

/** What becomes of one that waits. */
function becomes(
  one: Waiting,
  { preferences, schedule, now }: { preferences: Preference[]; schedule: Schedule; now: Date },
): { state: 'held' | 'bundled' | 'suppressed'; rule: Rule; dueAt: Date | null } {
  const { type, channel, state, dueAt } = one;
  if (!isNotificationType(type)) return { state: 'suppressed', rule: 'gone', dueAt: null };
  const decision = decide({ type, channel, objects: objectKeys(one), preferences, schedule, at: now });
  switch (decision.outcome) {
    case 'unused':
      return { state: 'suppressed', rule: 'gone', dueAt: null };
    case 'off': {
      // By its time `giveBack` knows it.
      const mayComeBack = decision.rule.startsWith('object:') && dueAt !== null && dueAt > now;
      return { state: 'suppressed', rule: decision.rule, dueAt: mayComeBack ? dueAt : null };
    }
    case 'now':
      // They are here, or had enough: that has not changed.
      if (isHeldByMail(one)) return { state: 'held', rule: one.rule, dueAt };
      return { state: 'held', rule: decision.rule, dueAt: now };
    case 'held':
      return { state: 'held', rule: decision.rule, dueAt: decision.until };
    case 'bundled':
      // Its time has come: it does not wait for the next one, only for peace to end.
      if (state === 'bundled' && dueAt !== null && dueAt <= now)
        return { state, rule: decision.rule, dueAt: holdAt(now, schedule)?.until ?? dueAt };
      return { state: 'bundled', rule: decision.rule, dueAt: decision.at };
  }
}

function isHeldByMail({ state, rule }: Waiting) {
  return state === 'held' && (rule === 'online' || rule === 'tooMany');
}

function listWaiting(tx: Database, { userIds, after }: { userIds: string[]; after: Cursor | undefined }) {
  const row = notificationDeliveries;
  return tx
    .select({
      userId: row.userId,
      eventId: row.eventId,
      channel: row.channel,
      state: row.state,
      rule: sql<Rule>`${row.rule}`,
      dueAt: row.dueAt,
      type: notificationEvents.type,
      actorId: notificationEvents.actorId,
      groupId: notificationEvents.groupId,
      clientId: notificationEvents.clientId,
    })
    .from(row)
    .innerJoin(notificationEvents, eq(notificationEvents.id, row.eventId))
    .where(
      and(
        isAmong(row.userId, userIds),
        inArray(row.state, ['held', 'bundled']),
        after && sql`(${row.userId}, ${row.eventId}) >= (${after.userId}::uuid, ${after.eventId}::uuid)`,
      ),
    )
    .orderBy(asc(row.userId), asc(row.eventId), asc(row.channel))
    .limit(BATCH)
    .for('update', { of: row });
}
