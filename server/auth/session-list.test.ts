import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { appSessions } from '@/db/schema/oauth';
import { sessions } from '@/db/schema/sign-in';
import type { Places } from '@/server/places/places';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';

const DAY = 86_400_000;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

test('this browser stands first, then the one seen last, each with what is known of it', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const early = new Date(Date.now() - DAY);
  const [old, young] = [
    await given.signedIn(person, { now: early, ip: '192.0.2.9', userAgent: FIREFOX }),
    await given.signedIn(person, { marks: ['newBrowser', 'newNetwork'] }),
  ];
  const passkey = await given.passkey(person, { name: 'Phone' });
  // Not so long ago that this use of it is written.
  const here = await given.passkeySession(person, { passkey, now: new Date(Date.now() - 30_000) });
  await db.delete(sessions).where(eq(sessions.id, await given.sessionId(person)));
  const [otp, pwd] = [new Date().toISOString(), early.toISOString()];
  await db.update(sessions).set({ amr: { otp, pwd }, aal: 2 }).where(eq(sessions.id, old.sessionId));

  const { sessions: listed, apps } = await callerFor(db, here).auth.sessions.list();
  const unknown = { browser: null, system: null, place: null, ip: '192.0.2.1' };
  const id = await given.sessionId(here);
  expect(listed).toEqual([
    expect.objectContaining({
      ...unknown,
      id,
      current: true,
      passkeyName: 'Phone',
      methods: ['hwk'],
      aal: 2,
      marks: [],
    }),
    expect.objectContaining({
      ...unknown,
      id: young.sessionId,
      current: false,
      passkeyName: null,
      methods: ['pwd'],
      aal: 1,
      marks: ['newBrowser', 'newNetwork'],
    }),
    {
      id: old.sessionId,
      current: false,
      browser: 'Firefox',
      system: 'Linux',
      ip: '192.0.2.9',
      place: null,
      createdAt: early,
      lastSeenAt: early,
      methods: ['pwd', 'otp'],
      passkeyName: null,
      aal: 2,
      marks: [],
    },
  ]);
  expect(apps).toBe(0);
});

test('shows nobody else`s, and none that is too old or was unused for too long', async ({ db, given }) => {
  const [person, other] = [await given.user(), await given.user()];
  const old = await given.signedIn(person);
  const now = new Date(Date.now() - 1);
  await db.update(sessions).set({ expiresAt: now }).where(eq(sessions.id, old.sessionId));
  await given.signedIn(person, { now: new Date(Date.now() - 14 * DAY) });
  await given.appSession(other);
  const { sessions: listed, apps } = await callerFor(db, person).auth.sessions.list();
  expect(listed.map(({ id }) => id)).toEqual([await given.sessionId(person)]);
  expect(apps).toBe(0);
});

test('counts the apps that are signed in', async ({ db, given }) => {
  const person = await given.user();
  await given.appSession(person);
  await given.appSession(person);
  await given.appSession(person, { now: new Date(Date.now() - 14 * DAY) });
  const over = await given.appSession(person);
  await db
    .update(appSessions)
    .set({ expiresAt: new Date(Date.now() - 1) })
    .where(eq(appSessions.id, over.id));
  expect(await callerFor(db, person).auth.sessions.list()).toMatchObject({ apps: 2 });
});

test('an app sees the browsers, of which none is its own, also when there is none', async ({ db, given }) => {
  const person = await given.user();
  const app = await given.app(person, { client: await given.client({ scopes: ['security.read'] }) });
  const api = callerFor(db, null, { headers: app.headers });
  expect(await api.auth.sessions.list()).toMatchObject({ sessions: [{ current: false }], apps: 1 });
  await callerFor(db, person).auth.signOut();
  expect(await api.auth.sessions.list()).toEqual({ sessions: [], apps: 1 });
});

test('says in the language of its person where each session is', async ({ db, given }) => {
  const person = await given.user({ locale: 'fr' });
  await given.signedIn(person, { ip: '81.2.69.142' });
  const places: Places = { nameOf: (ip, locale) => (ip === '81.2.69.142' ? `Londres (${locale})` : null) };
  const { sessions: listed } = await callerFor(db, person, { services: { places } }).auth.sessions.list();
  expect(listed.map(({ place }) => place)).toEqual([null, 'Londres (fr)']);
});

test('of very many sessions the ones seen last are listed, with the apps counted beside them', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const [own] = await db.select().from(sessions).where(eq(sessions.userId, person.id));
  if (!own) throw new Error('there is no session');
  const many = Array.from({ length: 205 }, (_, n) => ({
    ...own,
    id: uuid(),
    tokenHash: `${own.id} ${n}`,
    lastSeenAt: new Date(own.lastSeenAt.getTime() - n * 1000),
  }));
  await db.insert(sessions).values(many);
  const { sessions: listed } = await callerFor(db, person).auth.sessions.list();
  expect(listed.map(({ id }) => id)).toEqual([own.id, ...many.slice(0, 199).map(({ id }) => id)]);
});
