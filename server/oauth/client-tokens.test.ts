import { eq, inArray } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { clientTokens, oauthClients } from '@/db/schema/oauth';
import { appRequest, toldAs } from '@/server/testing/app-calls';
import { callerFor, servicesFor } from '@/server/testing/callers';
import { test as base } from '@/server/testing/fixtures';
import { forgery, spell } from '@/server/testing/forged-tokens';
import { refusal } from '@/server/testing/refusal';
import type { AppRequest } from './app-request';
import { findBearer } from './bearer';
import { findClientToken } from './client-tokens';
import { answerDeviceAuthorization } from './device-authorization';
import { answerIntrospection } from './introspection';
import { answerRevocation } from './revocation';
import { answerToken } from './token-endpoint';

const APP_URL = 'http://localhost:3000';
const ITSELF = { grant_type: 'client_credentials' };
const Answer = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.literal(300),
  scope: z.string(),
});

const test = base.extend('open', ({ db }) => (token: string, now = new Date()) => {
  return findClientToken(db, { token, appUrl: APP_URL, now });
});

const request = (db: Database, client: { id: string }, form: Record<string, string> = ITSELF) =>
  appRequest(db, { client, form });
const answer = async (db: Database, asked: AppRequest) =>
  Answer.parse(await answerToken(servicesFor(db), asked));

test('a service has what it may do in its own name, all of it or what it asks for, and nothing of people', async ({
  db,
  given,
  open,
}) => {
  const client = await given.client({ type: 'confidential', scopes: ['profile.read', 'notifications:send'] });
  for (const form of [ITSELF, { ...ITSELF, scope: 'notifications:send' }]) {
    const { access_token: token, scope } = await answer(db, await request(db, client, form));
    expect(scope).toBe('notifications:send');
    expect(await open(token)).toMatchObject({ clientId: client.id, scopes: ['notifications:send'] });
    // It is nobody: what looks for a person finds none, and asks the database nothing.
    const bearer = () => findBearer(db, { token, appUrl: APP_URL, now: new Date() });
    const { result, statements } = await recordStatements(bearer);
    expect([result, statements]).toEqual([undefined, []]);
  }
  for (const scope of ['profile.read', 'notifications:send profile.read', 'everything'])
    expect(await toldAs(request(db, client, { ...ITSELF, scope }).then((asked) => answer(db, asked)))).toBe(
      'invalid_scope',
    );
});

test('nobody else has a token for itself: not an app that only asks people, nor one without a secret', async ({
  db,
  given,
}) => {
  const wrong = [
    await given.client({ type: 'confidential' }),
    await given.client({ type: 'public', scopes: ['notifications:send'] }),
  ];
  for (const client of wrong)
    expect(await toldAs(request(db, client).then((asked) => answer(db, asked)))).toBe('unauthorized_client');
  const ids = wrong.map(({ id }) => id);
  expect(await db.$count(clientTokens, inArray(clientTokens.clientId, ids))).toBe(0);
});

test('whose id is that of a person has none, since its tokens could pass for theirs', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const client = await given.client({ type: 'confidential', scopes: ['notifications:send'] });
  await db.update(oauthClients).set({ id: person.id }).where(eq(oauthClients.id, client.id));
  const asked = await request(db, person);
  expect(await toldAs(answer(db, asked))).toBe('unauthorized_client');
});

test('no person is asked for what an app does in its own name', async ({ db, given }) => {
  const scopes = ['profile.read', 'notifications:send'] as const;
  const client = await given.client({ type: 'confidential', scopes: [...scopes], deviceFlow: true });
  const search = (more: Record<string, string>) =>
    new URLSearchParams({
      client_id: client.id,
      redirect_uri: client.redirectUri,
      response_type: 'code',
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
      ...more,
    }).toString();
  const { apps } = callerFor(db, await given.user());
  const all = await apps.authorize.view({ search: search({}) });
  expect(all).toMatchObject({ scopes: [{ name: 'profile.read' }] });
  const wrong = await apps.authorize.view({ search: search({ scope: 'notifications:send' }) });
  expect(wrong).toMatchObject({ to: expect.stringContaining('error=invalid_scope') });
  const device = async (asking: { id: string }, form: Record<string, string>) =>
    answerDeviceAuthorization(servicesFor(db), await request(db, asking, form));
  expect(await toldAs(device(client, { scope: 'notifications:send' }))).toBe('invalid_scope');
  expect(await toldAs(device(client, {}))).toBe('answered');
  const alone = { type: 'confidential', scopes: ['notifications:send'], deviceFlow: true } as const;
  const service = await given.client({ ...alone, scopes: [...alone.scopes] });
  expect(await toldAs(device(service, {}))).toBe('invalid_scope');
});

test.for<[string, (db: Database, client: { id: string }) => Promise<unknown>]>([
  ['it ended', (db, { id }) => db.delete(clientTokens).where(eq(clientTokens.clientId, id))],
  [
    'the app was switched off',
    (db, { id }) => db.update(oauthClients).set({ enabled: false }).where(eq(oauthClients.id, id)),
  ],
  ['the app was removed', (db, { id }) => db.delete(oauthClients).where(eq(oauthClients.id, id))],
])('a token opens nothing once %s', async ([, change], { db, given, open }) => {
  const { client, token } = await given.service();
  const other = await given.service();
  expect(await open(token)).toBeDefined();
  await change(db, client);
  expect(await open(token)).toBeUndefined();
  expect(await open(other.token)).toBeDefined();
});

test('a token opens no more than its app may still do', async ({ db, given, open }) => {
  const { client, token, headers } = await given.service();
  await db
    .update(oauthClients)
    .set({ scopes: ['profile.read'] })
    .where(eq(oauthClients.id, client.id));
  expect(await open(token)).toMatchObject({ scopes: [] });
  const api = callerFor(db, null, { headers });
  const wish = { to: { kind: 'group', groupId: uuid() } as const, idempotencyKey: '1' };
  expect(
    await refusal(api.notifications.send({ type: 'product.service', ...wish, data: { title: 'No' } })),
  ).toEqual({ reason: 'SCOPE_REQUIRED' });
});

test('it counts for five minutes', async ({ given, open }) => {
  const now = new Date('2026-05-05T12:00:00Z');
  const { token } = await given.service({ now });
  const after = (seconds: number) => open(token, new Date(now.getTime() + seconds * 1000));
  expect(await after(0)).toBeDefined();
  expect(await after(299.9)).toBeDefined();
  expect(await after(300)).toBeUndefined();
});

test('one that says anything else than ours is refused, whoever signs it', async ({ db, given, open }) => {
  const [mine, theirs] = [await given.service(), await given.service()];
  const app = await given.app(await given.user());
  const { header, claims: ofPerson, key } = await forgery(db, { app, person: await given.user() });
  const { sid: _, auth_time: __, ...bare } = ofPerson;
  const [row] = await db.select().from(clientTokens).where(eq(clientTokens.clientId, mine.client.id));
  const own = { sub: mine.client.id, client_id: mine.client.id, scope: 'notifications:send', jti: row?.id };
  const claims = { ...bare, ...own };
  expect(await open(spell({ header, claims }, key))).toBeDefined();
  const wrong = [
    { client_id: theirs.client.id },
    { sub: theirs.client.id, client_id: theirs.client.id },
    { jti: uuid() },
    { sid: app.id },
    { aud: 'https://elsewhere.example.test' },
  ];
  for (const change of wrong)
    expect(await open(spell({ header, claims: { ...claims, ...change } }, key))).toBeUndefined();
  expect(await open(app.token)).toBeUndefined();
  expect(await open(`${mine.token.slice(0, -2)}AA`)).toBeUndefined();
});

test('a token is told to its own app, and ended by that alone', async ({ db, given, open }) => {
  const [mine, theirs] = [await given.service(), await given.service()];
  const asking = async (client: { id: string }) => request(db, client, { token: mine.token });
  const services = servicesFor(db);
  expect(await answerIntrospection(services, await asking(mine.client))).toMatchObject({
    active: true,
    sub: mine.client.id,
    scope: 'notifications:send',
    token_type: 'Bearer',
  });
  expect(await answerIntrospection(services, await asking(theirs.client))).toEqual({ active: false });
  expect(await toldAs(answerRevocation(services, await asking(theirs.client)))).toBe('invalid_grant');
  expect(await open(mine.token)).toBeDefined();
  await answerRevocation(services, await asking(mine.client));
  expect(await open(mine.token)).toBeUndefined();
  await answerRevocation(services, await asking(mine.client));
});

test('another secret ends what the old one was good for, also what was under way with it', async ({
  db,
  given,
  open,
}) => {
  const { client, token } = await given.service();
  const underWay = await request(db, client);
  const actor = await given.holder('clients.manage', 'announcements.send');
  await callerFor(db, actor).apps.clients.rotateSecret({ clientId: client.id });
  expect(await open(token)).toBeUndefined();
  expect(await toldAs(answer(db, underWay))).toBe('invalid_client');
  expect(await toldAs(request(db, client).then((asked) => answer(db, asked)))).toBe('answered');
});
