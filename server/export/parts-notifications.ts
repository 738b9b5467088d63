import { eq, sql } from 'drizzle-orm';
import {
  notificationChanges,
  notificationDeliveries,
  notificationEvents,
  notificationPreferences,
  notificationSchedules,
  notifications,
  pushSubscriptions,
} from '@/db/schema/notifications';
import type { Of, Source } from './part';
import { handleOf, within } from './parts-sql';

/** What the person was told, on which ways, and what they want of that. Of their browsers no key and no address. */
export const NOTIFICATION_PARTS = {
  notifications: (of) => [
    {
      table: notifications,
      key: notifications.eventId,
      whose: eq(notifications.userId, of.userId),
      fields: {
        type: notifications.type,
        at: within(
          sql`(select ${notificationEvents.at} from ${notificationEvents} where ${notificationEvents.id} = ${notifications.eventId})`,
        ),
        person: within(
          sql`(select ${handleOf(notificationEvents.actorId, of)} from ${notificationEvents} where ${notificationEvents.id} = ${notifications.eventId})`,
        ),
        isShown: notifications.isShown,
        readAt: notifications.readAt,
        archivedAt: notifications.archivedAt,
        snoozedUntil: notifications.snoozedUntil,
      },
    },
  ],
  notificationDeliveries: ({ userId }) => [
    {
      table: notificationDeliveries,
      key: sql`${notificationDeliveries.eventId}::text || ${notificationDeliveries.channel}`,
      whose: eq(notificationDeliveries.userId, userId),
      fields: {
        type: within(
          sql`(select ${notifications.type} from ${notifications} where ${notifications.userId} = ${notificationDeliveries.userId}
          and ${notifications.eventId} = ${notificationDeliveries.eventId})`,
        ),
        channel: notificationDeliveries.channel,
        state: notificationDeliveries.state,
        rule: notificationDeliveries.rule,
        dueAt: notificationDeliveries.dueAt,
        sentAt: notificationDeliveries.sentAt,
        openedAt: notificationDeliveries.openedAt,
        failure: notificationDeliveries.failure,
      },
    },
  ],
  notificationPreferences: ({ userId }) => [
    {
      table: notificationPreferences,
      key: sql`${notificationPreferences.scope} || ' ' || ${notificationPreferences.key} || ' ' || ${notificationPreferences.channel}`,
      whose: eq(notificationPreferences.userId, userId),
      fields: {
        scope: notificationPreferences.scope,
        key: notificationPreferences.key,
        channel: notificationPreferences.channel,
        mode: notificationPreferences.mode,
        mutedUntil: notificationPreferences.mutedUntil,
        means: notificationPreferences.means,
        changedAt: notificationPreferences.changedAt,
      },
    },
  ],
  notificationSchedule: ({ userId }) => [
    {
      table: notificationSchedules,
      key: notificationSchedules.userId,
      whose: eq(notificationSchedules.userId, userId),
      fields: {
        quiet: notificationSchedules.quiet,
        digest: notificationSchedules.digest,
        digestMinute: notificationSchedules.digestMinute,
        digestDay: notificationSchedules.digestDay,
        pausedUntil: notificationSchedules.pausedUntil,
        mailWhileOnline: notificationSchedules.mailWhileOnline,
        updatedAt: notificationSchedules.updatedAt,
      },
    },
  ],
  notificationChanges: ({ userId }) => [
    {
      table: notificationChanges,
      key: notificationChanges.id,
      whose: eq(notificationChanges.userId, userId),
      fields: {
        at: notificationChanges.at,
        means: notificationChanges.means,
        before: notificationChanges.before,
        after: notificationChanges.after,
        revertedAt: notificationChanges.revertedAt,
      },
    },
  ],
  pushBrowsers: ({ userId }) => [
    {
      table: pushSubscriptions,
      key: pushSubscriptions.id,
      whose: eq(pushSubscriptions.userId, userId),
      fields: {
        name: pushSubscriptions.name,
        createdAt: pushSubscriptions.createdAt,
        lastUsedAt: pushSubscriptions.lastUsedAt,
      },
    },
  ],
} satisfies Record<string, (of: Of) => Source[]>;
