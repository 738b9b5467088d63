import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { appSessions, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { signAccessToken } from '@/server/oauth/access-tokens';
import { startAppSession } from '@/server/oauth/app-sessions';
import type { Scope } from '@/server/oauth/catalog';
import { authenticateClient } from '@/server/oauth/client-authentication';
import { answerToken } from '@/server/oauth/token-endpoint';
import { callerFor, SECRET, servicesFor } from '@/server/testing/callers';
import { photoClient, WHOLE } from '@/server/testing/photo-client';
import { photograph } from './photograph';
import { type Subject, visitorOf } from './subject';

const SCOPES: Scope[] = ['profile.read'];
const BOUNDARY = 'the-end-of-a-part';

/** What apps ask, and files. */
export const OTHERS: Subject[] = [
  {
    name: 'a bearer token checked (viewer.me)',
    limit: 'bare',
    connections: 32,
    statements: 1,
    wanted: '"userId"',
    why: 'the limit verifies no signature',
    async ready(ground, { place: { appUrl }, n }) {
      const { id: appSessionId, clientId, userId } = await signInApp(ground.db, visitorOf(ground, n).id);
      const now = new Date();
      const token = await signAccessToken(ground.db, {
        secrets: [SECRET],
        appUrl,
        appSessionId,
        userId,
        clientId,
        scopes: SCOPES,
        authTime: now,
        now,
      });
      const headers = { authorization: `Bearer ${token}` };
      return {
        asked: { path: '/api/trpc/viewer.me', headers },
        call: (db) => callerFor(db, null, { headers, services: { appUrl } }).viewer.me(),
      };
    },
  },
  {
    name: 'a token refreshed (/api/oauth/token)',
    limit: 'bare',
    writes: true,
    once: 400,
    connections: 8,
    statements: 4,
    wanted: '"access_token"',
    leastRatio: 0.5,
    why: 'the limit signs no access token',
    async ready(ground, { place: { appUrl }, n }) {
      const { refreshToken, clientId } = await signInApp(ground.db, visitorOf(ground, n).id);
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId };
      return {
        asked: {
          path: '/api/oauth/token',
          body: {
            type: 'application/x-www-form-urlencoded',
            content: new URLSearchParams(form).toString(),
          },
        },
        call: async (db) => {
          const asked = { form: new Map(Object.entries(form)), authorization: undefined };
          const client = await authenticateClient(db, asked);
          const request = {
            ...asked,
            client,
            requestId: `visit ${n}`,
            ip: '192.0.2.1',
            userAgent: undefined,
          };
          return answerToken(servicesFor(db, { appUrl }), { ...request, now: new Date() });
        },
      };
    },
  },
  {
    name: 'a photo of 3 megapixels sent (PUT)',
    limit: 'picture',
    once: 16,
    connections: 4,
    statements: 11,
    wanted: '"id"',
    leastRatio: 0.5,
    why: 'the file is received, and its parts are written to the disk and the database',
    async ready(ground, { place: { port }, n }) {
      const bytes = await photograph();
      const person = visitorOf(ground, n);
      const client = photoClient({ port }, person);
      const path = await client.link(
        { size: bytes.length, type: 'image/jpeg', name: 'me.jpg' },
        { crop: WHOLE, alt: '' },
      );
      const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="me.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`;
      const content = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
      const headers = { cookie: `foyer.session=${person.token}`, 'sec-fetch-site': 'same-origin' };
      const type = `multipart/form-data; boundary=${BOUNDARY}`;
      return { asked: { method: 'PUT', path, headers, body: { type, content } } };
    },
  },
];

let client: Promise<string> | undefined;

/** Signs an app in for a person, who has let it in. */
async function signInApp(db: Database, userId: string) {
  client ??= registerApp(db);
  const clientId = await client;
  const now = new Date();
  const times = { createdAt: now, updatedAt: now };
  await db
    .insert(oauthConsents)
    .values({ userId, clientId, scopes: SCOPES, ...times })
    .onConflictDoNothing();
  const started = await startAppSession(db, {
    id: uuid(),
    userId,
    clientId,
    scopes: SCOPES,
    authTime: now,
    secret: SECRET,
    ip: '192.0.2.1',
    userAgent: 'an app',
    now,
  });
  // Seen in a while, so that no request of the bench is the one in a minute that writes it down.
  const lastSeenAt = new Date(now.getTime() + 3_600_000);
  await db.update(appSessions).set({ lastSeenAt }).where(eq(appSessions.id, started.id));
  return { ...started, clientId, userId };
}

async function registerApp(db: Database) {
  const id = uuid();
  const now = new Date();
  await db.insert(oauthClients).values({
    id,
    name: 'Bench',
    type: 'public',
    redirectUris: ['http://127.0.0.1/back'],
    scopes: SCOPES,
    createdAt: now,
    updatedAt: now,
  });
  return id;
}
