import { and, eq, type SQL, sql } from 'drizzle-orm';
import { alias, type PgColumn } from 'drizzle-orm/pg-core';
import { profiles, users } from '@/db/schema/users';
import { hasBlocked, isSeen, type Look } from '@/server/privacy/policy';

// Whose doing it is, in a statement whose `users` are those who are told.
export const sender = alias(users, 'sender');
export const senderProfile = alias(profiles, 'sender_profile');

/** Who reads the mail, and the name of whose doing it is, where the reader sees it. */
export function readerAndSender(senderId: PgColumn, now: Date) {
  const look = lookOf(sql`${users.id}`, now);
  return {
    email: users.email,
    locale: users.locale,
    displayName: profiles.displayName,
    fromName: sql<string | null>`case when ${isSeen(senderId, look)} then ${senderProfile.displayName} end`,
  };
}

/** As anybody: a mail shows no more than the pages do. */
export function lookOf(viewerId: SQL, now: Date): Look {
  return { viewerId, asStaff: sql`false`, now: sql`${now.toISOString()}::timestamptz` };
}

/** The account of who is told, while it is active. */
export function isActive(readerId: PgColumn) {
  return and(eq(users.id, readerId), eq(users.status, 'active'));
}

/** With an account that is active, and without a block on either side. */
export function isStillThere(senderId: PgColumn): SQL | undefined {
  return and(
    eq(sender.id, senderId),
    eq(sender.status, 'active'),
    sql`not ${hasBlocked(users.id, sender.id)}`,
    sql`not ${hasBlocked(sender.id, users.id)}`,
  );
}
