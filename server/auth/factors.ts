import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { prepared } from '@/db/prepared';
import {
  connections,
  passkeys,
  recoveryCodes,
  totpAuthenticators,
  trustedDevices,
} from '@/db/schema/factors';
import { appSessions } from '@/db/schema/oauth';
import { passwords, sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import type { Factors } from './rules';

/**
 * Whether a person has set up a second factor, within a larger statement. From then on a password alone is not
 * enough: every way in is to be as safe as the best one.
 */
export function hasSecondFactor(userId: PgColumn | SQL): SQL<boolean> {
  const [app, passkey] = [
    and(eq(totpAuthenticators.userId, userId), isNotNull(totpAuthenticators.confirmedAt)),
    eq(passkeys.userId, userId),
  ];
  return sql<boolean>`(
    exists (select from ${totpAuthenticators} where ${app}) or exists (select from ${passkeys} where ${passkey})
  )`;
}

/** The same by itself, where nothing else is wanted. */
export async function findHasSecondFactor(db: Database, { userId }: { userId: string }) {
  const [found] = await db
    .select({ has: hasSecondFactor(users.id) })
    .from(users)
    .where(eq(users.id, userId))
    .limit(1);
  return found?.has ?? false;
}

/** All that a person can prove themselves with, counted, in one statement. @throws NOT_FOUND */
export async function getFactors(db: Database, { userId }: { userId: string }): Promise<Factors> {
  const number = (from: SQL) => sql<number>`(select count(*)::int from ${from})`;
  const [found] = await db
    .select({
      password: sql<boolean>`exists (select from ${passwords} where ${eq(passwords.userId, users.id)})`,
      passkeys: number(sql`${passkeys} where ${eq(passkeys.userId, users.id)}`),
      totp: number(
        sql`${totpAuthenticators} where ${and(eq(totpAuthenticators.userId, users.id), isNotNull(totpAuthenticators.confirmedAt))}`,
      ),
      recoveryCodes: number(
        sql`${recoveryCodes} where ${and(eq(recoveryCodes.userId, users.id), isNull(recoveryCodes.usedAt))}`,
      ),
      connections: number(sql`${connections} where ${eq(connections.userId, users.id)}`),
      deviceBound: number(
        sql`${passkeys} where ${and(eq(passkeys.userId, users.id), eq(passkeys.backedUp, false))}`,
      ),
      lastUsed: sql<Factors['lastUsed']>`(
        select used.kind from (
          select 'totp' as kind, ${totpAuthenticators.lastUsedAt} as at from ${totpAuthenticators} where ${eq(totpAuthenticators.userId, users.id)}
          union all select 'passkey', ${passkeys.lastUsedAt} from ${passkeys} where ${eq(passkeys.userId, users.id)}
        ) as used where used.at is not null order by used.at desc limit 1)`,
    })
    .from(users)
    .where(eq(users.id, userId))
    .limit(1);
  if (!found) throw new DomainError('NOT_FOUND');
  return found;
}

const lockedPerson = prepared((db) =>
  db
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(eq(users.id, sql.placeholder('userId')))
    .for('no key update')
    .prepare('person_locked'),
);

/** A session of a browser, or of an app that acts for the person. */
const sessionOfPerson = prepared((db) => {
  const theirs = (table: typeof sessions | typeof appSessions) =>
    and(eq(table.id, sql.placeholder('sessionId')), eq(table.userId, sql.placeholder('userId')));
  return db
    .select({ id: sessions.id })
    .from(sessions)
    .where(theirs(sessions))
    .unionAll(db.select({ id: appSessions.id }).from(appSessions).where(theirs(appSessions)))
    .limit(1)
    .prepare('session_of_person');
});

/**
 * Holds a person's ways in still until the transaction ends, so that two removals at once do not take the last. Rows
 * that refer to the person can still come into being: a ticket that is being turned into a session at this moment
 * goes through, instead of waiting for who waits for it.
 * @param wish.sessionId of the session that asks, where it is not given a new token in the end (`renewSession` refuses
 *   one that is over as well)
 * @throws NOT_FOUND, SESSION_ENDED when the session was ended while its request was under way
 */
export async function lockPerson(
  db: Database,
  { userId, sessionId }: { userId: string; sessionId?: string | undefined },
) {
  const [person] = await lockedPerson(db).execute({ userId });
  if (!person) throw new DomainError('NOT_FOUND');
  // A statement of its own: within the one that waits for the lock, `exists` sees the sessions as they were before it
  // waited. And without a lock of its own, since a ticket that is being used holds its attempt and ends this session.
  if (sessionId !== undefined && !(await sessionOfPerson(db).execute({ userId, sessionId })).length)
    throw new DomainError('SESSION_ENDED');
  return person;
}

/**
 * Trust ends whenever a factor or the password changes: what it stood for is no longer what is asked for.
 * @returns how many browsers were trusted
 */
export async function forgetTrustedDevices(db: Database, { userId }: { userId: string }) {
  const forgotten = await db
    .delete(trustedDevices)
    .where(eq(trustedDevices.userId, userId))
    .returning({ id: trustedDevices.id });
  return forgotten.length;
}
