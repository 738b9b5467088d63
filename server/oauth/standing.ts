import { and, eq, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { type authorizationCodes, type deviceCodes, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { users } from '@/db/schema/users';
import { isScope, type Scope } from './catalog';

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
 * What an app may do for a person at this moment: of what they gave it, what it may still ask for today. A statement of
 * its own after `lockPersonBehind`, since the one that waits for a lock sees the rest as it was before it waited.
 * @returns undefined when the person is not active, or the app is off or no longer allowed
 */
export async function findStanding(
  db: Database,
  { userId, clientId, granted }: { userId: string; clientId: string; granted: string[] },
): Promise<Scope[] | undefined> {
  const [client] = await db
    .select({ scopes: oauthClients.scopes })
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
  return client && scopesToday({ granted, askable: client.scopes });
}

/** Of the scopes that a person gave an app, those that it may still ask for. */
export function scopesToday({ granted, askable }: { granted: string[]; askable: string[] }): Scope[] {
  return granted.filter(isScope).filter((scope) => askable.includes(scope));
}

/** The words of a `scope` parameter (RFC 6749 section 3.3); undefined when there is none. */
export function scopeWords(scope: string | undefined): string[] | undefined {
  const words = scope?.split(' ').filter(Boolean);
  return words?.length ? [...new Set(words)] : undefined;
}
