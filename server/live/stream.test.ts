import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { expect, onTestFinished, vi } from 'vitest';
import { openDatabase } from '@/db/client';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { ChaosProxy } from '@/db/testing/chaos-proxy';
import { endSession, findSession } from '@/server/auth/sessions';
import { cookieNames } from '@/server/http/cookies';
import { readStream } from '@/server/testing/event-stream';
import { test as base } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';
import { followAccess } from './access-changes';
import { Hub } from './hub';

function aLog() {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { lines, log };
}

/** Our server over HTTP with one connection to the database for everything; `follow` opens the stream of somebody. */
const test = base
  .extend('app', async ({ database }, { onCleanup }) => {
    const connection = openDatabase(database.url, { max: 1 });
    const live = new Hub({ listen: (...news) => connection.sql.listen(...news) });
    const { lines, log } = aLog();
    const server = await serve(connection.db, { services: { live, log } });
    onCleanup(async () => {
      live.close();
      await server.stop();
      await connection.end({ timeout: 0 });
    });
    return { ...server, live, lines };
  })
  .extend('follow', ({ app }) => async ({ token }: { token: string }) => {
    const cookie = `${cookieNames({ secure: false }).session}=${token}`;
    return readStream(app.port, { procedure: 'auth.sessions.changes', headers: { cookie } });
  });

const END = { requestId: 'r', ip: '192.0.2.1', now: new Date() };

test('a message comes at once, when a session begins elsewhere, and when one ends', async ({
  db,
  given,
  follow,
}) => {
  const person = await given.user();
  const stream = await follow(person);
  await stream.messages(1);
  // Until it listens: that it does is a message as well.
  await stream.messages(2);
  const { token } = await given.session(person);
  await stream.messages(3);
  await endSession(db, { ...END, token });
  await stream.messages(4);
  expect(stream.kinds()).toEqual(['changed', 'changed', 'changed', 'changed']);
  stream.leave();
});

test('what others do is no message', async ({ given, follow }) => {
  const [one, other] = [await given.user(), await given.user()];
  const mine = await follow(one);
  await mine.messages(2);
  const theirs = await follow(other);
  await theirs.messages(1);
  await given.session(other);
  await theirs.messages(2);
  await given.session(one);
  await mine.messages(3);
  expect(mine.kinds()).toHaveLength(3);
  mine.leave();
  theirs.leave();
});

test('its last message says that its session has ended, and the answer ends', async ({
  db,
  given,
  app,
  follow,
}) => {
  const person = await given.user();
  const elsewhere = await given.session(person);
  const [stream, other] = [await follow(person), await follow(elsewhere)];
  await Promise.all([stream.messages(1), other.messages(1)]);
  await endSession(db, { ...END, token: person.token });
  await stream.ended;
  expect(stream.kinds().at(-1)).toBe('ended');
  expect(stream.events.at(-1)?.event).toBe('return');
  // Another browser of the same person goes on.
  expect(other.kinds()).not.toContain('ended');
  expect(app.live.watchers).toBe(1);
  other.leave();
});

test.for(['suspended', 'deactivated'] as const)(
  'nothing is told to somebody who is %s',
  async (status, { db, given, follow }) => {
    const person = await given.user();
    const stream = await follow(person);
    await stream.messages(1);
    await db.update(users).set({ status }).where(eq(users.id, person.id));
    await given.session(person);
    await stream.ended;
    expect(stream.kinds().at(-1)).toBe('ended');
  },
);

test('a session that expires is noticed without anybody saying so', async ({ db, given }) => {
  const person = await given.user();
  const [session] = await db.select().from(sessions).where(eq(sessions.userId, person.id));
  const { log } = aLog();
  const live = new Hub({ listen: () => new Promise(() => undefined) });
  const told = followAccess(db, {
    live,
    userId: person.id,
    sessionId: session?.id ?? '',
    signal: undefined,
    log,
    lookEvery: 20,
  });
  expect(await told.next()).toEqual({ done: false, value: { kind: 'changed' } });
  await db.update(sessions).set({ expiresAt: new Date() }).where(eq(sessions.userId, person.id));
  expect(await told.next()).toEqual({ done: false, value: { kind: 'ended' } });
  expect(await told.next()).toEqual({ done: true, value: undefined });
  expect(live.watchers).toBe(0);
});

test('while the database is away nothing is told, least of all an end, and afterwards what was missed is', async ({
  database,
  given,
}) => {
  const proxy = await ChaosProxy.start(Number(new URL(database.url).port));
  const url = new URL(database.url);
  url.port = String(proxy.port);
  const connection = openDatabase(url.href, { limits: { acquire: 300 } });
  onTestFinished(async () => {
    await connection.end({ timeout: 0 });
    await proxy.close();
  });
  const person = await given.user();
  const { log, lines } = aLog();
  const live = new Hub({ listen: (...news) => connection.sql.listen(...news) });
  const session = await findSession(connection.db, { token: person.token, now: new Date() });
  const about = { live, userId: person.id, sessionId: session?.id ?? '', signal: undefined, log };
  await proxy.refuse();
  const told = followAccess(connection.db, about);
  const first = told.next();
  await expect.poll(() => lines.map(({ msg }) => msg)).toContain('session not looked up');
  await proxy.reopen();
  expect(await first).toEqual({ done: false, value: { kind: 'changed' } });
  await told.return();
  expect(live.watchers).toBe(0);
});

test('a reader who goes leaves nothing behind', async ({ given, app, follow }) => {
  const stream = await follow(await given.user());
  await stream.messages(1);
  expect(app.live.watchers).toBe(1);
  expect(app.contexts.size).toBe(0);
  stream.leave();
  await vi.waitFor(() => expect(app.live.watchers).toBe(0));
  await vi.waitFor(() => expect(app.lines.map(({ msg }) => msg)).toEqual(['stream ended']));
  expect(app.lines[0]).not.toHaveProperty('milliseconds');
});

test('a reader who has gone before the first message leaves nothing behind', async ({ db, given }) => {
  const person = await given.user();
  const live = new Hub({ listen: () => new Promise(() => undefined) });
  const { log } = aLog();
  const about = { live, userId: person.id, sessionId: person.id, log };
  const leaving = new AbortController();
  followAccess(db, { ...about, signal: leaving.signal });
  expect(live.watchers).toBe(1);
  leaving.abort();
  expect(live.watchers).toBe(0);
  followAccess(db, { ...about, signal: AbortSignal.abort() });
  expect(live.watchers).toBe(0);
});

test('it ends when the server stops, without saying that the session has', async ({ given, app, follow }) => {
  const person = await given.user();
  const streams = [await follow(person), await follow(person)];
  await Promise.all(streams.map((stream) => stream.messages(1)));
  app.live.close();
  await Promise.all(streams.map(({ ended }) => ended));
  for (const { kinds } of streams) expect(kinds()).not.toContain('ended');
  expect(app.live.watchers).toBe(0);
  const late = await follow(person);
  await late.ended;
  expect(reasonOf(late)).toBe('UNAVAILABLE');
});

test('five streams of one person are served side by side by one connection, a sixth is refused', async ({
  given,
  app,
  follow,
}) => {
  const person = await given.user();
  const streams = [];
  for (let n = 0; n < 5; n++) streams.push(await follow(person));
  await Promise.all(streams.map((stream) => stream.messages(1)));
  const sixth = await follow(person);
  await sixth.ended;
  expect(sixth.kinds()).toEqual([]);
  expect(reasonOf(sixth)).toBe('RATE_LIMITED');
  expect(app.live.watchers).toBe(5);
  streams[0]?.leave();
  await vi.waitFor(() => expect(app.live.watchers).toBe(4));
  const again = await follow(person);
  await again.messages(1);
  for (const stream of [...streams, again]) stream.leave();
});

test('neither a proxy nor a cache keeps it back', async ({ given, follow }) => {
  const stream = await follow(await given.user());
  expect(stream.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': expect.stringMatching(/no-transform.*no-store/),
    'x-accel-buffering': 'no',
  });
  stream.leave();
});

test('visitors and apps are refused, and so are a POST and a batch', async ({ given, app, follow }) => {
  const visitor = await follow({ token: '' });
  await visitor.ended;
  expect(reasonOf(visitor)).toBe('SIGNED_OUT');

  const person = await given.user();
  const { headers } = await given.app(person, { scopes: ['security.read'] });
  const byToken = await readStream(app.port, { procedure: 'auth.sessions.changes', headers });
  await byToken.ended;
  expect(reasonOf(byToken)).toBe('SCOPE_REQUIRED');

  const cookie = `${cookieNames({ secure: false }).session}=${person.token}`;
  const posted = await app.call('auth.sessions.changes', {}, { cookie });
  expect(posted.text).toContain('INPUT_INVALID');
  const batch = await app.ask({
    path: '/api/trpc/auth.sessions.changes?batch=1&input={}',
    headers: { cookie },
  });
  expect(batch.status).toBe(400);
  expect(app.live.watchers).toBe(0);
});

/** Why a stream was refused: an event of its own, since the head has said 200 by then. */
function reasonOf({ events }: { events: { event: string; data: unknown }[] }) {
  const refused = events.find(({ event }) => event === 'serialized-error');
  return Reflect.get(Object(Reflect.get(Object(refused?.data), 'data')), 'reason');
}
