import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { signingKeys } from '@/db/schema/oauth';
import { DEVICE_CODE_GRANT } from '@/server/oauth/device-code-grant';
import { rotateSigningKeys } from '@/server/oauth/rotate-signing-keys';
import { signingKeyRow } from '@/server/oauth/signing-keys';
import { callerFor, SECRET } from '@/server/testing/callers';
import { CanaryRun } from '@/server/testing/canary-run';
import { test } from '@/server/testing/fixtures';
import { serve, type TestServer } from '@/server/testing/http';
import { decrypt } from './encryption';
import { randomToken } from './tokens';

// As in canaries.test.ts: nothing leaks but what was planted, and that is found.
const PLANTED = ['planted in public.profiles.bio', 'planted in the log'];
const BACK = 'https://app.example.test/back';

const Tokens = z.object({ access_token: z.string(), refresh_token: z.string() });
const DeviceCodes = z.object({ device_code: z.string(), user_code: z.string() });

/** An app as staff registers it, and as it talks to us; what it is given is noted. */
async function appIn(run: CanaryRun, { server, staff }: { server: TestServer; staff: Staff }) {
  const wish = {
    clientId: uuid(),
    name: 'Canary app',
    description: '',
    website: '',
    type: 'confidential' as const,
    redirectUris: [BACK],
    scopes: ['profile.read'],
    deviceFlow: true,
    owner: '',
  };
  const { clientId, secret } = await staff.apps.clients.create(wish);
  let known = run.keep('client secret', secret ?? '');
  const post = (path: string, form: Record<string, string>, by = known) =>
    server.ask({
      method: 'POST',
      path: `/api/oauth/${path}`,
      text: new URLSearchParams({ client_id: clientId, client_secret: by, ...form }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  return {
    clientId,
    post,
    /** What it was given; anything else is no answer for this. */
    async tokens(form: Record<string, string>) {
      const { access_token, refresh_token } = Tokens.parse((await post('token', form)).json());
      run.keep('access token', access_token);
      for (const part of access_token.split('.').slice(1)) run.keep('part of an access token', part);
      return { access: access_token, refresh: run.keep('refresh token', refresh_token) };
    },
    async another() {
      known = run.keep('client secret', (await staff.apps.clients.rotateSecret({ clientId })).secret);
    },
  };
}

type Staff = ReturnType<typeof callerFor>;

/** What an app sends a browser with, and keeps back. */
function pkce(run: CanaryRun, clientId: string) {
  const verifier = run.keep('code verifier', randomToken());
  const search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: BACK,
    response_type: 'code',
    scope: 'profile.read',
    state: run.keep('state', randomToken()),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  return { verifier, search };
}

async function keepSigningKeys(run: CanaryRun, db: Database) {
  for (const row of await db.select().from(signingKeys)) {
    const text = decrypt({ stored: row.privateKey, secrets: [SECRET], boundTo: signingKeyRow(row) }) ?? '';
    const { d } = z.object({ d: z.string() }).parse(JSON.parse(text));
    run.keep('signing key', d);
  }
}

const appTest = test.extend('staffed', { scope: 'test' }, async ({ db, given }, { onCleanup }) => {
  const run = await CanaryRun.start(db);
  const { services } = run.browser().visit;
  const actor = await given.holder('clients.manage');
  const staff = callerFor(db, { token: run.keep('cookie of staff', actor.token) }, { services });
  const server = await serve(db, { services });
  onCleanup(() => server.stop());
  return { run, server, staff, app: await appIn(run, { server, staff }) };
});

appTest(
  'an app by code: tokens of each generation, calls, questions, and a stolen one',
  async ({ db, staffed: { run, server, app } }) => {
    const { api, cookies, userId } = await run.account();
    const { verifier, search } = pkce(run, app.clientId);
    const cookie = cookies.header();
    await server.ask({ path: `/oauth/authorize?${search}`, headers: { cookie } });
    const answered = async (to: string) =>
      run.keep('authorization code', new URL(to).searchParams.get('code') ?? '');
    const code = await answered(
      (await api.apps.authorize.allow({ shownTo: userId, search, scopes: ['profile.read'] })).to,
    );
    const form = { grant_type: 'authorization_code', redirect_uri: BACK };
    const first = await app.tokens({ ...form, code, code_verifier: verifier });
    const refreshed = [first];
    const refresh = (token: string) => app.tokens({ grant_type: 'refresh_token', refresh_token: token });
    for (let n = 0; n < 3; n++) refreshed.push(await refresh(refreshed.at(-1)?.refresh ?? ''));
    // A lost answer: the same successor once more.
    refreshed.push(await refresh(refreshed.at(-2)?.refresh ?? ''));
    const { access, refresh: living } = refreshed.at(-1) ?? first;
    expect(new Set(refreshed.map((one) => one.refresh)).size).toBe(4);

    const authorization = `Bearer ${access}`;
    expect((await server.ask({ path: '/api/trpc/profile.me', headers: { authorization } })).status).toBe(200);
    for (const token of [access, living]) expect((await app.post('introspect', { token })).status).toBe(200);
    const wrong = run.keep('client secret', randomToken());
    expect((await app.post('introspect', { token: living }, wrong)).status).toBe(401);
    // In the address, where no token belongs: the log does not write addresses.
    await server.ask({ path: `/api/trpc/profile.me?access_token=${access}` });

    // One that is used with another verifier, one that nobody fetches, and the first once more.
    const again = await api.apps.authorize.view({ search });
    const second = await answered(again.kind === 'redirect' ? again.to : '');
    const guess = run.keep('code verifier', randomToken());
    expect((await app.post('token', { ...form, code: second, code_verifier: guess })).status).toBe(400);
    await answered(
      (await api.apps.authorize.allow({ shownTo: userId, search, scopes: ['profile.read'] })).to,
    );
    const stolen = await app.post('token', { grant_type: 'refresh_token', refresh_token: first.refresh });
    expect(stolen.json()).toMatchObject({ error: 'invalid_grant' });
    expect((await api.apps.list()).reused).toHaveLength(1);
    await app.another();
    await keepSigningKeys(run, db);

    const { leaked, lookedFor } = await run.leaks();
    expect(leaked).toEqual(PLANTED);
    const kinds = ['authorization code', 'code verifier', 'access token', 'refresh token', 'client secret'];
    expect(lookedFor).toEqual(expect.arrayContaining([...kinds, 'state', 'signing key']));
  },
);

appTest('a device, revoking, and another key', async ({ db, staffed: { run, server, app } }) => {
  const { api, cookies, userId } = await run.account();
  const wait = async () => {
    const { device_code, user_code } = DeviceCodes.parse((await app.post('device_authorization', {})).json());
    for (const code of [user_code, user_code.replace('-', '')]) run.keep('user code', code);
    return { deviceCode: run.keep('device code', device_code), userCode: user_code };
  };
  const poll = (deviceCode: string) => ({ grant_type: DEVICE_CODE_GRANT, device_code: deviceCode });
  const [one, two] = [await wait(), await wait()];
  // One that nobody answers.
  await wait();
  const path = `/device?user_code=${one.userCode}`;
  await server.ask({ path, headers: { cookie: cookies.header() } });
  await app.post('token', poll(one.deviceCode));
  await api.apps.device.find({ userCode: one.userCode });
  await api.apps.device.allow({ shownTo: userId, userCode: one.userCode, scopes: ['profile.read'] });
  await api.apps.device.deny({ userCode: two.userCode });
  await rotateSigningKeys(db, { secrets: [SECRET], cause: { actorId: null }, now: new Date() });
  const { refresh } = await app.tokens(poll(one.deviceCode));
  await app.post('token', poll(two.deviceCode));
  expect((await app.post('revoke', { token: refresh })).status).toBe(200);
  await keepSigningKeys(run, db);

  const { leaked, allowed, lookedFor } = await run.leaks();
  expect(leaked).toEqual(PLANTED);
  expect(allowed).toContain('user code in public.device_codes.user_code');
  expect(lookedFor).toEqual(expect.arrayContaining(['device code', 'refresh token', 'signing key']));
});
