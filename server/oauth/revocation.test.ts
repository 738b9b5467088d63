import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { appSessions, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { securityEvents } from '@/db/schema/security';
import { users } from '@/db/schema/users';
import { appOf, appRequest, toldAs } from '@/server/testing/app-calls';
import { servicesFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { answerIntrospection } from './introspection';
import { answerRevocation } from './revocation';

const asked = (db: Database, client: { id: string }, token: string, now?: Date) =>
  appRequest(db, { client, form: { token } }, now && { now });

async function revoke(db: Database, client: { id: string }, token: string) {
  return answerRevocation(servicesFor(db), await asked(db, client, token));
}

async function introspect(db: Database, client: { id: string }, token: string, now?: Date) {
  return answerIntrospection(servicesFor(db), await asked(db, client, token, now));
}

const isThere = async (db: Database, { id }: { id: string }) =>
  (await db.$count(appSessions, eq(appSessions.id, id))) === 1;

const refreshBy = (refresh_token: string) => ({ grant_type: 'refresh_token', refresh_token });

test('a refresh token ends its app session, and the person reads of it', async ({ db, given, trail }) => {
  const person = await given.user();
  const session = await given.appSession(person);
  await revoke(db, session.client, session.refreshToken);
  expect(await isThere(db, session)).toBe(false);
  const events = await db.select().from(securityEvents).where(eq(securityEvents.userId, person.id));
  expect(events).toMatchObject([
    { kind: 'app.revoked', ip: '192.0.2.9', details: { name: session.client.name, by: 'app' } },
  ]);
  expect((await trail(person)).map(({ kind, actorId }) => [kind, actorId])).toContainEqual([
    'app.revoked',
    null,
  ]);
  expect(await toldAs(appOf(db, session.client)(refreshBy(session.refreshToken)))).toBe('invalid_grant');
});

test('an access token does the same, and so does a refresh token that has a successor', async ({
  db,
  given,
}) => {
  const one = await given.appSession(await given.user());
  const { access_token: access } = await appOf(db, one.client)(refreshBy(one.refreshToken));
  await revoke(db, one.client, access);
  expect(await isThere(db, one)).toBe(false);

  const another = await given.appSession(await given.user());
  await appOf(db, another.client)(refreshBy(another.refreshToken));
  await revoke(db, another.client, another.refreshToken);
  expect(await isThere(db, another)).toBe(false);
});

test('one sent twenty times at the same moment is told once', async ({ db, given }) => {
  const person = await given.user();
  const session = await given.appSession(person);
  await Promise.all(Array.from({ length: 20 }, () => revoke(db, session.client, session.refreshToken)));
  expect(await db.$count(securityEvents, eq(securityEvents.userId, person.id))).toBe(1);
});

test('what is not known is nothing to end, and no error', async ({ db, given }) => {
  const client = await given.client();
  for (const token of ['nothing', 'a.b.c', 'e30.e30.e30'])
    expect(await toldAs(revoke(db, client, token))).toBe('answered');
});

test('a foreign client can neither revoke nor introspect', async ({ db, given }) => {
  const session = await given.appSession(await given.user(), {
    client: await given.client({ type: 'confidential' }),
  });
  const { access_token: access, refresh_token: refresh } = await appOf(
    db,
    session.client,
  )(refreshBy(session.refreshToken));
  const foreign = await given.client({ type: 'confidential' });
  for (const token of [access, refresh]) {
    expect(await toldAs(revoke(db, foreign, token))).toBe('invalid_grant');
    expect(await introspect(db, foreign, token)).toEqual({ active: false });
    expect(await introspect(db, session.client, token)).toMatchObject({ active: true });
  }
  expect(await isThere(db, session)).toBe(true);
});

test('a client without a secret may not introspect', async ({ db, given }) => {
  const session = await given.appSession(await given.user());
  expect(await toldAs(introspect(db, session.client, session.refreshToken))).toBe('invalid_client');
});

test('a living token is told with what it is worth', async ({ db, given }) => {
  const person = await given.user();
  const client = await given.client({ type: 'confidential' });
  const now = new Date();
  const session = await given.appSession(person, { client, now });
  const form = { ...refreshBy(session.refreshToken), scope: 'profile.read' };
  const answer = await appOf(db, client)(form, { now });
  const seconds = Math.floor(now.getTime() / 1000);
  const whose = {
    active: true,
    iss: 'http://localhost:3000',
    sub: person.id,
    client_id: client.id,
    sid: session.id,
  };
  expect(await introspect(db, client, answer.access_token, now)).toEqual({
    ...whose,
    aud: 'http://localhost:3000',
    jti: expect.any(String),
    token_type: 'Bearer',
    scope: 'profile.read',
    iat: seconds,
    exp: seconds + 300,
  });
  expect(await introspect(db, client, answer.refresh_token, now)).toEqual({
    ...whose,
    scope: 'profile.read profile.write',
    iat: seconds,
    exp: seconds + 14 * 86_400,
  });
});

test('one that was used is over, and asking ends nothing', async ({ db, given }) => {
  const client = await given.client({ type: 'confidential' });
  const session = await given.appSession(await given.user(), { client });
  await appOf(db, client)(refreshBy(session.refreshToken));
  expect(await introspect(db, client, session.refreshToken)).toEqual({ active: false });
  expect(await isThere(db, session)).toBe(true);
});

test.for<[string, (db: Database, of: { userId: string; clientId: string }) => Promise<unknown>]>([
  [
    'a suspended person',
    (db, { userId }) => db.update(users).set({ status: 'suspended' }).where(eq(users.id, userId)),
  ],
  [
    'a deactivated person',
    (db, { userId }) => db.update(users).set({ status: 'deactivated' }).where(eq(users.id, userId)),
  ],
  [
    'an app that is no longer allowed',
    (db, { clientId }) => db.delete(oauthConsents).where(eq(oauthConsents.clientId, clientId)),
  ],
  [
    'an app that is off',
    (db, { clientId }) =>
      db.update(oauthClients).set({ enabled: false }).where(eq(oauthClients.id, clientId)),
  ],
  [
    'an app session that ended',
    (db, { clientId }) => db.delete(appSessions).where(eq(appSessions.clientId, clientId)),
  ],
])('the tokens of %s are told as over', async ([, change], { db, given }) => {
  const person = await given.user();
  const client = await given.client({ type: 'confidential' });
  const session = await given.appSession(person, { client });
  const answer = await appOf(db, client)(refreshBy(session.refreshToken));
  const request = await asked(db, client, answer.access_token);
  await change(db, { userId: person.id, clientId: client.id });
  for (const token of [answer.access_token, answer.refresh_token])
    expect(
      await answerIntrospection(servicesFor(db), { ...request, form: new Map([['token', token]]) }),
    ).toEqual({
      active: false,
    });
});
