import { eq, sql } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import { openDatabase } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { appSessions, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { users } from '@/db/schema/users';
import { lockPerson } from '@/server/auth/factors';
import { callerFor } from '@/server/testing/callers';
import type { Person } from '@/server/testing/factories';
import { test as base } from '@/server/testing/fixtures';
import { forgery, spell } from '@/server/testing/forged-tokens';
import { refusal } from '@/server/testing/refusal';
import { findBearer } from './bearer';
import { REFRESH_IDLE_SECONDS } from './catalog';

const APP_URL = 'http://localhost:3000';

const test = base.extend('open', ({ db }) => (token: string, now = new Date()) => {
  return findBearer(db, { token, appUrl: APP_URL, now });
});

test('a token opens what its person and its app are', async ({ given, open }) => {
  const person = await given.holder('dashboard.view');
  const app = await given.app(person, { scopes: ['profile.read'] });
  expect(await open(app.token)).toMatchObject({
    id: app.id,
    userId: person.id,
    email: person.email,
    handle: person.handle,
    permissions: ['dashboard.view'],
    app: { clientId: app.client.id, scopes: ['profile.read'] },
  });
});

test('a token costs one statement, one that cannot be ours none', async ({ given, open }) => {
  const app = await given.app(await given.user());
  const sent = async (token: string) => (await recordStatements(() => open(token))).statements.length;
  expect(await sent(app.token)).toBe(1);
  expect(await sent(`${app.token.slice(0, -2)}AA`)).toBe(1);
  expect(await sent(app.refreshToken)).toBe(0);
  expect(await sent('no.token.atall')).toBe(0);
});

test('the statement is prepared once and then executed', async ({ database, given }) => {
  const app = await given.app(await given.user());
  const { db, end } = openDatabase(database.url, { max: 1 });
  onTestFinished(() => end());
  for (let n = 0; n < 3; n++)
    expect(await findBearer(db, { token: app.token, appUrl: APP_URL, now: new Date() })).toBeDefined();
  const known = await db.execute<{ uses: number }>(sql`
    select (generic_plans + custom_plans)::int as uses from pg_prepared_statements
    where statement like '%"signing_keys"."kid" = $%'`);
  expect([...known]).toEqual([{ uses: 3 }]);
});

test('it counts from the same second, from an instance whose clock is a little ahead, and for five minutes', async ({
  given,
  open,
}) => {
  const now = new Date('2026-05-05T12:00:00Z');
  const app = await given.app(await given.user(), { now });
  const after = (seconds: number) => open(app.token, new Date(now.getTime() + seconds * 1000));
  expect(await after(-6)).toBeUndefined();
  expect(await after(-5)).toBeDefined();
  expect(await after(0)).toBeDefined();
  expect(await after(299.9)).toBeDefined();
  expect(await after(300)).toBeUndefined();
});

test.for(['suspended', 'deactivated'] as const)(
  'a token of somebody who is %s opens nothing, and their cookie nothing but the way back',
  async (status, { db, given, open }) => {
    const person = await given.user();
    const app = await given.app(person);
    expect(await open(app.token)).toBeDefined();
    await db.update(users).set({ status }).where(eq(users.id, person.id));
    expect(await open(app.token)).toBeUndefined();
    expect(await refusal(callerFor(db, person).viewer.me())).toEqual({ reason: 'ACCOUNT_INACTIVE' });
  },
);

type Change = (
  db: Parameters<typeof findBearer>[0],
  of: { person: Person; app: { id: string; client: { id: string } } },
) => Promise<unknown>;

test.for<[string, Change]>([
  ['the person was deleted', (db, { person }) => db.delete(users).where(eq(users.id, person.id))],
  ['its app session ended', (db, { app }) => db.delete(appSessions).where(eq(appSessions.id, app.id))],
  [
    'its app session is older than thirty days',
    (db, { app }) => db.update(appSessions).set({ expiresAt: new Date() }).where(eq(appSessions.id, app.id)),
  ],
  [
    'its app was not refreshed for fourteen days',
    (db, { app }) =>
      db
        .update(appSessions)
        .set({ refreshedAt: new Date(Date.now() - REFRESH_IDLE_SECONDS * 1000) })
        .where(eq(appSessions.id, app.id)),
  ],
  [
    'the app was switched off',
    (db, { app }) =>
      db.update(oauthClients).set({ enabled: false }).where(eq(oauthClients.id, app.client.id)),
  ],
  ['the app was removed', (db, { app }) => db.delete(oauthClients).where(eq(oauthClients.id, app.client.id))],
  [
    'the person took it back',
    (db, { app }) => db.delete(oauthConsents).where(eq(oauthConsents.clientId, app.client.id)),
  ],
])('a token opens nothing once %s', async ([, change], { db, given, open }) => {
  const person = await given.user();
  const app = await given.app(person);
  expect(await open(app.token)).toBeDefined();
  await change(db, { person, app });
  expect(await open(app.token)).toBeUndefined();
});

test('the token of one app session does not open another, whoever signs it', async ({ db, given, open }) => {
  const [one, other] = [await given.user(), await given.user()];
  const [mine, theirs] = [await given.app(one), await given.app(other)];
  const { header, claims, key } = await forgery(db, { app: mine, person: one });
  expect(await open(spell({ header, claims }, key))).toBeDefined();
  for (const mixed of [{ sid: theirs.id }, { sub: other.id }, { client_id: theirs.client.id }])
    expect(await open(spell({ header, claims: { ...claims, ...mixed } }, key))).toBeUndefined();
});

test('it does what it says, what its person gave, and what its app may ask for, and no more', async ({
  db,
  given,
  open,
}) => {
  const person = await given.user();
  const app = await given.app(person, { scopes: ['profile.read', 'profile.write'] });
  const scopesOf = async (token: string) => (await open(token))?.app?.scopes;
  expect(await scopesOf(app.token)).toEqual(['profile.read', 'profile.write']);
  const { header, claims, key } = await forgery(db, { app, person });
  const saying = (scope: string) => spell({ header, claims: { ...claims, scope } }, key);
  expect(await scopesOf(saying('profile.write'))).toEqual(['profile.write']);
  expect(await scopesOf(saying('profile.write staff.operations made.up'))).toEqual(['profile.write']);
  expect(await scopesOf(saying(''))).toEqual([]);
  await db
    .update(oauthClients)
    .set({ scopes: ['profile.read'] })
    .where(eq(oauthClients.id, app.client.id));
  expect(await scopesOf(app.token)).toEqual(['profile.read']);
});

test('a change under the lock of its person finds an app session as it finds a browser`s, and its end', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const app = await given.app(person);
  const lock = (userId: string) =>
    db
      .transaction((tx) => lockPerson(tx, { userId, sessionId: app.id }))
      .then(
        ({ id }) => id,
        (error: unknown) => Object(error).reason,
      );
  expect(await lock(person.id)).toBe(person.id);
  expect(await lock((await given.user()).id)).toBe('SESSION_ENDED');
  await db.delete(appSessions).where(eq(appSessions.id, app.id));
  expect(await lock(person.id)).toBe('SESSION_ENDED');
});

test('when and from where an app last called is written once a minute', async ({ db, given }) => {
  const person = await given.user();
  const app = await given.app(person);
  const seen = async () => {
    const [row] = await db.select().from(appSessions).where(eq(appSessions.id, app.id));
    return row && { at: row.lastSeenAt.getTime(), ip: row.lastIp };
  };
  const callFrom = (ip: string) => callerFor(db, null, { headers: app.headers, ip }).viewer.me();
  const first = await seen();
  await callFrom('192.0.2.50');
  expect(await seen()).toEqual(first);
  const long = new Date(Date.now() - 61_000);
  await db.update(appSessions).set({ lastSeenAt: long }).where(eq(appSessions.id, app.id));
  await callFrom('192.0.2.51');
  await expect.poll(async () => (await seen())?.ip).toBe('192.0.2.51');
  const written = await seen();
  expect(written?.at).toBeGreaterThan(long.getTime());
  await callFrom('192.0.2.52');
  expect(await seen()).toEqual(written);
});
