import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { appSessions, authorizationCodes, deviceCodes, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { hashToken, randomToken } from '@/server/auth/tokens';
import { signAccessToken } from '@/server/oauth/access-tokens';
import { startAppSession } from '@/server/oauth/app-sessions';
import { issueCode } from '@/server/oauth/authorization-codes';
import { isServiceScope, type Scope } from '@/server/oauth/catalog';
import { issueClientToken } from '@/server/oauth/client-tokens';
import { decideDevice, requestDeviceCode } from '@/server/oauth/device-codes';
import { SECRET, servicesFor } from './callers';

const REDIRECT_URI = 'https://app.example.test/callback';
const SCOPES: Scope[] = ['profile.read', 'profile.write'];

/** An app that is registered; `secret` is undefined for a public one. */
export interface GivenClient {
  id: string;
  name: string;
  secret: string | undefined;
  redirectUri: string;
  scopes: Scope[];
}

interface ClientWish {
  name?: string;
  type?: 'public' | 'confidential';
  website?: string;
  scopes?: Scope[];
  redirectUris?: string[];
  deviceFlow?: boolean;
  enabled?: boolean;
  ownerId?: string | null;
  now?: Date;
}

interface Allowed {
  client?: GivenClient;
  scopes?: Scope[];
  now?: Date;
}

/** Makes apps, and what people let them do. */
export function oauthFactories(db: Database) {
  const factories = {
    /** An app: public and switched on unless said otherwise, with one address to come back to. */
    async client(wish: ClientWish = {}): Promise<GivenClient> {
      const { type = 'public', now = new Date(), ...rest } = wish;
      const id = uuid();
      const secret = type === 'confidential' ? randomToken() : undefined;
      const client = {
        name: `App ${id.slice(-6)}`,
        redirectUris: [REDIRECT_URI],
        scopes: SCOPES,
        ...rest,
      };
      const secrets = secret && { secretHash: hashToken(secret), secretChangedAt: now };
      await db
        .insert(oauthClients)
        .values({ id, type, ...client, ...secrets, createdAt: now, updatedAt: now });
      const { name, redirectUris, scopes } = client;
      return { id, name, secret, redirectUri: redirectUris[0] ?? REDIRECT_URI, scopes };
    },

    /** What a person lets an app do. */
    async consent(
      person: { id: string },
      { client, scopes, now = new Date() }: Allowed & { client: GivenClient },
    ) {
      const granted = scopes ?? client.scopes;
      const times = { createdAt: now, updatedAt: now };
      await db
        .insert(oauthConsents)
        .values({ userId: person.id, clientId: client.id, scopes: granted, ...times })
        .onConflictDoUpdate({
          target: [oauthConsents.userId, oauthConsents.clientId],
          set: { scopes: granted, updatedAt: now },
        });
      return granted;
    },

    /** An app that is signed in for a person, who has allowed it: its session, and its first refresh token. */
    async appSession(person: { id: string }, { client, scopes, now = new Date() }: Allowed = {}) {
      const app = client ?? (await factories.client());
      const granted = await factories.consent(person, { client: app, now, ...(scopes && { scopes }) });
      const where = { ip: '192.0.2.1', userAgent: 'an app' };
      const { id, refreshToken } = await startAppSession(db, {
        id: uuid(),
        userId: person.id,
        clientId: app.id,
        scopes: granted,
        authTime: now,
        secret: SECRET,
        ...where,
        now,
      });
      return { id, refreshToken, client: app, scopes: granted };
    },

    /** An app that acts for a person: its session, an access token, and the head that shows it. */
    async app(person: { id: string }, allowed: Allowed = {}) {
      const { now = new Date() } = allowed;
      const session = await factories.appSession(person, allowed);
      const token = await signAccessToken(db, {
        secrets: [SECRET],
        appUrl: servicesFor(db).appUrl,
        appSessionId: session.id,
        userId: person.id,
        clientId: session.client.id,
        scopes: session.scopes,
        authTime: now,
        now,
      });
      return { ...session, token, headers: { authorization: `Bearer ${token}` } };
    },

    /** An app that sends in its own name, a token that it has for that, and the head that shows it. */
    async service(wish: ClientWish = {}) {
      const { now = new Date() } = wish;
      const scopes: Scope[] = ['notifications:send'];
      const client = await factories.client({ type: 'confidential', scopes, ...wish });
      const { appUrl } = servicesFor(db);
      const given = { clientId: client.id, scopes: client.scopes.filter(isServiceScope), appUrl };
      const token = await issueClientToken(db, { ...given, secrets: [SECRET], now });
      return { client, token, headers: { authorization: `Bearer ${token}` } };
    },

    /** A code on its way to an app that a person has allowed, and the verifier that the app keeps (RFC 7636). */
    async code(
      person: { id: string },
      {
        client,
        scopes,
        now = new Date(),
        codeChallenge,
      }: Allowed & { client: GivenClient; codeChallenge?: string },
    ) {
      const granted = await factories.consent(person, { client, now, ...(scopes && { scopes }) });
      const verifier = randomToken();
      const code = await issueCode(db, {
        clientId: client.id,
        userId: person.id,
        scopes: granted,
        redirectUri: client.redirectUri,
        codeChallenge: codeChallenge ?? createHash('sha256').update(verifier).digest('base64url'),
        authTime: now,
        now,
      });
      return { code, verifier };
    },

    /** A device that waits; `by` is the person who has said yes to it. */
    async device({
      client,
      scopes,
      now = new Date(),
      by,
    }: Allowed & { client: GivenClient; by?: { id: string } }) {
      const asked = scopes ?? client.scopes;
      const where = { ip: '192.0.2.7', userAgent: 'a device' };
      const codes = await requestDeviceCode(db, { clientId: client.id, scopes: asked, ...where, now });
      if (by) {
        await factories.consent(by, { client, scopes: asked, now });
        const yes = { decision: 'allowed', scopes: asked, authTime: now } as const;
        await decideDevice(db, { userCode: codes.userCode, userId: by.id, ...yes, now });
      }
      return codes;
    },
  };
  return factories;
}

/** `size` apps that a person has let in and owns, each signed in, with a code and a device that they have decided on. */
export async function appsAround(db: Database, person: { id: string }, size: number) {
  const userId = person.id;
  const now = new Date();
  const later = new Date(now.getTime() + 3_600_000);
  const apps = Array.from({ length: size }, (_, n) => ({ id: uuid(), name: `Al ${n}` }));
  const scopes = ['profile.read'];
  const made = { createdAt: now, updatedAt: now };
  const wish = { type: 'public' as const, redirectUris: [REDIRECT_URI], scopes, deviceFlow: true };
  await db.insert(oauthClients).values(apps.map((app) => ({ ...app, ...wish, ownerId: userId, ...made })));
  const ofEach = <Row>(row: () => Row) =>
    apps.map((app) => ({ userId, clientId: app.id, scopes, authTime: now, createdAt: now, ...row() }));
  await db.insert(oauthConsents).values(ofEach(() => ({ updatedAt: now })));
  const used = { refreshedAt: now, lastSeenAt: now, expiresAt: later };
  await db
    .insert(appSessions)
    .values(ofEach(() => ({ id: uuid(), refreshHash: uuid(), seed: uuid(), ...used })));
  const code = { redirectUri: REDIRECT_URI, codeChallenge: 'none', expiresAt: later };
  await db.insert(authorizationCodes).values(ofEach(() => ({ codeHash: uuid(), ...code })));
  const device = { interval: 5, decision: 'allowed', expiresAt: later } as const;
  await db
    .insert(deviceCodes)
    .values(ofEach(() => ({ id: uuid(), deviceCodeHash: uuid(), userCode: uuid(), ...device })));
}
