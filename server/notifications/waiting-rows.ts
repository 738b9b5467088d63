import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import {
  type Channel,
  notificationDeliveries,
  notificationEvents,
  notifications,
} from '@/db/schema/notifications';

const { userId: reader, channel, eventId: event } = notificationDeliveries;

/**
 * The notifications of a channel for which `where` holds, as what is sent of them is made: `where` is about rows of
 * `notification_deliveries`. What was archived counts as read.
 */
export function selectWaiting(db: Database, of: Channel, where: SQL | undefined) {
  return db
    .select({
      eventId: notificationEvents.id,
      type: notificationEvents.type,
      at: notificationEvents.at,
      actorId: notificationEvents.actorId,
      groupId: notificationEvents.groupId,
      clientId: notificationEvents.clientId,
      data: notificationEvents.data,
      isCancelled: sql<boolean>`${notificationEvents.cancelledAt} is not null`,
      isRead: sql<boolean>`coalesce(${notifications.readAt}, ${notifications.archivedAt}) is not null`,
    })
    .from(notificationDeliveries)
    .innerJoin(notificationEvents, eq(notificationEvents.id, event))
    .leftJoin(notifications, and(eq(notifications.userId, reader), eq(notifications.eventId, event)))
    .where(and(eq(channel, of), where));
}
