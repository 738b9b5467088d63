import { and, eq, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { type authorizationCodes, type deviceCodes, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { users } from '@/db/schema/users';
import { isPersonScope, type Scope } from './catalog';
import { protocolError } from './errors';
import { findClient } from './queries';

/**
 * Locks the person behind a code, before the code itself: whatever ends their apps meanwhile either comes before this,
 * or finds what comes of it. @returns their id; undefined when nobody is behind it yet
 */
export async function lockPersonBehind(
  db: Database,
  {
    table,
    column,
    hash,
  }: { table: typeof authorizationCodes | typeof deviceCodes; column: PgColumn; hash: string },
) {
  const behind = sql`(select ${table.userId} from ${table} where ${column} = ${hash})`;
  const [person] = await db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.id, behind))
    .for('no key update');
  return person?.id;
}

/**
 * Keeps an app as it is until the transaction ends: after the person behind a code and before the code, in the order in
 * which all take them. @throws invalid_client when it was removed meanwhile
 */
export async function holdClient(db: Database, { clientId }: { clientId: string }) {
  if (!(await findClient(db, { clientId, hold: true })))
    throw protocolError('invalid_client', 'The client was removed');
}

/**
 * What an app may do for a person at this moment: of what they gave it, what it may still ask for today. A statement of
 * its own after `lockPersonBehind`, since the one that waits for a lock sees the rest as it was before it waited.
 * @returns undefined when the person is not active, or the app is off or no longer allowed
 */
export async function findStanding(
  db: Database,
  { userId, clientId, granted }: { userId: string; clientId: string; granted: string[] },
): Promise<Scope[] | undefined> {
  const [client] = await db
    .select({ askable: oauthClients.scopes, allowed: oauthConsents.scopes })
    .from(oauthConsents)
    .innerJoin(oauthClients, eq(oauthClients.id, oauthConsents.clientId))
    .innerJoin(users, eq(users.id, oauthConsents.userId))
    .where(
      and(
        eq(oauthConsents.userId, userId),
        eq(oauthConsents.clientId, clientId),
        eq(oauthClients.enabled, true),
        eq(users.status, 'active'),
      ),
    )
    .limit(1);
  return client && scopesToday({ granted, ...client });
}

/**
 * Of the scopes that an app was given at some time, those that it may still ask for, and that its person has not taken
 * back since.
 */
export function scopesToday({
  granted,
  askable,
  allowed = granted,
}: {
  granted: string[];
  askable: string[];
  allowed?: string[] | null;
}): Scope[] {
  return granted.filter(isPersonScope).filter((scope) => askable.includes(scope) && allowed?.includes(scope));
}

/** The words of a `scope` parameter (RFC 6749 section 3.3); undefined when there is none. */
export function scopeWords(scope: string | undefined): string[] | undefined {
  const words = scope?.split(' ').filter(Boolean);
  return words?.length ? [...new Set(words)] : undefined;
}
