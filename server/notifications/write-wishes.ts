import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import type { Channel, Means, Mode, PreferenceScope } from '@/db/schema/notifications';
import { auditInsert, type Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import {
  allowedChanges,
  type CellName,
  nameOfCell,
  recentChanges,
  refuseTooMany,
  revertedPart,
} from './changes';
import { countedSince, factParts, factsOf, type StoredFacts } from './preference-queries';
import type { PreferenceFacts } from './preference-view';
import { reconsideredPart } from './reconsidering';

/** What everybody who changes something says. */
export interface Changing {
  userId: string;
  means: Means;
  cause: Cause;
  now: Date;
}

/** A wish as it shall be; null takes it back. */
export type Wanted = CellName & {
  mode: Mode | null;
  /** ISO 8601: until then; for good when null. */
  until: string | null;
};

/** Wishes as the rows that `writeWishes` takes; of two of the same cell the last one counts. */
export function askedFor(wanted: Wanted[]): SQL {
  const rows = [...new Map(wanted.map((one) => [nameOfCell(one), one])).values()].map(
    ({ scope, key, channel, mode, until }) => ({ scope, key, channel, mode, until }),
  );
  return sql`select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
    as wanted(scope text, key text, channel text, mode text, until timestamptz)`;
}

type Changed = {
  scope: PreferenceScope;
  key: string;
  channel: Channel;
  mode: Mode | null;
  until: string | null;
  was: Mode | null;
  wasUntil: string | null;
};

export interface Written {
  changed: Changed[];
  /** As it is now. */
  facts: PreferenceFacts;
}

/**
 * Writes wishes in one statement, whatever their number: what is different, its place in the history, the entry of the audit
 * trail (names of fields alone), and the job that decides anew about what is held, where something is. The person is locked by
 * a statement before, since this one sees everything as it was when it began. Whether the session lives still is asked here for
 * the same reason.
 * @param of.reverts the change that is put back by it, which is marked so where nothing of it is left
 */
export async function writeWishes(
  tx: Database,
  of: Changing & { asked: SQL; reverts?: string },
): Promise<Written> {
  const { userId, means, cause, now, asked, reverts } = of;
  const user = sql`${userId}::uuid`;
  const at = sql`${now.toISOString()}::timestamptz`;
  const { preferences, schedule, timeZone, counts } = factParts({
    userId: user,
    since: sql`${countedSince(now)}::uuid`,
  });
  const entry = auditInsert(
    { kind: 'notifications.changed', cause, subjectId: userId, now },
    { after: sql`jsonb_build_object('fields', summary.fields)`, from: sql`summary` },
  );
  const [row] = await tx.execute<Row>(sql`
    with recursive asked as (${asked}), recent as (${recentChanges(of)}),
    different as (
      select asked.*, kept.mode as was, kept.muted_until as was_until,
        asked.scope || ':' || asked.key || ':' || asked.channel as name
      from asked left join notification_preferences as kept
        on kept.user_id = ${user} and (kept.scope, kept.key, kept.channel) = (asked.scope, asked.key, asked.channel)
      where (asked.mode, asked.until) is distinct from (kept.mode, kept.muted_until)
    ),
    changed as (select different.* from different, recent where ${isAlive(of)} and recent.number < ${allowedChanges(means)}::int),
    written as (
      insert into notification_preferences (user_id, scope, key, channel, mode, muted_until, means, changed_at)
      select ${user}, scope, key, channel, mode, until, ${means}, ${at} from changed where mode is not null
      on conflict (user_id, scope, key, channel) do update set
        mode = excluded.mode, muted_until = excluded.muted_until, means = excluded.means, changed_at = excluded.changed_at
    ),
    taken_back as (
      delete from notification_preferences as kept using changed
      where changed.mode is null and kept.user_id = ${user}
        and (kept.scope, kept.key, kept.channel) = (changed.scope, changed.key, changed.channel)
    ),
    summary as (
      select jsonb_object_agg(name, case when was is not null then jsonb_build_object('mode', was, 'until', was_until) end) as before,
        jsonb_object_agg(name, case when mode is not null then jsonb_build_object('mode', mode, 'until', until) end) as after,
        jsonb_agg(distinct case scope when 'object' then 'mutes' when 'global' then 'all ' || channel else key || ' ' || channel end) as fields,
        array_agg(distinct channel) as channels
      from changed having count(*) > 0
    ),
    noted as (
      insert into notification_changes (id, user_id, at, means, before, after)
      select ${uuid()}::uuid, ${user}, ${at}, ${means}, jsonb_build_object('cells', before),
        jsonb_strip_nulls(jsonb_build_object('reverts', ${reverts ?? null}::text)) || jsonb_build_object('cells', after)
      from summary
    ),
    ${revertedPart({ userId, id: reverts ?? null, where: IS_WHOLE, now })},
    audited as (${entry}),
    queued as (${reconsideredPart({ userId, where: IS_HELD })})
    select ${isAlive(of)} as alive, recent.number, recent.oldest, (select count(*)::int from different) as different,
      (select count(*)::int from queued) as queued,
      coalesce((select json_agg(json_build_object('scope', scope, 'key', key, 'channel', channel, 'mode', mode, 'until', until,
        'was', was, 'wasUntil', was_until) order by name) from changed), '[]') as changed,
      ${preferences} as preferences, ${schedule} as schedule, ${timeZone} as "timeZone", ${counts} as counts
    from recent`);
  if (!row?.alive) throw new DomainError('SESSION_ENDED');
  if (row.different > 0 && row.changed.length === 0) refuseTooMany(row, of);
  return { changed: row.changed, facts: withChanges(factsOf(row), row.changed) };
}

type Row = Pick<StoredFacts, keyof StoredFacts> & {
  alive: boolean;
  number: number;
  oldest: string | null;
  different: number;
  changed: Changed[];
};

/** A link in a mail works without any session. */
function isAlive({ userId, cause: { sessionId } }: Changing): SQL {
  if (sessionId === undefined) return sql`true`;
  return sql`(
    exists (select from sessions where sessions.id = ${sessionId}::uuid and sessions.user_id = ${userId}::uuid)
    or exists (select from app_sessions where app_sessions.id = ${sessionId}::uuid and app_sessions.user_id = ${userId}::uuid))`;
}

/** Whether something waits on a channel that was changed, or may wait again since a mute is no more. */
const IS_HELD = sql`(
  exists (select from changed where changed.scope = 'object' and changed.mode is null)
  or exists (
    select from notification_deliveries as waiting
    where waiting.user_id = person.id and waiting.channel in (select unnest(channels) from summary)
      and waiting.state in ('held', 'bundled')))`;

/** Whether everything that a change did is changed by this. */
const IS_WHOLE = sql`not exists (
  select from jsonb_object_keys(change.after -> 'cells') as cell where cell not in (select name from changed))`;

/** The wishes as they were when the statement began, with what it changed. */
function withChanges(facts: PreferenceFacts, changed: Changed[]): PreferenceFacts {
  const names = new Set(changed.map(nameOfCell));
  const others = facts.preferences.filter((wish) => !names.has(nameOfCell(wish)));
  const now = changed.flatMap(({ scope, key, channel, mode, until }) =>
    mode === null || scope === 'object'
      ? []
      : [{ scope, key, channel, mode, mutedUntil: until === null ? null : new Date(until) }],
  );
  return { ...facts, preferences: [...others, ...now] };
}
