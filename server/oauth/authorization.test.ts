import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { authorizationCodes, oauthConsents } from '@/db/schema/oauth';
import { sessions } from '@/db/schema/sign-in';
import { appOf } from '@/server/testing/app-calls';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { findBearer } from './bearer';

const APP = 'http://localhost:3000';
const CHALLENGE = 'a'.repeat(43);

function searchOf(
  client: { id: string; redirectUri: string },
  changes: Record<string, string | undefined> = {},
) {
  const fields = {
    client_id: client.id,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope: 'profile.read',
    state: 'a state & more',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...changes,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.append(name, value);
  return query.toString();
}

const fieldsOf = (to: string) => Object.fromEntries(new URL(to).searchParams);

test.for([
  ['response_type', { response_type: undefined }, 'invalid_request'],
  ['another response_type', { response_type: 'token' }, 'unsupported_response_type'],
  ['an answer elsewhere', { response_mode: 'fragment' }, 'invalid_request'],
  ['no challenge', { code_challenge: undefined }, 'invalid_request'],
  ['plain', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['no method, which means plain', { code_challenge_method: undefined }, 'invalid_request'],
  ['a short challenge', { code_challenge: 'abc' }, 'invalid_request'],
  ['an unknown scope', { scope: 'profile.read everything' }, 'invalid_scope'],
  ['a scope not allowed for it', { scope: 'security.read' }, 'invalid_scope'],
  ['none and more', { prompt: 'none consent' }, 'invalid_request'],
  ['too long', { scope: 'a'.repeat(3000) }, 'invalid_request'],
  ['not allowed yet', { prompt: 'none' }, 'consent_required'],
] as const)('%s is told to the app, with state and iss', async ([, changes, error], { db, given }) => {
  const client = await given.client();
  const api = callerFor(db, await given.user());
  const view = await api.apps.authorize.view({ search: searchOf(client, changes) });
  if (view.kind !== 'redirect') throw new Error(view.kind);
  expect(view.to.startsWith(`${client.redirectUri}?`)).toBe(true);
  expect(fieldsOf(view.to)).toMatchObject({ error, state: 'a state & more', iss: APP });
});

test('a parameter that comes twice is told to the app; of its address and name, to the person', async ({
  db,
  given,
}) => {
  const client = await given.client();
  const api = callerFor(db, await given.user());
  const twice = (more: string) => api.apps.authorize.view({ search: `${searchOf(client)}&${more}` });
  const view = await twice('scope=profile.write');
  expect(view.kind === 'redirect' && fieldsOf(view.to).error).toBe('invalid_request');
  expect(await twice(`client_id=${client.id}`)).toEqual({ kind: 'refused', problem: 'clientUnknown' });
  expect(await twice('redirect_uri=https://evil.test')).toEqual({
    kind: 'refused',
    problem: 'redirectUnknown',
  });
});

test('an app or address that is not known is told to the person, and nothing is sent', async ({
  db,
  given,
}) => {
  const [client, off] = [await given.client(), await given.client({ enabled: false })];
  for (const actor of [null, await given.user()]) {
    const view = (search: string) => callerFor(db, actor).apps.authorize.view({ search });
    expect(await view('')).toEqual({ kind: 'refused', problem: 'clientUnknown' });
    expect(await view(searchOf(client, { client_id: 'x' }))).toEqual({
      kind: 'refused',
      problem: 'clientUnknown',
    });
    expect(await view(searchOf(off))).toEqual({ kind: 'refused', problem: 'clientOff' });
    for (const redirect_uri of [undefined, 'https://evil.test/', `${client.redirectUri}/more`])
      expect(await view(searchOf(client, { redirect_uri }))).toEqual({
        kind: 'refused',
        problem: 'redirectUnknown',
      });
  }
});

test('whoever is not signed in signs in first; an app that wants no question is told', async ({
  db,
  given,
}) => {
  const client = await given.client();
  const api = callerFor(db, null);
  expect(await api.apps.authorize.view({ search: searchOf(client) })).toEqual({ kind: 'signIn' });
  const view = await api.apps.authorize.view({ search: searchOf(client, { prompt: 'none' }) });
  expect(view.kind === 'redirect' && fieldsOf(view.to).error).toBe('login_required');
});

test('a yes is remembered until the app asks for more', async ({ db, given, trail }) => {
  const [person, client] = [await given.user(), await given.client()];
  const api = callerFor(db, person);
  const search = searchOf(client);
  expect(await api.apps.authorize.view({ search })).toMatchObject({
    kind: 'ask',
    scopes: [{ name: 'profile.read', known: false }],
    host: 'app.example.test',
  });
  const { to } = await api.apps.authorize.allow({ shownTo: person.id, search, scopes: ['profile.read'] });
  expect(fieldsOf(to)).toEqual({ code: expect.any(String), state: 'a state & more', iss: APP });
  const again = await api.apps.authorize.view({ search });
  expect(again.kind === 'redirect' && fieldsOf(again.to)).toHaveProperty('code');
  expect(await api.apps.authorize.view({ search: searchOf(client, { prompt: 'consent' }) })).toMatchObject({
    kind: 'ask',
  });
  const more = searchOf(client, { scope: 'profile.read profile.write' });
  expect(await api.apps.authorize.view({ search: more })).toMatchObject({
    kind: 'ask',
    scopes: [
      { name: 'profile.read', known: true },
      { name: 'profile.write', known: false },
    ],
  });
  await api.apps.authorize.allow({
    shownTo: person.id,
    search: more,
    scopes: ['profile.read', 'profile.write'],
  });
  const kinds = (await trail(person)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind.startsWith('app.'))).toEqual(['app.allowed', 'app.scopesGrown']);
});

test.for([
  'http://127.0.0.1:1234/back',
  'com.example.app:/back',
  'https://localhost:8443/back',
  'https://127.0.0.1/back',
])('an app on a device is asked about each time: %s', async (redirectUri, { db, given }) => {
  const [person, client] = [await given.user(), await given.client({ redirectUris: [redirectUri] })];
  await given.consent(person, { client });
  const api = callerFor(db, person);
  expect(await api.apps.authorize.view({ search: searchOf(client) })).toMatchObject({
    kind: 'ask',
    host: null,
  });
  const silent = await api.apps.authorize.view({ search: searchOf(client, { prompt: 'none' }) });
  expect(silent.kind === 'redirect' && fieldsOf(silent.to).error).toBe('interaction_required');
});

test('a person gives fewer scopes, never more than was asked', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client()];
  const { authorize } = callerFor(db, person).apps;
  const one = searchOf(client);
  expect(
    await refusal(
      authorize.allow({ shownTo: person.id, search: one, scopes: ['profile.read', 'profile.write'] }),
    ),
  ).toMatchObject({ reason: 'INPUT_INVALID' });
  expect(await refusal(authorize.allow({ shownTo: person.id, search: one, scopes: [] }))).toMatchObject({
    reason: 'INPUT_INVALID',
  });
  const both = searchOf(client, { scope: 'profile.read profile.write' });
  await authorize.allow({ shownTo: person.id, search: both, scopes: ['profile.write'] });
  const codes = await db.select().from(authorizationCodes).where(eq(authorizationCodes.userId, person.id));
  expect(codes).toMatchObject([{ scopes: ['profile.write'], codeChallenge: CHALLENGE }]);
});

test('a sensitive scope needs a fresh proof, the first time', async ({ db, given }) => {
  const [person, client] = [await given.user(), await given.client({ scopes: ['security.read'] })];
  const { authorize } = callerFor(db, person).apps;
  const allow = () =>
    authorize.allow({
      shownTo: person.id,
      search: searchOf(client, { scope: 'security.read' }),
      scopes: ['security.read'],
    });
  const long = { provenAt: new Date(Date.now() - 3_600_000) };
  await db.update(sessions).set(long).where(eq(sessions.userId, person.id));
  expect(await refusal(allow())).toMatchObject({ reason: 'STEP_UP_REQUIRED' });
  expect(await db.select().from(oauthConsents).where(eq(oauthConsents.userId, person.id))).toEqual([]);
  await db.update(sessions).set({ provenAt: new Date() }).where(eq(sessions.userId, person.id));
  await allow();
  await db.update(sessions).set(long).where(eq(sessions.userId, person.id));
  expect(await allow()).toHaveProperty('to');
});

test('ten answers at the same moment are one consent, told once', async ({ db, given, trail }) => {
  const [person, client] = [await given.user(), await given.client()];
  const api = callerFor(db, person);
  const answer = { search: searchOf(client), scopes: ['profile.read' as const], shownTo: person.id };
  await Promise.all(Array.from({ length: 10 }, () => api.apps.authorize.allow(answer)));
  const mine = and(eq(oauthConsents.userId, person.id), eq(oauthConsents.clientId, client.id));
  expect(await db.select().from(oauthConsents).where(mine)).toMatchObject([{ scopes: ['profile.read'] }]);
  expect((await trail(person)).filter(({ kind }) => kind === 'app.allowed')).toHaveLength(1);
});

test('what was allowed before and is unticked is taken back, wherever the app is signed in, and asked for again', async ({
  db,
  given,
  trail,
}) => {
  const [person, client] = [await given.user(), await given.client()];
  const { token, refreshToken } = await given.app(person, { client });
  const { authorize } = callerFor(db, person).apps;
  const search = searchOf(client, { scope: 'profile.read profile.write', prompt: 'consent' });
  await authorize.allow({ search, scopes: ['profile.read'], shownTo: person.id });
  const opened = await findBearer(db, { token, appUrl: APP, now: new Date() });
  expect(opened?.app?.scopes).toEqual(['profile.read']);
  const refreshed = await appOf(db, client)({ grant_type: 'refresh_token', refresh_token: refreshToken });
  expect(refreshed.scope).toBe('profile.read');
  const both = searchOf(client, { scope: 'profile.read profile.write' });
  expect(await authorize.view({ search: both })).toMatchObject({
    kind: 'ask',
    scopes: [
      { name: 'profile.read', known: true },
      { name: 'profile.write', known: false },
    ],
  });
  // What is not asked for stays as it is.
  const one = { search: searchOf(client), scopes: ['profile.read' as const], shownTo: person.id };
  await authorize.allow({ ...one, search: both, scopes: ['profile.read', 'profile.write'] });
  await authorize.allow(one);
  expect(await authorize.view({ search: both })).toMatchObject({ kind: 'redirect' });
  const kinds = (await trail(person)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind.startsWith('app.'))).toEqual(['app.scopesNarrowed', 'app.scopesGrown']);
});

test('a question that was shown to one person is not answered by another', async ({ db, given }) => {
  const [shown, there] = [await given.user(), await given.user()];
  const client = await given.client({ deviceFlow: true });
  const { userCode } = await given.device({ client });
  const { authorize, device } = callerFor(db, there).apps;
  const answer = { scopes: ['profile.read' as const], shownTo: shown.id };
  for (const call of [
    () => authorize.allow({ ...answer, search: searchOf(client) }),
    () => device.allow({ ...answer, userCode }),
  ])
    expect(await refusal(call())).toMatchObject({ reason: 'SESSION_ENDED' });
  expect(await db.$count(oauthConsents, eq(oauthConsents.clientId, client.id))).toBe(0);
  expect(await device.find({ userCode })).toMatchObject({ userId: there.id });
});
