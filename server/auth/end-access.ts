import { and, eq, isNull, or, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
import { appSessions, authorizationCodes, deviceCodes } from '@/db/schema/oauth';
import { passwordResets } from '@/db/schema/security';
import { loginAttempts, sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { forgetTrustedDevices, lockPerson } from './factors';
import { endSessionsOf } from './sessions';

/**
 * Ends what a person's password and address have opened or are about to open: sign-ins under way, trust in browsers, and
 * sessions, all or all but one. Under `lockPerson`, as the last of what a command does there.
 *
 * The order of locks, here and wherever several of these are taken: the factor's own row, attempts, trust, sessions, the
 * key of the person (a change of address; also every row that refers to them), browsers. A code or passkey is used up
 * before its attempt moves on, and a ticket holds its attempt while the rest comes of it (`enter` in next-auth.ts).
 */
export async function endAccess(
  db: Database,
  { person, but }: { person: { id: string; email: string }; but?: string },
): Promise<{ endedSessions: number; forgottenDevices: number }> {
  const userId = person.id;
  await endSignIns(db, { person });
  const forgottenDevices = await forgetTrustedDevices(db, { userId });
  // After the sign-ins: a ticket that was being used at that moment is a session by now.
  const endedSessions = await endSessionsOf(db, { userId, ...(but !== undefined && { but }) });
  return { endedSessions, forgottenDevices };
}

/**
 * Ends the sign-ins that a person has under way, with their tickets. By the address as well: whoever is having a
 * password compared at this moment must not come through with the old one.
 */
export async function endSignIns(db: Database, { person }: { person: { id: string; email: string } }) {
  await db
    .delete(loginAttempts)
    .where(or(eq(loginAttempts.userId, person.id), eq(loginAttempts.email, person.email)));
}

/**
 * The same for many at once, with their sessions and those of apps, in as many statements as for one.
 * @returns of each who was signed in, to how many of both
 */
export async function endAccessOfAll(
  db: Database,
  { userIds }: { userIds: string[] },
): Promise<Map<string, number>> {
  const isTheirs = (column: PgColumn) => isAmong(column, userIds);
  const emails = db.select({ email: users.email }).from(users).where(isTheirs(users.id));
  await db
    .delete(loginAttempts)
    // An array of them, since no index serves `in (select ...)` beside an `or`.
    .where(or(isTheirs(loginAttempts.userId), eq(loginAttempts.email, sql`any(array(${emails}))`)));
  await db.delete(authorizationCodes).where(isTheirs(authorizationCodes.userId));
  await db.delete(deviceCodes).where(isTheirs(deviceCodes.userId));
  const ended = new Map<string, number>();
  for (const table of [appSessions, sessions]) {
    const gone = await db.delete(table).where(isTheirs(table.userId)).returning({ userId: table.userId });
    for (const { userId } of gone) ended.set(userId, (ended.get(userId) ?? 0) + 1);
  }
  return ended;
}

/**
 * Ends every session of the person with this address, and every sign-in under way.
 * @returns how many sessions @throws NOT_FOUND
 */
export async function revokeSessions(
  db: Database,
  { email, cause, now }: { email: string; cause: Cause; now: Date },
) {
  return db.transaction(async (tx) => {
    const [found] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email)).limit(1);
    if (!found) throw new DomainError('NOT_FOUND');
    const userId = found.id;
    const person = await lockPerson(tx, { userId });
    await endSignIns(tx, { person });
    const ended = await endSessionsOf(tx, { userId });
    const after = { sessions: ended };
    await recordAudit(tx, { kind: 'sessions.revoked', cause, subjectId: userId, after, now });
    return ended;
  });
}

/** Uses up every open link of a person for a new password. @returns which they were */
export async function closeResets(db: Database, { userId, now }: { userId: string; now: Date }) {
  return db
    .update(passwordResets)
    .set({ usedAt: now })
    .where(and(eq(passwordResets.userId, userId), isNull(passwordResets.usedAt)))
    .returning({ id: passwordResets.id });
}
