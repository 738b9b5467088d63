import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import type { Channel, Means, Mode, PreferenceScope } from '@/db/schema/notifications';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { firstIdAt, momentOf } from './event-ids';

const DAY = 86_400_000;
/** Changes of one person a day, so that what is kept of them has an end; twice as many for who follows a link out of a mail. */
export const CHANGES_A_DAY = 500;

/** A wish as it stands in a history. */
export interface WishValue {
  mode: Mode;
  /** ISO 8601 */
  until: string | null;
}

/**
 * What a change found or left, by the names of what it changed: `type:messages.received:email`, `object:person:<id>:push` with a
 * wish or null, `schedule:digest` with a value of the schedule.
 */
export interface Snapshot {
  cells: Record<string, unknown>;
  /** The change that it puts back. */
  reverts?: string;
}

/** Which wish it is. */
export interface CellName {
  scope: PreferenceScope;
  key: string;
  channel: Channel;
}

export function nameOfCell({ scope, key, channel }: CellName): string {
  return `${scope}:${key}:${channel}`;
}

/** The wish of a name; undefined for what is of the schedule. */
export function cellNamed(name: string): CellName | undefined {
  const [, scope, key, channel] = /^(global|category|type|object):(.*):(inApp|email|push)$/.exec(name) ?? [];
  if (scope === undefined || key === undefined || channel === undefined) return undefined;
  // As the expression above says.
  return { scope: scope as PreferenceScope, key, channel: channel as Channel };
}

/** How many changes there were within a day, and the oldest of them: never more than may be are looked at. */
export function recentChanges({ userId, means, now }: { userId: string; means: Means; now: Date }): SQL {
  return sql`select count(*)::int as number, min(latest.id::text) as oldest from (
    select change.id from notification_changes as change
    where change.user_id = ${userId}::uuid and change.id >= ${firstIdAt(new Date(now.getTime() - DAY))}::uuid
    order by change.id desc limit ${allowedChanges(means)}::int
  ) as latest`;
}

/** @throws RATE_LIMITED with the seconds until the oldest of a day is no more of it */
export function refuseTooMany(
  recent: { number: number; oldest: string | null },
  { means, now }: { means: Means; now: Date },
) {
  if (recent.number < allowedChanges(means)) return;
  const oldest = recent.oldest === null ? now : momentOf(recent.oldest);
  const retryAfter = Math.max(1, Math.ceil((oldest.getTime() + DAY - now.getTime()) / 1000));
  throw new DomainError('RATE_LIMITED', { retryAfter });
}

/** A link in a mail works also for who has changed very much by hand. */
export function allowedChanges(means: Means): number {
  return means === 'unsubscribe' ? 2 * CHANGES_A_DAY : CHANGES_A_DAY;
}

/**
 * Writes down what was changed of a schedule: into the history, and the names of the fields into the audit trail.
 * @throws RATE_LIMITED
 */
export async function noteChange(
  tx: Database,
  of: { userId: string; before: Snapshot; after: Snapshot; means: Means; cause: Cause; now: Date },
): Promise<void> {
  const { userId, before, after, means, cause, now } = of;
  const [recent] = await tx.execute<{ number: number; oldest: string | null }>(sql`
    with recent as (${recentChanges({ userId, means, now })}), noted as (
      insert into notification_changes (id, user_id, at, means, before, after)
      select ${uuid()}::uuid, ${userId}::uuid, ${now.toISOString()}::timestamptz, ${means},
        ${JSON.stringify(before)}::text::jsonb, ${JSON.stringify(after)}::text::jsonb
      from recent where recent.number < ${allowedChanges(means)}::int
    )
    select number, oldest from recent`);
  if (recent) refuseTooMany(recent, { means, now });
  const fields = Object.keys(after.cells).map((name) => name.replace('schedule:', ''));
  await recordAudit(tx, { kind: 'notifications.changed', cause, subjectId: userId, after: { fields }, now });
}

/**
 * Marks a change as put back, as a part of a larger statement (`with recursive`), in two definitions: and where it put something
 * back itself, that counts again, and so on.
 * @param of.where under which condition, about `change`
 */
export function revertedPart({
  userId,
  id,
  where,
  now,
}: {
  userId: string;
  id: string | null;
  where: SQL;
  now: Date;
}): SQL {
  return sql`chain as (
      select change.id, change.after ->> 'reverts' as reverts, true as is_reverted from notification_changes as change
      where change.id = ${id}::uuid and change.user_id = ${userId}::uuid and ${where}
      union all
      select change.id, change.after ->> 'reverts', not chain.is_reverted
      from chain join notification_changes as change on change.id = chain.reverts::uuid and change.user_id = ${userId}::uuid
    ),
    marked as (
      update notification_changes as change
      set reverted_at = case when chain.is_reverted then ${now.toISOString()}::timestamptz end
      from chain where change.id = chain.id
    )`;
}
