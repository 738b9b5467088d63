import { like } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { notificationDeliveries, notificationEvents, notifications } from '@/db/schema/notifications';
import { users } from '@/db/schema/users';
import type { NotificationType } from '@/server/notifications/catalog';

type Somebody = { id: string };

interface Wish
  extends Partial<
    Pick<typeof notifications.$inferInsert, 'readAt' | 'archivedAt' | 'snoozedUntil' | 'isShown' | 'objectId'>
  > {
  id?: string;
  type?: NotificationType;
  at?: Date;
  actor?: Somebody;
  groupId?: string;
  /** The app that sent it. */
  clientId?: string;
  data?: Record<string, unknown>;
  /** What became of it; in the inbox and nowhere else unless told. */
  deliveries?: Partial<Omit<typeof notificationDeliveries.$inferInsert, 'userId' | 'eventId'>>[];
}

/** What tests of the inbox start from. */
export function inboxFactories(db: Database) {
  return {
    /** Something that somebody was told, as the worker lays it out, by its id. */
    async told(to: Somebody, wish: Wish = {}) {
      const {
        at = new Date(),
        type = 'contacts.accepted',
        actor,
        groupId,
        clientId,
        data = {},
        deliveries,
        ...rest
      } = wish;
      const { id = uuid({ msecs: at.getTime() }), isShown = true, ...state } = rest;
      await db.insert(notificationEvents).values({
        id,
        type,
        at,
        actorId: actor?.id ?? null,
        groupId: groupId ?? null,
        clientId: clientId ?? null,
        objectId: state.objectId ?? null,
        data,
        audience: { kind: 'people', ids: [to.id] },
        finishedAt: at,
      });
      await db.insert(notifications).values({ userId: to.id, eventId: id, type, isShown, ...state });
      const became = deliveries ?? [{ channel: 'inApp', state: 'sent', rule: 'default', sentAt: at }];
      for (const one of became)
        await db.insert(notificationDeliveries).values({
          userId: to.id,
          eventId: id,
          channel: 'email',
          state: 'held',
          rule: 'default',
          ...one,
        });
      return id;
    },
  };
}

/** Four notifications of a person by each of so many of the crowd: unread, read, archived, held. */
export async function inboxAround(db: Database, person: Somebody, size: number) {
  const crowd = await db.select({ id: users.id }).from(users).where(like(users.email, 'crowd-%')).limit(size);
  if (!crowd.length) return;
  const at = new Date(Date.now() - 86_400_000);
  const states = [{}, { readAt: at }, { archivedAt: at }, { isHeld: true }];
  const all = crowd.flatMap((actor) =>
    states.map((state) => ({
      id: uuid({ msecs: at.getTime() }),
      actorId: actor.id,
      readAt: null,
      archivedAt: null,
      isHeld: false,
      ...state,
    })),
  );
  const type = 'contacts.accepted';
  const audience = { kind: 'people' as const, ids: [person.id] };
  await db
    .insert(notificationEvents)
    .values(all.map(({ id, actorId }) => ({ id, type, at, actorId, data: {}, audience, finishedAt: at })));
  await db.insert(notifications).values(
    all.map(({ id, readAt, archivedAt }) => ({
      userId: person.id,
      eventId: id,
      type,
      isShown: true,
      readAt,
      archivedAt,
    })),
  );
  await db.insert(notificationDeliveries).values(
    all.map(({ id, isHeld }) => ({
      userId: person.id,
      eventId: id,
      channel: 'email' as const,
      state: isHeld ? ('held' as const) : ('sent' as const),
      rule: isHeld ? 'quietHours' : 'default',
      dueAt: isHeld ? at : null,
      sentAt: isHeld ? null : at,
    })),
  );
}
