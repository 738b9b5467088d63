import { asc, like } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { openDatabase } from '@/db/client';
import { appSessions, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { users } from '@/db/schema/users';
import { signAccessToken } from '@/server/oauth/access-tokens';
import type { Scope } from '@/server/oauth/catalog';

/** People who have let an app in. */
const HOLDERS = 500;
const SCOPES: Scope[] = ['profile.read'];
/** Only the bench signs with it: whoever checks a token needs the public half, which lies open. */
const SECRET = 'the secret of the bench, which signs access tokens';

/**
 * Registers an app, lets it in for some of the people, and signs an access token for each, good for five minutes.
 * @param given.appUrl where the app says that it is
 */
export async function signInApps({ databaseUrl, appUrl }: { databaseUrl: string; appUrl: string }) {
  const { db, end } = openDatabase(databaseUrl, { max: 1, applicationName: 'foyer bench' });
  const now = new Date();
  const later = new Date(now.getTime() + 3_600_000);
  const clientId = uuid();
  const made = { createdAt: now, updatedAt: now };
  await db.insert(oauthClients).values({
    id: clientId,
    name: 'Bench',
    type: 'public',
    redirectUris: ['http://127.0.0.1/back'],
    scopes: SCOPES,
    ...made,
  });
  const people = await db
    .select({ userId: users.id })
    .from(users)
    .where(like(users.email, 'person-%'))
    .orderBy(asc(users.id))
    .limit(HOLDERS);
  const holders = people.map(({ userId }) => ({ userId, clientId, scopes: SCOPES, id: uuid() }));
  await db
    .insert(oauthConsents)
    .values(people.map(({ userId }) => ({ userId, clientId, scopes: SCOPES, ...made })));
  // Seen in a while, so that no request of the bench is the one in a minute that writes it down.
  const times = { createdAt: now, expiresAt: later, refreshedAt: now, lastSeenAt: later, authTime: now };
  await db
    .insert(appSessions)
    .values(holders.map((holder) => ({ ...holder, ...times, refreshHash: uuid(), seed: uuid() })));
  const tokens: string[] = [];
  for (const { id: appSessionId, ...holder } of holders)
    tokens.push(
      await signAccessToken(db, { ...holder, appSessionId, appUrl, secrets: [SECRET], authTime: now, now }),
    );
  await end();
  return tokens;
}
