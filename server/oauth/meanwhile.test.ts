import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { appSessions, authorizationCodes, deviceCodes, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { revokeSessions } from '@/server/auth/end-access';
import { appOf, appRequest, toldAs } from '@/server/testing/app-calls';
import { callerFor, servicesFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { untilWaiting } from '@/server/testing/waiting';
import { answerDeviceAuthorization } from './device-authorization';
import { DEVICE_CODE_GRANT } from './device-code-grant';
import { isProtocolError } from './errors';

// Each has a transaction of somebody else stand where the call has to wait for it, and lets that finish then.

/** `first`, then the call, which waits; `last`, and all of it is committed. @returns what the call came to */
async function whileWaiting<Result>(
  db: Database,
  {
    first,
    call,
    last,
  }: {
    first: (tx: Database) => Promise<unknown>;
    call: () => Promise<Result>;
    last?: (tx: Database) => Promise<unknown>;
  },
): Promise<Result> {
  const { outcome } = await db.transaction(async (tx) => {
    await first(tx);
    const started = Promise.allSettled([call()]);
    await untilWaiting(db, 1);
    await last?.(tx);
    return { outcome: started };
  });
  const [settled] = await outcome;
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

const searchOf = (client: { id: string; redirectUri: string }, more: Record<string, string> = {}) =>
  new URLSearchParams({
    client_id: client.id,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope: 'profile.read',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
    ...more,
  }).toString();

const removed = (client: { id: string }) => (tx: Database) =>
  tx.delete(oauthClients).where(eq(oauthClients.id, client.id));
const locked = (client: { id: string }) => (tx: Database) =>
  tx.select({ id: oauthClients.id }).from(oauthClients).where(eq(oauthClients.id, client.id)).for('update');
const personLocked = (person: { id: string }) => (tx: Database) =>
  tx.select({ id: users.id }).from(users).where(eq(users.id, person.id)).for('update');

test('an app removed while it is allowed is not there any more', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client()];
  const { authorize } = callerFor(db, person).apps;
  const call = () =>
    authorize.allow({ shownTo: person.id, search: searchOf(client), scopes: ['profile.read'] });
  expect(await refusal(whileWaiting(db, { first: removed(client), call }))).toMatchObject({
    reason: 'NOT_FOUND',
  });
});

test('an app removed while a remembered consent is answered is not known', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client()];
  await given.consent(person, { client });
  const { authorize } = callerFor(db, person).apps;
  const call = () => authorize.view({ search: searchOf(client) });
  const view = await whileWaiting(db, { first: removed(client), call });
  expect(view).toEqual({ kind: 'refused', problem: 'clientUnknown' });
});

test('an app removed while a device of it is let in is not there any more', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client({ deviceFlow: true })];
  const { userCode } = await given.device({ client });
  const { device } = callerFor(db, person).apps;
  const call = () => device.allow({ shownTo: person.id, userCode, scopes: ['profile.read'] });
  expect(await refusal(whileWaiting(db, { first: removed(client), call }))).toMatchObject({
    reason: 'NOT_FOUND',
  });
});

test('an app removed while a device begins to wait is told that it is not known', async ({ db, given }) => {
  const client = await given.client({ deviceFlow: true });
  const request = await appRequest(db, { client, form: {} });
  const call = () => answerDeviceAuthorization(servicesFor(db), request);
  expect(await toldAs(whileWaiting(db, { first: removed(client), call }))).toBe('invalid_client');
});

test('whoever uses a code waits for the app first, so that a removal and they never wait for each other', async ({
  db,
  given,
}) => {
  const client = await given.client();
  const { code, verifier } = await given.code(await given.user(), { client });
  const app = appOf(db, client);
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: client.redirectUri,
    code_verifier: verifier,
  };
  const last = async (tx: Database) => {
    await tx.delete(authorizationCodes).where(eq(authorizationCodes.clientId, client.id));
    await removed(client)(tx);
  };
  const told = whileWaiting(db, { first: locked(client), call: () => app(form), last });
  expect(await toldAs(told)).toBe('invalid_client');
});

test('so does a device that asks for its tokens', async ({ db, given }) => {
  const client = await given.client({ deviceFlow: true });
  const { deviceCode } = await given.device({ client, by: await given.user() });
  const app = appOf(db, client);
  const form = { grant_type: DEVICE_CODE_GRANT, device_code: deviceCode };
  const last = async (tx: Database) => {
    await tx.delete(deviceCodes).where(eq(deviceCodes.clientId, client.id));
    await removed(client)(tx);
  };
  const told = whileWaiting(db, { first: locked(client), call: () => app(form), last });
  expect(await toldAs(told)).toBe('invalid_client');
});

test('a person revokes an app while it is removed: both are done', async ({ db, given }) => {
  const [person, staff] = [await given.user(), await given.holder('clients.manage')];
  const { client } = await given.appSession(person);
  const { apps } = callerFor(db, staff);
  // The removal stands before the app's session; revoking begins with what the person allowed.
  const { removal, revoking } = await db.transaction(async (tx) => {
    const theirs = eq(appSessions.userId, person.id);
    await tx.select({ id: appSessions.id }).from(appSessions).where(theirs).for('update');
    const first = Promise.allSettled([apps.clients.remove({ clientId: client.id })]);
    await untilWaiting(db, 1);
    const second = Promise.allSettled([callerFor(db, person).apps.revoke({ clientId: client.id })]);
    await untilWaiting(db, 2);
    return { removal: first, revoking: second };
  });
  expect(await removal).toEqual([{ status: 'fulfilled', value: { people: 1, endedSessions: 1 } }]);
  expect(await revoking).toEqual([{ status: 'fulfilled', value: { endedSessions: 0 } }]);
});

test('an address taken from an app while it is allowed: no code is left for it', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client()];
  const { authorize } = callerFor(db, person).apps;
  const call = () =>
    authorize.allow({ shownTo: person.id, search: searchOf(client), scopes: ['profile.read'] });
  const first = (tx: Database) =>
    tx
      .update(oauthClients)
      .set({ redirectUris: ['https://new.example.test/'] })
      .where(eq(oauthClients.id, client.id));
  expect(await refusal(whileWaiting(db, { first, call }))).toMatchObject({ reason: 'NOT_FOUND' });
  const codes = await db.select().from(authorizationCodes).where(eq(authorizationCodes.userId, person.id));
  expect(codes).toEqual([]);
});

test.for([
  [
    'session',
    (person: { id: string }) => (tx: Database) => tx.delete(sessions).where(eq(sessions.userId, person.id)),
  ],
  ['account', (person: { id: string }) => (tx: Database) => tx.delete(users).where(eq(users.id, person.id))],
] as const)(
  'a %s that ends while prompt=none is answered: the app is told that nobody is signed in',
  async ([, end], { db, given }) => {
    const [person, client] = [await given.user(), await given.client()];
    await given.consent(person, { client });
    const { authorize } = callerFor(db, person).apps;
    const call = (more: Record<string, string>) => () => authorize.view({ search: searchOf(client, more) });
    const silent = { first: personLocked(person), call: call({ prompt: 'none' }), last: end(person) };
    const view = await whileWaiting(db, silent);
    expect(view).toMatchObject({ kind: 'redirect' });
    expect('to' in view && new URL(view.to).searchParams.get('error')).toBe('login_required');
  },
);

test('allowing, using, refreshing, revoking, suspending and removing at once: each is done or refused, and nothing is left', async ({
  db,
  given,
}) => {
  const staff = callerFor(db, await given.holder('clients.manage')).apps.clients;
  const reasonOf = (call: Promise<unknown>) =>
    call.then(
      () => 'done',
      (error: unknown) =>
        isProtocolError(error) ? error.name : refusal(Promise.reject(error)).then(({ reason }) => reason),
    );
  const told = new Set<string>();
  for (let round = 0; round < 12; round++) {
    const [client, person] = [await given.client({ deviceFlow: true }), await given.user()];
    const { apps } = callerFor(db, person);
    const app = appOf(db, client);
    const { code, verifier } = await given.code(person, { client });
    const { refreshToken } = await given.appSession(person, { client });
    const { deviceCode } = await given.device({ client, by: person });
    const { userCode } = await given.device({ client });
    const redeem = { code, redirect_uri: client.redirectUri, code_verifier: verifier };
    const refresh = { grant_type: 'refresh_token', refresh_token: refreshToken };
    const redirectUris = [client.redirectUri, 'https://new.example.test/'];
    const calls = [
      () => apps.authorize.allow({ shownTo: person.id, search: searchOf(client), scopes: ['profile.read'] }),
      () => apps.authorize.view({ search: searchOf(client) }),
      () => app({ grant_type: 'authorization_code', ...redeem }),
      () => app({ grant_type: DEVICE_CODE_GRANT, device_code: deviceCode }),
      () => app(refresh),
      () => app(refresh),
      () => apps.device.allow({ shownTo: person.id, userCode, scopes: ['profile.read'] }),
      () => apps.revoke({ clientId: client.id }),
      () => staff.update({ clientId: client.id, redirectUris }),
      () => staff.remove({ clientId: client.id }),
      () => revokeSessions(db, { email: person.email, cause: { actorId: null }, now: new Date() }),
    ];
    // Each of them is the first once.
    const turned = [...calls.slice(round % calls.length), ...calls.slice(0, round % calls.length)];
    const outcomes = await Promise.all(
      turned.map((call) =>
        reasonOf(call()).catch(
          (error: unknown) => `unforeseen: ${error instanceof Error ? error.message : ''}`,
        ),
      ),
    );
    for (const outcome of outcomes) told.add(outcome);
    for (const table of [appSessions, authorizationCodes, deviceCodes, oauthConsents])
      expect(await db.$count(table, eq(table.clientId, client.id))).toBe(0);
  }
  const foreseen = ['done', 'NOT_FOUND', 'SESSION_ENDED', 'invalid_client', 'invalid_grant'];
  expect([...told].filter((reason) => !foreseen.includes(reason))).toEqual([]);
});
