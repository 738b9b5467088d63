import { eq } from 'drizzle-orm';
import * as oauth from 'oauth4webapi';
import { expect } from 'vitest';
import { notificationEvents } from '@/db/schema/notifications';
import { appSessions } from '@/db/schema/oauth';
import { decideDevice } from '@/server/oauth/device-codes';
import { test as base } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';

/** A library that knows nothing of us does the talking, as it comes; on http, since there is no https in a test. */
const plain = { [oauth.allowInsecureRequests]: true };

const test = base.extend('as', { scope: 'file' }, async ({ db }, { onCleanup }) => {
  const server = await serve(db, { atHome: true });
  onCleanup(() => server.stop());
  const issuer = new URL(`http://127.0.0.1:${server.port}`);
  const answer = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...plain });
  return oauth.processDiscoveryResponse(issuer, answer);
});

const WAYS = [
  ['public', 'none', () => oauth.None()],
  ['confidential', 'client_secret_basic', (secret: string) => oauth.ClientSecretBasic(secret)],
  ['confidential', 'client_secret_post', (secret: string) => oauth.ClientSecretPost(secret)],
] as const;

test.for(WAYS)(
  'a %s client by %s: code with PKCE, refresh, revocation',
  async ([type, , way], { as, db, given }) => {
    const person = await given.user();
    const app = await given.client({ type });
    const client: oauth.Client = { client_id: app.id };
    const proof = way(app.secret ?? '');

    const verifier = oauth.generateRandomCodeVerifier();
    const codeChallenge = await oauth.calculatePKCECodeChallenge(verifier);
    const { code } = await given.code(person, { client: app, codeChallenge });
    const back = new URL(
      `${app.redirectUri}?${new URLSearchParams({ code, iss: as.issuer, state: 'as sent' })}`,
    );
    const parameters = oauth.validateAuthResponse(as, client, back, 'as sent');
    const answer = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      proof,
      parameters,
      app.redirectUri,
      verifier,
      plain,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer);
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 300, scope: app.scopes.join(' ') });

    const bearer = { headers: { authorization: `Bearer ${tokens.access_token}` } };
    const claims = await oauth.validateJwtAccessToken(as, new Request(as.issuer, bearer), as.issuer, plain);
    expect(claims).toMatchObject({ sub: person.id, client_id: app.id, scope: app.scopes.join(' ') });

    const refresh = async (token: string | undefined) => {
      const asked = await oauth.refreshTokenGrantRequest(as, client, proof, token ?? '', plain);
      return oauth.processRefreshTokenResponse(as, client, asked);
    };
    const next = await refresh(tokens.refresh_token);
    expect(next.refresh_token).not.toBe(tokens.refresh_token);

    const revoked = await oauth.revocationRequest(as, client, proof, next.refresh_token ?? '', plain);
    await oauth.processRevocationResponse(revoked);
    await expect(refresh(next.refresh_token)).rejects.toMatchObject({ status: 400, error: 'invalid_grant' });
    expect(await db.$count(appSessions, eq(appSessions.clientId, app.id))).toBe(0);
  },
);

test.for(WAYS.filter(([type]) => type === 'confidential'))(
  'a %s client by %s: introspection',
  async ([type, , way], { as, given }) => {
    const app = await given.client({ type });
    const session = await given.appSession(await given.user(), { client: app });
    const client: oauth.Client = { client_id: app.id };
    const proof = way(app.secret ?? '');
    const asked = await oauth.refreshTokenGrantRequest(as, client, proof, session.refreshToken, plain);
    const tokens = await oauth.processRefreshTokenResponse(as, client, asked);
    const introspect = async (token: string) => {
      const answer = await oauth.introspectionRequest(as, client, proof, token, plain);
      return oauth.processIntrospectionResponse(as, client, answer);
    };
    for (const token of [tokens.access_token, tokens.refresh_token ?? ''])
      expect(await introspect(token)).toMatchObject({ active: true, client_id: app.id, iss: as.issuer });
    expect(await introspect('nothing')).toEqual({ active: false });
  },
);

test.for(WAYS)('a %s client by %s: a device', async ([type, , way], { as, db, given }) => {
  const person = await given.user();
  const app = await given.client({ type, deviceFlow: true });
  const client: oauth.Client = { client_id: app.id };
  const proof = way(app.secret ?? '');
  const asked = await oauth.deviceAuthorizationRequest(as, client, proof, { scope: 'profile.read' }, plain);
  const device = await oauth.processDeviceAuthorizationResponse(as, client, asked);
  expect(device).toMatchObject({ verification_uri: `${as.issuer}/device`, interval: 5 });
  const poll = async () => {
    const answer = await oauth.deviceCodeGrantRequest(as, client, proof, device.device_code, plain);
    return oauth.processDeviceCodeResponse(as, client, answer);
  };
  await expect(poll()).rejects.toMatchObject({ error: 'authorization_pending' });
  await given.consent(person, { client: app });
  const now = new Date();
  const yes = { userId: person.id, decision: 'allowed', authTime: now, now } as const;
  await decideDevice(db, { ...yes, userCode: device.user_code, scopes: ['profile.read'] });
  expect(await poll()).toMatchObject({ token_type: 'bearer', scope: 'profile.read' });
  await expect(poll()).rejects.toMatchObject({ error: 'invalid_grant' });
});

test.for(WAYS.filter(([type]) => type === 'confidential'))(
  'a %s client by %s: a token for itself, by which it sends, asks about it, and ends it',
  async ([type, , way], { as, db, given }) => {
    expect(as.grant_types_supported).toContain('client_credentials');
    expect(as.scopes_supported).toContain('notifications:send');
    const reader = await given.user();
    const app = await given.client({ type, scopes: ['profile.read', 'notifications:send'] });
    const client: oauth.Client = { client_id: app.id };
    const proof = way(app.secret ?? '');
    const scope = { scope: 'notifications:send' };
    const asked = await oauth.clientCredentialsGrantRequest(as, client, proof, scope, plain);
    const { access_token: token, ...others } = await oauth.processClientCredentialsResponse(
      as,
      client,
      asked,
    );
    expect(others).toEqual({ token_type: 'bearer', expires_in: 300, ...scope });
    const bearer = { headers: { authorization: `Bearer ${token}` } };
    const claims = await oauth.validateJwtAccessToken(as, new Request(as.issuer, bearer), as.issuer, plain);
    expect(claims).toMatchObject({ sub: app.id, client_id: app.id, ...scope });

    const send = (key: string) =>
      fetch(`${as.issuer}/api/trpc/notifications.send`, {
        method: 'POST',
        headers: { ...bearer.headers, 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'product.service',
          to: { kind: 'people', ids: [reader.id] },
          data: { title: 'Your parcel' },
          idempotencyKey: key,
        }),
      });
    const sent = await send('1');
    expect(sent.status).toBe(200);
    const events = await db.select().from(notificationEvents).where(eq(notificationEvents.clientId, app.id));
    expect(events).toMatchObject([{ type: 'product.service', audience: { ids: [reader.id] } }]);
    expect(await sent.json()).toEqual({ result: { data: { id: events[0]?.id } } });

    const introspect = async () => {
      const answer = await oauth.introspectionRequest(as, client, proof, token, plain);
      return oauth.processIntrospectionResponse(as, client, answer);
    };
    expect(await introspect()).toMatchObject({ active: true, client_id: app.id, sub: app.id, ...scope });
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, proof, token, plain));
    expect(await introspect()).toEqual({ active: false });
    const refused = await send('2');
    expect([refused.status, await refused.json()]).toMatchObject([
      401,
      { error: { message: 'TOKEN_REFUSED' } },
    ]);
  },
);
