import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { appSessions, authorizationCodes, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { securityEvents } from '@/db/schema/security';
import { users } from '@/db/schema/users';
import { lockPerson } from '@/server/auth/factors';
import { endSessionsOf } from '@/server/auth/sessions';
import { hashToken, randomToken } from '@/server/auth/tokens';
import { appOf, tally, toldAs } from '@/server/testing/app-calls';
import { test } from '@/server/testing/fixtures';
import type { GivenClient } from '@/server/testing/oauth-factories';
import { untilWaiting } from '@/server/testing/waiting';
import { CODE_SECONDS } from './catalog';

const START = new Date('2030-01-01T08:00:00Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1000);

function redeemBy({ code, verifier }: { code: string; verifier: string }, client: GivenClient) {
  return {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: client.redirectUri,
  };
}

const sessionsOf = (db: Database, { id }: { id: string }) =>
  db.select().from(appSessions).where(eq(appSessions.userId, id));

test('a code signs the app in, with what the person gave', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client()];
  const code = await given.code(person, { client, scopes: ['profile.read'], now: START });
  const answer = await appOf(db, client)(redeemBy(code, client), { now: after(1) });
  expect(answer.scope).toBe('profile.read');
  expect(await sessionsOf(db, person)).toMatchObject([
    {
      clientId: client.id,
      scopes: ['profile.read'],
      authTime: START,
      createdAt: after(1),
      refreshHash: hashToken(answer.refresh_token),
      lastIp: '192.0.2.9',
      userAgent: 'another app',
    },
  ]);
});

test('the table keeps a hash of the code', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client()];
  const { code } = await given.code(person, { client });
  const rows = await db.select().from(authorizationCodes).where(eq(authorizationCodes.userId, person.id));
  expect(rows).toMatchObject([{ codeHash: hashToken(code) }]);
  expect(JSON.stringify(rows)).not.toContain(code);
});

test('a second use is refused, ends what the first began, and the person is told', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client()];
  const app = appOf(db, client);
  const other = await given.appSession(person, { client, now: START });
  const code = await given.code(person, { client, now: START });
  const answer = await app(redeemBy(code, client), { now: after(1) });
  expect(await toldAs(app(redeemBy(code, client), { now: after(50) }))).toBe('invalid_grant');
  // Only what came of this code.
  expect((await sessionsOf(db, person)).map(({ id }) => id)).toEqual([other.id]);
  const refresh = { grant_type: 'refresh_token', refresh_token: answer.refresh_token };
  expect(await toldAs(app(refresh, { now: after(51) }))).toBe('invalid_grant');
  const events = await db.select().from(securityEvents).where(eq(securityEvents.userId, person.id));
  expect(events).toMatchObject([
    {
      kind: 'app.tokenReused',
      details: { name: client.name, what: 'code', firstAt: after(1).toISOString() },
    },
  ]);
});

test('a second use hours later is noticed as well, by whichever client', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client()];
  const code = await given.code(person, { client, now: START });
  await appOf(db, client)(redeemBy(code, client), { now: after(1) });
  const foreign = await given.client();
  const late = { now: after(20 * 3600) };
  expect(await toldAs(appOf(db, foreign)(redeemBy(code, foreign), late))).toBe('invalid_grant');
  expect(await sessionsOf(db, person)).toEqual([]);
});

test('of twenty at the same moment one is answered, and what it began is over', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client()];
  const app = appOf(db, client);
  const code = await given.code(person, { client });
  const told = await Promise.all(Array.from({ length: 20 }, () => toldAs(app(redeemBy(code, client)))));
  expect(tally(told)).toEqual({ answered: 1, invalid_grant: 19 });
  expect(await sessionsOf(db, person)).toEqual([]);
});

test.for<[string, string, Record<string, string | undefined>]>([
  ['a wrong verifier', 'invalid_grant', { code_verifier: randomToken() }],
  ['no verifier', 'invalid_grant', { code_verifier: undefined }],
  ['a verifier that is none', 'invalid_request', { code_verifier: 'too short' }],
  ['another address', 'invalid_grant', { redirect_uri: 'https://app.example.test/callback/' }],
  ['no address', 'invalid_grant', { redirect_uri: undefined }],
])('%s is refused, and the code is used up', async ([, reason, changed], { db, given }) => {
  const [person, client] = [await given.user(), await given.client()];
  const app = appOf(db, client);
  const right = redeemBy(await given.code(person, { client }), client);
  const entries = Object.entries({ ...right, ...changed }).filter(([, value]) => value !== undefined);
  const wrong = Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']));
  expect(await toldAs(app(wrong))).toBe(reason);
  expect(await toldAs(app(right))).toBe('invalid_grant');
  expect(await sessionsOf(db, person)).toEqual([]);
});

test('the challenge itself is no verifier: there is no plain PKCE', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client()];
  const { code } = await given.code(person, { client });
  const [row] = await db.select().from(authorizationCodes).where(eq(authorizationCodes.userId, person.id));
  const plain = {
    ...redeemBy({ code, verifier: row?.codeChallenge ?? '' }, client),
    code_challenge_method: 'plain',
  };
  expect(await toldAs(appOf(db, client)(plain))).toBe('invalid_grant');
});

test('a code in the hands of another client is refused, and used up', async ({ db, given }) => {
  const [person, client, foreign] = [await given.user(), await given.client(), await given.client()];
  const code = await given.code(person, { client });
  expect(await toldAs(appOf(db, foreign)(redeemBy(code, foreign)))).toBe('invalid_grant');
  expect(await toldAs(appOf(db, client)(redeemBy(code, client)))).toBe('invalid_grant');
  expect(await sessionsOf(db, person)).toEqual([]);
});

test('a code is good for a minute', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client()];
  const app = appOf(db, client);
  const [inTime, late] = [
    await given.code(person, { client, now: START }),
    await given.code(person, { client, now: START }),
  ];
  expect(await toldAs(app(redeemBy(inTime, client), { now: after(CODE_SECONDS - 1) }))).toBe('answered');
  expect(await toldAs(app(redeemBy(late, client), { now: after(CODE_SECONDS) }))).toBe('invalid_grant');
});

test('what is no code at all is refused', async ({ db, given }) => {
  const client = await given.client();
  const app = appOf(db, client);
  const made = { code: randomToken(), verifier: randomToken() };
  expect(await toldAs(app(redeemBy(made, client)))).toBe('invalid_grant');
  expect(await toldAs(app({ grant_type: 'authorization_code' }))).toBe('invalid_request');
  expect(await toldAs(app({ grant_type: 'password', username: 'a', password: 'b' }))).toBe(
    'unsupported_grant_type',
  );
  expect(await toldAs(app({ grant_type: '__proto__' }))).toBe('unsupported_grant_type');
  expect(await toldAs(app({ code: made.code }))).toBe('invalid_request');
});

test.for<[string, (db: Database, of: { userId: string; clientId: string }) => Promise<unknown>]>([
  [
    'the person is suspended',
    (db, { userId }) => db.update(users).set({ status: 'suspended' }).where(eq(users.id, userId)),
  ],
  [
    'the person is deactivated',
    (db, { userId }) => db.update(users).set({ status: 'deactivated' }).where(eq(users.id, userId)),
  ],
  [
    'the app is off',
    (db, { clientId }) =>
      db.update(oauthClients).set({ enabled: false }).where(eq(oauthClients.id, clientId)),
  ],
  [
    'the person took it back',
    (db, { clientId }) => db.delete(oauthConsents).where(eq(oauthConsents.clientId, clientId)),
  ],
])('a code opens nothing once %s', async ([, change], { db, given }) => {
  const [person, client] = [await given.user(), await given.client()];
  const code = await given.code(person, { client });
  await change(db, { userId: person.id, clientId: client.id });
  expect(await toldAs(appOf(db, client)(redeemBy(code, client)))).toBe('invalid_grant');
  expect(await sessionsOf(db, person)).toEqual([]);
});

test('a scope that the app may no longer ask for is not given', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client()];
  const code = await given.code(person, { client });
  await db
    .update(oauthClients)
    .set({ scopes: ['profile.read', 'security.read'] })
    .where(eq(oauthClients.id, client.id));
  expect((await appOf(db, client)(redeemBy(code, client))).scope).toBe('profile.read');
});

test('whoever ends everything of a person at that moment ends what comes of the code as well', async ({
  db,
  given,
}) => {
  const [person, client] = [await given.user(), await given.client()];
  const code = await given.code(person, { client });
  const userId = person.id;
  const redeemed = await db.transaction(async (tx) => {
    await lockPerson(tx, { userId });
    const under = toldAs(appOf(db, client)(redeemBy(code, client)));
    await untilWaiting(db, 1);
    await endSessionsOf(tx, { userId });
    return { under };
  });
  expect(await redeemed.under).toBe('invalid_grant');
  expect(await sessionsOf(db, person)).toEqual([]);
});
