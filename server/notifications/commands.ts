import { and, eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { type Audience, notificationEvents } from '@/db/schema/notifications';
import { PRIORITIES } from '@/server/jobs/priorities';
import { isForMany } from './audience';
import type { NotificationType } from './catalog';
import type { DataOf } from './data';

/** Something that people are to be told of. */
export interface Notice<Type extends NotificationType> {
  type: Type;
  to: Audience;
  data: DataOf<Type>;
  /** Whose doing it is; whoever muted them hears nothing. */
  actorId?: string | undefined;
  groupId?: string | undefined;
  /** The row it is about, such as the message: reading that reads this. */
  objectId?: string | undefined;
  /** UUID version 7, of the moment at which people are told: the inbox goes by it. A new one unless given. */
  id?: string | undefined;
  /** Not before this. */
  dueAt?: Date | undefined;
  now: Date;
}

/** By what an app knows what it sends. */
export interface SentBy {
  clientId: string;
  /** Sent again under the same key it is the same. */
  key: string;
  /** SHA-256 of all that was sent. */
  hash: string;
}

/**
 * Has people told of something: writes the event in the transaction of its cause, with the job that lays it out for each of
 * them; one statement. Whom it reaches, where and when is decided then, by what each of them wants (`decide`).
 */
export async function notify<Type extends NotificationType>(
  tx: Database,
  notice: Notice<Type>,
): Promise<void> {
  await write(tx, notice);
}

/**
 * The same for what an app sends, once under each of its keys, also when it comes twice at the same moment.
 * @returns the id of the event, and the hash of what was sent under the key first
 */
export async function notifyOnce<Type extends NotificationType>(
  tx: Database,
  { sentBy, ...notice }: Notice<Type> & { sentBy: SentBy },
): Promise<{ id: string; hash: string }> {
  const [event] = await write(tx, notice, sentBy);
  if (!event) throw new Error('nothing was written');
  return event;
}

/** What an app has sent under a key. */
export async function findSent(db: Database, { clientId, key }: Omit<SentBy, 'hash'>) {
  const { id, contentHash: hash } = notificationEvents;
  const [sent] = await db
    .select({ id, hash })
    .from(notificationEvents)
    .where(and(eq(notificationEvents.clientId, clientId), eq(notificationEvents.idempotencyKey, key)));
  return sent;
}

function write<Type extends NotificationType>(tx: Database, notice: Notice<Type>, sentBy?: SentBy) {
  const { type, to, data, actorId, groupId, objectId, id = uuid(), dueAt, now } = notice;
  const { clientId = null, key = null, hash = null } = sentBy ?? {};
  // Who comes second waits for the first, writes nothing new, and reads what is there: a row that was inserted has no xmax.
  return tx.execute<{ id: string; hash: string }>(sql`
    with event as (
      insert into ${notificationEvents} (id, type, at, actor_id, group_id, object_id, data, audience, due_at,
        client_id, idempotency_key, content_hash)
      values (${id}, ${type}, ${(dueAt ?? now).toISOString()}, ${actorId ?? null}, ${groupId ?? null}, ${objectId ?? null},
        ${JSON.stringify(data)}::text::jsonb, ${JSON.stringify(to)}::text::jsonb, ${dueAt?.toISOString() ?? null},
        ${clientId}, ${key}, ${hash})
      on conflict (client_id, idempotency_key) do update set idempotency_key = excluded.idempotency_key
      returning id, due_at, content_hash, xmax = 0 as is_new
    )
    select event.id, event.content_hash as hash, case when event.is_new then (graphile_worker.add_job(
      identifier => 'notifications.fanOut', payload => json_build_object('eventId', event.id), run_at => event.due_at,
      priority => ${isForMany(to) ? PRIORITIES.layOutForMany : 0}::int)).id end as job
    from event`);
}

/** Has people told of several things, each of its own; one statement, and none of nothing. */
export async function notifyEach<Type extends NotificationType>(
  tx: Database,
  notices: Notice<Type>[],
): Promise<void> {
  if (notices.length === 0) return;
  const rows = notices.map(({ type, to, data, actorId, groupId, objectId, id = uuid(), now }) => ({
    ...{ id, type, data, at: now.toISOString(), audience: to },
    ...{ actor_id: actorId ?? null, group_id: groupId ?? null, object_id: objectId ?? null },
  }));
  await tx.execute(sql`
    with event as (
      insert into ${notificationEvents} (id, type, at, actor_id, group_id, object_id, data, audience)
      select id, type, at, actor_id, group_id, object_id, data, audience
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as notice(
        id uuid, type text, at timestamptz, actor_id uuid, group_id uuid, object_id uuid, data jsonb, audience jsonb)
      returning id
    )
    select graphile_worker.add_job(identifier => 'notifications.fanOut', payload => json_build_object('eventId', event.id))
    from event`);
}
