import { eq } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { appSessions, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { securityEvents } from '@/db/schema/security';
import { users } from '@/db/schema/users';
import { hashToken } from '@/server/auth/tokens';
import { appOf, tally, toldAs } from '@/server/testing/app-calls';
import { SECRET } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { untilWaiting } from '@/server/testing/waiting';
import { APP_SESSION_SECONDS, REFRESH_IDLE_SECONDS } from './catalog';
import { deriveRefreshToken } from './refresh-tokens';

const START = new Date('2030-01-01T08:00:00Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1000);
const refreshBy = (refresh_token: string, more: Record<string, string> = {}) => ({
  grant_type: 'refresh_token',
  refresh_token,
  ...more,
});

async function familyOf(db: Database, { id }: { id: string }) {
  const [row] = await db.select().from(appSessions).where(eq(appSessions.id, id));
  return row;
}

test('each use gives a new token, and the app is seen', async ({ db, given }) => {
  const session = await given.appSession(await given.user(), { now: START });
  const app = appOf(db, session.client);
  const first = await app(refreshBy(session.refreshToken), { now: after(100), ip: '192.0.2.44' });
  const second = await app(refreshBy(first.refresh_token), { now: after(200), ip: '192.0.2.45' });
  expect(new Set([session.refreshToken, first.refresh_token, second.refresh_token]).size).toBe(3);
  expect(await familyOf(db, session)).toMatchObject({
    generation: 2,
    refreshHash: hashToken(second.refresh_token),
    refreshedAt: after(200),
    refreshedIp: '192.0.2.45',
    lastSeenAt: after(200),
    lastIp: '192.0.2.45',
    userAgent: 'another app',
    createdAt: START,
    expiresAt: after(APP_SESSION_SECONDS),
  });
});

test('the table keeps nothing by which a token could be made without the secret', async ({ db, given }) => {
  const session = await given.appSession(await given.user());
  const row = JSON.stringify(await familyOf(db, session));
  expect(row).not.toContain(session.refreshToken);
  expect(row).toContain(hashToken(session.refreshToken));
});

test('twenty at the same moment, at two instances, get one successor, which lives', async ({
  database,
  db,
  given,
}) => {
  const session = await given.appSession(await given.user(), { now: START });
  const another = openDatabase(database.url);
  onTestFinished(() => another.end());
  const [here, there] = [appOf(db, session.client), appOf(another.db, session.client)];
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      (n % 2 ? here : there)(refreshBy(session.refreshToken), { now: after(100 + n) }),
    ),
  );
  const [successor, ...others] = new Set(answers.map((answer) => answer.refresh_token));
  expect(others).toEqual([]);
  expect(await familyOf(db, session)).toMatchObject({ generation: 1 });
  await here(refreshBy(successor ?? ''), { now: after(200) });
  expect(await familyOf(db, session)).toMatchObject({ generation: 2 });
});

test('a use that waits for another finds what came of it', async ({ db, given }) => {
  const session = await given.appSession(await given.user(), { now: START });
  const app = appOf(db, session.client);
  const row = await familyOf(db, session);
  const own = { id: session.id, seed: row?.seed ?? '' };
  const hashOf = (generation: number) =>
    hashToken(deriveRefreshToken({ ...own, generation }, { secret: SECRET }));
  const late = await db.transaction(async (tx) => {
    const at = eq(appSessions.id, session.id);
    await tx.select({ id: appSessions.id }).from(appSessions).where(at).for('update');
    const told = toldAs(app(refreshBy(session.refreshToken), { now: after(3) }));
    await untilWaiting(db, 1);
    // As two others who came between.
    await tx
      .update(appSessions)
      .set({ generation: 2, refreshHash: hashOf(2), refreshedAt: after(2) })
      .where(at);
    return { told };
  });
  expect(await late.told).toBe('invalid_grant');
  expect(await familyOf(db, session)).toBeUndefined();
});

test('who lost the answer asks again within half a minute, and goes on from there', async ({ db, given }) => {
  const session = await given.appSession(await given.user(), { now: START });
  const app = appOf(db, session.client);
  const lost = await app(refreshBy(session.refreshToken), { now: after(100) });
  const again = await app(refreshBy(session.refreshToken), { now: after(130) });
  expect(again.refresh_token).toBe(lost.refresh_token);
  const next = await app(refreshBy(again.refresh_token), { now: after(5000) });
  expect(await toldAs(app(refreshBy(next.refresh_token), { now: after(9000) }))).toBe('answered');
});

test('after half a minute the one before ends the family, and the person sees both uses', async ({
  db,
  given,
  trail,
}) => {
  const person = await given.user();
  const session = await given.appSession(person, { now: START });
  const app = appOf(db, session.client);
  const first = await app(refreshBy(session.refreshToken), {
    now: after(100),
    ip: '192.0.2.50',
    userAgent: 'their own',
  });
  const thief = { now: after(131), ip: '198.51.100.6', userAgent: 'a stranger' };
  expect(await toldAs(app(refreshBy(session.refreshToken), thief))).toBe('invalid_grant');

  expect(await familyOf(db, session)).toBeUndefined();
  expect(await toldAs(app(refreshBy(first.refresh_token), { now: after(132) }))).toBe('invalid_grant');
  const events = await db.select().from(securityEvents).where(eq(securityEvents.userId, person.id));
  expect(events).toMatchObject([
    {
      kind: 'app.tokenReused',
      at: after(131),
      ip: '198.51.100.6',
      userAgent: 'a stranger',
      details: {
        name: session.client.name,
        what: 'refreshToken',
        endedSessions: 1,
        firstAt: after(100).toISOString(),
        firstIp: '192.0.2.50',
        firstUserAgent: 'their own',
      },
    },
  ]);
  const [entry] = (await trail(person)).filter(({ kind }) => kind === 'app.tokenReused');
  expect(entry?.after).toEqual({ name: session.client.name, what: 'refreshToken', endedSessions: 1 });
});

test('the one before the one before ends the family within half a minute, and is told once', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const session = await given.appSession(person, { now: START });
  const app = appOf(db, session.client);
  const first = await app(refreshBy(session.refreshToken), { now: after(1) });
  await app(refreshBy(first.refresh_token), { now: after(2) });
  const told = await Promise.all(
    Array.from({ length: 20 }, () => toldAs(app(refreshBy(session.refreshToken), { now: after(3) }))),
  );
  expect(tally(told)).toEqual({ invalid_grant: 20 });
  expect(await familyOf(db, session)).toBeUndefined();
  const events = await db.select().from(securityEvents).where(eq(securityEvents.userId, person.id));
  expect(events.map(({ kind }) => kind)).toEqual(['app.tokenReused']);
});

test('what we did not make changes nothing', async ({ db, given }) => {
  const session = await given.appSession(await given.user(), { now: START });
  const app = appOf(db, session.client);
  const { refresh_token: living } = await app(refreshBy(session.refreshToken), { now: after(100) });
  const bytes = Buffer.from(session.refreshToken, 'base64url');
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  const later = Buffer.from(living, 'base64url');
  later.writeUInt32BE(9, 16);
  for (const forged of [bytes, later].map((made) => made.toString('base64url')).concat('nothing'))
    expect(await toldAs(app(refreshBy(forged), { now: after(5000) }))).toBe('invalid_grant');
  expect(await toldAs(app(refreshBy(living), { now: after(5001) }))).toBe('answered');
});

test('a token in the hands of another client changes nothing', async ({ db, given }) => {
  const session = await given.appSession(await given.user(), { now: START });
  const foreign = appOf(db, await given.client());
  expect(await toldAs(foreign(refreshBy(session.refreshToken), { now: after(1) }))).toBe('invalid_grant');
  const own = appOf(db, session.client);
  const { refresh_token: next } = await own(refreshBy(session.refreshToken), { now: after(2) });
  expect(await toldAs(foreign(refreshBy(session.refreshToken), { now: after(60) }))).toBe('invalid_grant');
  expect(await toldAs(own(refreshBy(next), { now: after(61) }))).toBe('answered');
});

test('it ends after fourteen days unused, and after thirty in all', async ({ db, given }) => {
  const session = await given.appSession(await given.user(), { now: START });
  const app = appOf(db, session.client);
  let token = session.refreshToken;
  let used = 0;
  for (const step of [REFRESH_IDLE_SECONDS - 1, REFRESH_IDLE_SECONDS - 1]) {
    used += step;
    token = (await app(refreshBy(token), { now: after(used) })).refresh_token;
  }
  expect(await toldAs(app(refreshBy(token), { now: after(APP_SESSION_SECONDS) }))).toBe('invalid_grant');
  token = (await app(refreshBy(token), { now: after(APP_SESSION_SECONDS - 1) })).refresh_token;

  const unused = await given.appSession(await given.user(), { now: START, client: session.client });
  const late = { now: after(REFRESH_IDLE_SECONDS) };
  expect(await toldAs(app(refreshBy(unused.refreshToken), late))).toBe('invalid_grant');
});

test('the scope narrows for one access token, and never widens', async ({ db, given }) => {
  const person = await given.user();
  const client = await given.client({ scopes: ['profile.read', 'profile.write', 'security.read'] });
  const scopes = ['profile.read', 'profile.write'] as const;
  const session = await given.appSession(person, { client, scopes: [...scopes], now: START });
  const app = appOf(db, client);
  const wider = refreshBy(session.refreshToken, { scope: 'profile.read security.read' });
  expect(await toldAs(app(wider, { now: after(1) }))).toBe('invalid_scope');
  expect(await familyOf(db, session)).toMatchObject({ generation: 0 });
  const narrow = await app(refreshBy(session.refreshToken, { scope: 'profile.read' }), { now: after(2) });
  expect(narrow.scope).toBe('profile.read');
  const whole = await app(refreshBy(narrow.refresh_token), { now: after(3) });
  expect(whole.scope).toBe('profile.read profile.write');
});

test('what the app may no longer ask for is no longer given', async ({ db, given }) => {
  const session = await given.appSession(await given.user(), { now: START });
  await db
    .update(oauthClients)
    .set({ scopes: ['profile.read'] })
    .where(eq(oauthClients.id, session.client.id));
  const answer = await appOf(db, session.client)(refreshBy(session.refreshToken), { now: after(1) });
  expect(answer.scope).toBe('profile.read');
});

test.for([
  ['a suspended person', 'suspended'],
  ['a deactivated person', 'deactivated'],
] as const)('%s gets nothing, and goes on when active again', async ([, status], { db, given }) => {
  const person = await given.user();
  const session = await given.appSession(person, { now: START });
  const app = appOf(db, session.client);
  const as = (is: 'active' | typeof status) =>
    db.update(users).set({ status: is }).where(eq(users.id, person.id));
  await as(status);
  expect(await toldAs(app(refreshBy(session.refreshToken), { now: after(1) }))).toBe('invalid_grant');
  await as('active');
  expect(await toldAs(app(refreshBy(session.refreshToken), { now: after(2) }))).toBe('answered');
});

test('the apps of somebody who is gone are gone', async ({ db, given }) => {
  const person = await given.user();
  const session = await given.appSession(person);
  await db.delete(users).where(eq(users.id, person.id));
  expect(await toldAs(appOf(db, session.client)(refreshBy(session.refreshToken)))).toBe('invalid_grant');
});

test('an app that is off, and one that is no longer allowed, get nothing', async ({ db, given }) => {
  const [off, back] = [
    await given.appSession(await given.user()),
    await given.appSession(await given.user()),
  ];
  const app = appOf(db, off.client);
  await db.update(oauthClients).set({ enabled: false }).where(eq(oauthClients.id, off.client.id));
  expect(await toldAs(app(refreshBy(off.refreshToken)))).toBe('invalid_grant');
  await db.delete(oauthConsents).where(eq(oauthConsents.clientId, back.client.id));
  expect(await toldAs(appOf(db, back.client)(refreshBy(back.refreshToken)))).toBe('invalid_grant');
});

test('a new secret of the installation keeps apps signed in, and the grace as well', async ({
  db,
  given,
}) => {
  const session = await given.appSession(await given.user(), { now: START });
  const before = appOf(db, session.client);
  const first = await before(refreshBy(session.refreshToken), { now: after(1) });
  const rotated = { secret: 'a new secret, as long as it has to be here' };
  const signIn = { passwordMinAlone: 12, breachServiceUrl: undefined };
  const providers = { github: undefined, google: undefined };
  const app = appOf(db, session.client, {
    ...rotated,
    signIn: { ...signIn, providers, previousSecrets: [SECRET] },
  });
  const again = await app(refreshBy(session.refreshToken), { now: after(2) });
  expect(again.refresh_token).toBe(first.refresh_token);
  const next = await app(refreshBy(first.refresh_token), { now: after(40) });
  expect(await toldAs(app(refreshBy(next.refresh_token), { now: after(80) }))).toBe('answered');
});

test('a living token outlives the secret that it was made with', async ({ db, given }) => {
  const session = await given.appSession(await given.user(), { now: START });
  const app = appOf(db, session.client, { secret: 'a new secret, and the earlier one is forgotten' });
  expect(await toldAs(app(refreshBy(session.refreshToken), { now: after(1) }))).toBe('answered');
});

test('a refresh takes four statements', async ({ db, given }) => {
  const session = await given.appSession(await given.user());
  const app = appOf(db, session.client);
  // The first token makes the key that signs.
  const { refresh_token: token } = await app(refreshBy(session.refreshToken));
  const { statements } = await recordStatements(() => app(refreshBy(token)));
  expect(statements).toHaveLength(4);
});
