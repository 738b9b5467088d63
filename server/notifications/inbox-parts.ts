import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { notifications } from '@/db/schema/notifications';

type Part = SQL | PgColumn;

/** Nothing that a person put out of the way for now. */
export function isHere(now: SQL): SQL<boolean> {
  return sql<boolean>`(${notifications.snoozedUntil} is null or ${notifications.snoozedUntil} <= ${now})`;
}

/** What somebody has not read, in the words of the index `notifications_unread`. */
export function isUnread(userId: Part, now: SQL): SQL<boolean> {
  return sql<boolean>`${notifications.userId} = ${userId} and ${notifications.isShown} and ${notifications.readAt} is null
    and ${notifications.archivedAt} is null and ${isHere(now)}`;
}
