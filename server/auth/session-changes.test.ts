import { desc, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { appSessions } from '@/db/schema/oauth';
import { securityEvents } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { refusal } from '@/server/testing/refusal';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const TWENTY = Array.from({ length: 20 });
const NOBODY = '00000000-0000-4000-8000-000000000000';

test('one session ends from its next request on, and nothing else does', async ({ db, given, trail }) => {
  const person = await given.user();
  const ended = await given.signedIn(person, { ip: '198.51.100.9', userAgent: FIREFOX });
  const [kept, app] = [await given.session(person), await given.appSession(person)];
  const revoke = callerFor(db, person).auth.sessions.revoke;
  expect(await revoke({ id: ended.sessionId })).toEqual({ ended: true, signedOut: false });
  expect(await refusal(callerFor(db, ended).viewer.me())).toEqual({ reason: 'SESSION_ENDED' });
  for (const browser of [person, kept])
    expect(await callerFor(db, browser).viewer.me()).toMatchObject({ userId: person.id });
  expect(await db.$count(appSessions, eq(appSessions.id, app.id))).toBe(1);

  const event = await lastEvent(db, person);
  const device = { by: 'owner', browser: 'Firefox', system: 'Linux' };
  expect(event).toEqual({
    kind: 'session.ended',
    sessionId: await given.sessionId(person),
    details: { ...device, ip: '198.51.100.9' },
  });
  // Where it was is its person's to know.
  const after = { ...device, sessionId: event?.sessionId };
  expect(await trail(person)).toMatchObject([{ kind: 'session.ended', actorId: person.id, after }]);
  expect(JSON.stringify(await trail(person))).not.toContain('198.51.100.9');
});

test('one that is gone already is fine, and one of somebody else is not there', async ({
  db,
  given,
  trail,
}) => {
  const [person, other] = [await given.user(), await given.user()];
  const revoke = callerFor(db, person).auth.sessions.revoke;
  const { sessionId: id } = await given.signedIn(person);
  await revoke({ id });
  for (const gone of [id, NOBODY])
    expect(await revoke({ id: gone })).toEqual({ ended: false, signedOut: false });
  const foreign = await given.sessionId(other);
  expect(await refusal(revoke({ id: foreign }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await callerFor(db, other).viewer.me()).toMatchObject({ userId: other.id });
  expect(await trail(person)).toHaveLength(1);
});

test('ended twenty times at once it is told once', async ({ db, given, trail }) => {
  const person = await given.user();
  const { sessionId: id } = await given.signedIn(person);
  const answers = await Promise.all(TWENTY.map(() => callerFor(db, person).auth.sessions.revoke({ id })));
  expect(answers.filter(({ ended }) => ended)).toHaveLength(1);
  expect(await trail(person)).toHaveLength(1);
});

test('of two that end each other at the same moment one does', async ({ db, given, trail }) => {
  const person = await given.user();
  const other = await given.signedIn(person);
  const ends = [
    callerFor(db, person).auth.sessions.revoke({ id: other.sessionId }),
    callerFor(db, other).auth.sessions.revoke({ id: await given.sessionId(person) }),
  ];
  const [done, refused] = (await Promise.allSettled(ends)).toSorted((a, b) => (a.status < b.status ? -1 : 1));
  expect(done).toMatchObject({ status: 'fulfilled', value: { ended: true } });
  expect(refused).toMatchObject({ status: 'rejected', reason: { message: 'SESSION_ENDED' } });
  expect(await db.$count(sessions, eq(sessions.userId, person.id))).toBe(1);
  expect(await trail(person)).toHaveLength(1);
});

test.for(['revoke', 'reportUnknown'] as const)(
  '%s of its own session signs the browser out',
  async (name, { db, given }) => {
    const person = await given.user();
    const other = await given.session(person);
    const id = await given.sessionId(person);
    const cookies = new CookieJar();
    const headers: Record<string, string> = {};
    const onHeader = (header: string, value: string) => Object.assign(headers, { [header]: value });
    const api = callerFor(db, person, { cookies, onHeader });
    expect(await api.auth.sessions[name]({ id })).toMatchObject({ signedOut: true });
    expect(cookies.received).toEqual(['foyer.session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0']);
    expect(headers).toEqual({ 'Clear-Site-Data': '"cache", "storage"' });
    expect(await callerFor(db, person).viewer.current()).toBeNull();
    expect((await callerFor(db, other).viewer.current()) !== null).toBe(name === 'revoke');
  },
);

test('all others end with every app, and what would sign one in', async ({ db, given, trail }) => {
  const person = await given.user();
  const others = [await given.session(person), await given.session(person)];
  const client = await given.client({ scopes: ['profile.read'] });
  const app = await given.app(person, { client });
  await given.code(person, { client });
  const stranger = await given.user();
  const theirs = await given.app(stranger, { client });
  const api = callerFor(db, person);
  expect(await api.auth.sessions.revokeOthers()).toEqual({ endedSessions: 2, endedApps: 1 });
  for (const browser of others)
    expect(await refusal(callerFor(db, browser).viewer.me())).toEqual({ reason: 'SESSION_ENDED' });
  const asApp = ({ headers }: typeof app) => callerFor(db, null, { headers }).viewer.me();
  expect(await refusal(asApp(app))).toEqual({ reason: 'TOKEN_REFUSED' });
  expect(await asApp(theirs)).toMatchObject({ userId: stranger.id });
  expect(await callerFor(db, stranger).viewer.me()).toMatchObject({ userId: stranger.id });

  // With nothing left to end there is nothing to tell.
  expect(await api.auth.sessions.revokeOthers()).toEqual({ endedSessions: 0, endedApps: 0 });
  const after = { endedSessions: 2, endedApps: 1 };
  expect(await trail(person)).toMatchObject([{ kind: 'session.othersEnded', after }]);
});

test('all others ended twenty times at once are ended and told once', async ({ db, given, trail }) => {
  const person = await given.user();
  await given.session(person);
  await given.appSession(person);
  const answers = await Promise.all(TWENTY.map(() => callerFor(db, person).auth.sessions.revokeOthers()));
  const counts = answers.map(({ endedSessions, endedApps }) => endedSessions + endedApps);
  expect(counts.toSorted((a, b) => a - b)).toEqual([...Array.from({ length: 19 }, () => 0), 2]);
  expect(await trail(person)).toHaveLength(1);
});

test('of ten browsers that end all others at the same moment one stays', async ({ db, given, trail }) => {
  const person = await given.user();
  const others = await Promise.all(TWENTY.slice(0, 9).map(() => given.session(person)));
  const browsers = [person, ...others];
  const answers = await Promise.allSettled(
    browsers.map((browser) => callerFor(db, browser).auth.sessions.revokeOthers()),
  );
  const ended = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  expect(ended).toEqual([{ endedSessions: 9, endedApps: 0 }]);
  for (const answer of answers)
    if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ message: 'SESSION_ENDED' });
  expect(await db.$count(sessions, eq(sessions.userId, person.id))).toBe(1);
  expect(await trail(person)).toHaveLength(1);
});

test('an app that ends all others stays; browsers and other apps end', async ({ db, given }) => {
  const person = await given.user();
  const client = await given.client({ scopes: ['sessions.manage', 'profile.read'] });
  const [app, again, other] = [
    await given.app(person, { client }),
    await given.app(person, { client }),
    await given.app(person),
  ];
  const api = callerFor(db, null, { headers: app.headers });
  expect(await api.auth.sessions.revokeOthers()).toEqual({ endedSessions: 1, endedApps: 2 });
  expect(await refusal(callerFor(db, person).viewer.me())).toEqual({ reason: 'SESSION_ENDED' });
  for (const { headers } of [again, other])
    expect(await refusal(callerFor(db, null, { headers }).viewer.me())).toEqual({ reason: 'TOKEN_REFUSED' });
  expect(await api.viewer.me()).toMatchObject({ userId: person.id });
});

test('an app ends browsers one by one, itself by no such call, and reports nothing', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const app = await given.app(person, { client: await given.client({ scopes: ['sessions.manage'] }) });
  const { revoke, reportUnknown } = callerFor(db, null, { headers: app.headers }).auth.sessions;
  const id = await given.sessionId(person);
  expect(await refusal(reportUnknown({ id }))).toEqual({ reason: 'SCOPE_REQUIRED' });
  expect(await revoke({ id: app.id })).toEqual({ ended: false, signedOut: false });
  expect(await revoke({ id })).toEqual({ ended: true, signedOut: false });
  expect(await db.$count(appSessions, eq(appSessions.id, app.id))).toBe(1);
});

test('nobody is asked to confirm who they are first', async ({ db, given }) => {
  const person = await given.signedIn(await given.user(), { now: new Date(Date.now() - 3_600_000) });
  const [one, two] = [await given.signedIn(person), await given.signedIn(person)];
  const api = callerFor(db, person).auth.sessions;
  expect(await api.revoke({ id: one.sessionId })).toMatchObject({ ended: true });
  // The one that the person began with is the third.
  expect(await api.reportUnknown({ id: two.sessionId })).toMatchObject({ endedSessions: 2 });
  await given.session(person);
  expect(await api.revokeOthers()).toMatchObject({ endedSessions: 1 });
});

test('sessions end while others begin: nothing waits for each other for ever', async ({ db, given }) => {
  const person = await given.user();
  const victims = await Promise.all(TWENTY.map(() => given.signedIn(person)));
  // As after a real sign-in: known to the log when a report comes too late for them.
  for (const { sessionId } of victims) await given.event(person, { kind: 'session.started', sessionId });
  // Each in a browser that is known, and signed in: what it has before is ended by signing in.
  const browsers = await Promise.all(
    TWENTY.slice(0, 8).map(async () => {
      const { token } = await given.session(person);
      const cookies = new CookieJar({
        'foyer.attempt': await given.attempt(person),
        'foyer.session': token,
        'foyer.browser': await given.knownBrowser(person),
        'foyer.device': await given.trustedBrowser(person),
      });
      const { ticket } = await callerFor(db, null, { cookies }).auth.signIn.password({ password: PASSWORD });
      return { cookies, ticket };
    }),
  );
  const api = callerFor(db, person).auth.sessions;
  const entering = browsers.map((enter) => redeem(db, enter));
  const ending = victims.map(({ sessionId: id }, n) =>
    n % 2 ? api.reportUnknown({ id }) : api.revoke({ id }),
  );
  const answers = await Promise.all([Promise.all(entering), Promise.all(ending), api.revokeOthers()]);
  for (const { status, body } of answers[0]) {
    expect([200, 401]).toContain(status);
    expect(JSON.stringify(body)).not.toContain('Unavailable');
  }
  expect(await callerFor(db, person).viewer.me()).toMatchObject({ userId: person.id });
});

async function lastEvent(db: Database, person: { id: string }) {
  const [event] = await db
    .select({
      kind: securityEvents.kind,
      sessionId: securityEvents.sessionId,
      details: securityEvents.details,
    })
    .from(securityEvents)
    .where(eq(securityEvents.userId, person.id))
    .orderBy(desc(securityEvents.id))
    .limit(1);
  return event;
}
