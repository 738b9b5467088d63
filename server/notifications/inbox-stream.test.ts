import { expect, onTestFinished } from 'vitest';
import { openDatabase } from '@/db/client';
import { ChaosProxy } from '@/db/testing/chaos-proxy';
import { endSession } from '@/server/auth/sessions';
import { cookieNames } from '@/server/http/cookies';
import { Hub } from '@/server/live/hub';
import { type ReadStream, readStream } from '@/server/testing/event-stream';
import { test as base } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';
import { markRead } from './inbox-commands';

/** Two instances of our server on one database, the second behind a proxy that can cut its connections. */
const test = base
  .extend('open', ({ database }, { onCleanup }) => {
    const ends: (() => Promise<void>)[] = [];
    onCleanup(async () => {
      for (const end of ends) await end();
    });
    return async (url = database.url) => {
      const connection = openDatabase(url, { max: 2 });
      const live = new Hub({ listen: (...news) => connection.sql.listen(...news) });
      const server = await serve(connection.db, { services: { live } });
      ends.push(async () => {
        live.close();
        await server.stop();
        await connection.end({ timeout: 0 });
      });
      return { ...server, live };
    };
  })
  .extend('follow', () => async (app: { port: number }, { token }: { token: string }, last?: string) => {
    const cookie = `${cookieNames({ secure: false }).session}=${token}`;
    const input = encodeURIComponent(JSON.stringify({ ...(last && { lastEventId: last }) }));
    return readStream(app.port, {
      procedure: `notifications.stream?input=${input}`,
      headers: { cookie },
    });
  })
  .extend('told', ({ db, given }) => async (person: { id: string }) => {
    const id = await given.told(person);
    await db.execute(`select pg_notify('notifications_changed', '${person.id}')`);
    return id;
  });

/** What the messages said, in their order. */
const said = ({ events }: ReadStream) =>
  events
    .filter(({ event }) => event === 'message')
    .map(({ data }) => Object(data) as Record<string, unknown>);
/** Until the last message says so; a stream also tells what it need not. */
const until = (stream: ReadStream, wanted: Record<string, unknown>) =>
  expect.poll(() => said(stream).at(-1), { timeout: 20_000 }).toMatchObject(wanted);

/** Until some message named this as new. */
const named = (stream: ReadStream, id: string) =>
  expect.poll(() => said(stream).flatMap(({ newer }) => newer), { timeout: 20_000 }).toContain(id);

test('all instances tell at once how many are unread, and whenever that changes', async ({
  db,
  given,
  open,
  follow,
  told,
}) => {
  const [person, other] = [await given.user(), await given.user()];
  const apps = [await open(), await open()];
  const streams = await Promise.all(apps.map((app) => follow(app, person)));
  const theirs = await follow(apps[0] ?? { port: 0 }, other);
  for (const stream of streams) await until(stream, { kind: 'changed', unread: 0, waiting: 0 });
  const id = await told(person);
  for (const stream of streams) {
    await until(stream, { kind: 'changed', unread: 1, waiting: 1 });
    await named(stream, id);
  }
  await markRead(db, { ids: [id], read: true, userId: person.id, now: new Date() });
  for (const stream of streams) await until(stream, { kind: 'changed', unread: 0, waiting: 0 });
  expect(said(theirs).filter(({ unread }) => unread !== 0)).toEqual([]);
  for (const stream of [...streams, theirs]) stream.leave();
});

test('several people are told by one word', async ({ db, given, open, follow }) => {
  const people = [await given.user(), await given.user()];
  const app = await open();
  const streams = await Promise.all(people.map((person) => follow(app, person)));
  for (const stream of streams) await until(stream, { unread: 0 });
  for (const person of people) await given.told(person);
  const payload = people.map(({ id }) => id).join(',');
  await db.execute(`select pg_notify('notifications_changed', '${payload}')`);
  for (const stream of streams) await until(stream, { unread: 1 });
  for (const stream of streams) stream.leave();
});

test('who comes back with the id of their last message gets what they missed', async ({
  given,
  open,
  follow,
  told,
}) => {
  const person = await given.user();
  const app = await open();
  const first = await told(person);
  const before = await follow(app, person);
  await until(before, { unread: 1 });
  before.leave();
  const missed = [await told(person), await told(person)];
  const after = await follow(app, person, first);
  await until(after, { unread: 3 });
  expect(said(after)[0]).toMatchObject({ newer: missed.toReversed() });
  after.leave();
});

test('what was said while the connection to the database was lost is told afterwards', async ({
  database,
  given,
  open,
  follow,
  told,
}) => {
  const proxy = await ChaosProxy.start(Number(new URL(database.url).port));
  onTestFinished(() => proxy.close());
  const url = new URL(database.url);
  url.port = String(proxy.port);
  const app = await open(url.href);
  const person = await given.user();
  const stream = await follow(app, person);
  await until(stream, { unread: 0 });
  proxy.lose('rst');
  const id = await told(person);
  await until(stream, { unread: 1 });
  await named(stream, id);
  stream.leave();
});

test('its last message says that its session has ended, and the answer ends', async ({
  db,
  given,
  open,
  follow,
}) => {
  const person = await given.user();
  const elsewhere = await given.session(person);
  const app = await open();
  const [stream, other] = [await follow(app, person), await follow(app, elsewhere)];
  await Promise.all([until(stream, { unread: 0 }), until(other, { unread: 0 })]);
  await endSession(db, { token: person.token, requestId: 'r', ip: '192.0.2.1', now: new Date() });
  await stream.ended;
  expect(stream.kinds().at(-1)).toBe('ended');
  expect(other.kinds()).not.toContain('ended');
  other.leave();
  await expect.poll(() => app.live.watchers).toBe(0);
});

test('neither visitors nor apps follow it, and six of one person do not', async ({ given, open, follow }) => {
  const person = await given.user();
  const app = await open();
  const visitor = await follow(app, { token: '' });
  await visitor.ended;
  expect(visitor.kinds()).toEqual([]);
  const streams = await Promise.all(Array.from({ length: 5 }, () => follow(app, person)));
  for (const stream of streams) await until(stream, { unread: 0 });
  const sixth = await follow(app, person);
  await sixth.ended;
  expect(JSON.stringify(sixth.events)).toContain('RATE_LIMITED');
  for (const stream of streams) stream.leave();
});
