import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { appSessions, authorizationCodes, deviceCodes, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { securityEvents } from '@/db/schema/security';
import { recordSecurityEvent } from '@/server/security/commands';
import { callerFor, SECRET } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { startAppSession } from './app-sessions';
import { listApps, listReusedTokens } from './apps';
import { redeemCode } from './authorization-codes';

const DAY = 86_400_000;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';

test('a person sees each app once, what it may do today, and where it is signed in now', async ({
  db,
  given,
}) => {
  const [person, other] = [await given.user(), await given.user()];
  const now = new Date();
  const old = await given.client({ name: 'Old' });
  const client = await given.client({ name: 'Weather', scopes: ['profile.read', 'profile.write'] });
  // Signed in so long ago that it is over; what was allowed stays.
  await given.appSession(person, { client: old, now: new Date(now.getTime() - 40 * DAY) });
  const first = await given.appSession(person, { client });
  await given.appSession(person, { client });
  await given.appSession(other, { client });
  await db
    .update(appSessions)
    .set({ userAgent: FIREFOX, lastIp: '203.0.113.7', lastSeenAt: new Date(now.getTime() + 1000) })
    .where(eq(appSessions.id, first.id));
  await db
    .update(oauthClients)
    .set({ scopes: ['profile.read'] })
    .where(eq(oauthClients.id, client.id));

  const { allowed, reused } = await callerFor(db, person).apps.list();
  expect(reused).toEqual([]);
  expect(allowed).toMatchObject([
    {
      clientId: client.id,
      name: 'Weather',
      scopes: ['profile.read'],
      devices: [{ id: first.id, ip: '203.0.113.7', browser: 'Firefox', system: 'Linux' }, {}],
    },
    { clientId: old.id, devices: [] },
  ]);
  expect(JSON.stringify(allowed)).not.toMatch(/seed|hash/i);
});

test('an app that is signed in at many places hides no other, and their number is told', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const [old, busy] = [await given.client({ name: 'Old' }), await given.client({ name: 'Busy' })];
  await given.appSession(person, { client: old });
  for (let n = 0; n < 23; n++) await given.appSession(person, { client: busy });
  const allowed = await listApps(db, { userId: person.id, now: new Date() });
  expect(allowed.map(({ name, deviceCount, devices }) => [name, deviceCount, devices.length])).toEqual([
    ['Busy', 23, 20],
    ['Old', 1, 1],
  ]);
});

test('revoking ends the app everywhere, once, and leaves the others and other people alone', async ({
  db,
  given,
  trail,
}) => {
  const [person, other] = [await given.user(), await given.user()];
  const client = await given.client({ deviceFlow: true });
  await given.appSession(person, { client });
  await given.appSession(person, { client });
  await given.code(person, { client });
  await given.device({ client, by: person });
  const kept = [await given.appSession(person), await given.appSession(other, { client })];

  const api = callerFor(db, person);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => api.apps.revoke({ clientId: client.id })),
  );
  expect(answers.map(({ endedSessions }) => endedSessions).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 2]);
  for (const table of [appSessions, oauthConsents, authorizationCodes, deviceCodes]) {
    const theirs = and(eq(table.userId, person.id), eq(table.clientId, client.id));
    expect(await db.select().from(table).where(theirs)).toEqual([]);
  }
  for (const { id } of kept)
    expect(await db.select().from(appSessions).where(eq(appSessions.id, id))).toHaveLength(1);
  const told = { name: client.name, endedSessions: 2 };
  expect(await trail(person)).toMatchObject([{ kind: 'app.revoked', after: told }]);
  const events = await db.select().from(securityEvents).where(eq(securityEvents.userId, person.id));
  expect(events).toMatchObject([{ kind: 'app.revoked', details: told }]);
});

test('an app that is being signed in at that moment is not signed in afterwards', async ({ db, given }) => {
  const person = await given.user();
  const client = await given.client();
  const cause = { actorId: null };
  for (let round = 0; round < 20; round++) {
    const { code } = await given.code(person, { client });
    const enter = db.transaction(async (tx) => {
      const now = new Date();
      const { redirectUri, id: clientId } = client;
      const redeemed = await redeemCode(tx, { code, clientId, redirectUri, cause, now });
      const { appSessionId: id, ...whose } = { ...redeemed, userId: person.id };
      await startAppSession(tx, { ...whose, id, clientId, secret: SECRET, ip: '', userAgent: '', now });
    });
    const revoke = callerFor(db, person).apps.revoke({ clientId: client.id });
    const [entered] = await Promise.all([enter.catch((error: unknown) => error), revoke]);
    if (entered !== undefined) expect(entered).toMatchObject({ name: 'invalid_grant' });
    expect(await db.select().from(appSessions).where(eq(appSessions.clientId, client.id))).toEqual([]);
  }
});

test('what one never allowed is revoked without a word', async ({ db, given, trail }) => {
  const [person, other] = [await given.user(), await given.user()];
  const { client } = await given.appSession(other);
  expect(await callerFor(db, person).apps.revoke({ clientId: client.id })).toEqual({ endedSessions: 0 });
  expect(await trail(person)).toEqual([]);
  expect(await listApps(db, { userId: other.id, now: new Date() })).toHaveLength(1);
});

test('a token used twice is told for thirty days, with both uses', async ({ db, given }) => {
  const person = await given.user();
  const now = new Date();
  const at = (days: number) => new Date(now.getTime() - days * DAY);
  const reuse = (days: number, name: string) =>
    recordSecurityEvent(db, {
      kind: 'app.tokenReused',
      userId: person.id,
      cause: { actorId: null, ip: '198.51.100.9', userAgent: FIREFOX },
      details: { name, what: 'refreshToken', endedSessions: 1 },
      ownDetails: {
        firstAt: at(days + 1).toISOString(),
        firstIp: '203.0.113.7',
        firstUserAgent: 'a program',
      },
      now: at(days),
    });
  await reuse(31, 'Old');
  await reuse(29, 'Weather');
  expect(await listReusedTokens(db, { userId: person.id, now })).toEqual([
    {
      id: expect.any(String),
      name: 'Weather',
      first: { at: at(30).toISOString(), ip: '203.0.113.7', browser: null, system: null },
      second: { at: at(29).toISOString(), ip: '198.51.100.9', browser: 'Firefox', system: 'Linux' },
    },
  ]);
  expect(await listReusedTokens(db, { userId: (await given.user()).id, now })).toEqual([]);
});
