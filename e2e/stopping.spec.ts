import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { openDatabase } from '@/db/client';
import { expect, test } from './fixtures';
import { givenIn } from './support/people';

/** A connection whose every byte we decide on, with what came back so far. */
async function openLine(port: number) {
  const socket: Socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text;
  });
  const closed = once(socket, 'close');
  return { send: (text: string) => socket.write(text), received: () => received, closed };
}

const isListening = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

test('told to stop, it ends what was begun and takes nothing new', async ({ startOwnApp }) => {
  const app = await startOwnApp();
  const body = JSON.stringify({ email: 'somebody@example.test' });

  // A balancer's question that has only half arrived, and a slow client in the middle of a call.
  const health = await openLine(app.port);
  health.send(`GET /api/health/ready HTTP/1.1\r\nHost: localhost:${app.port}\r\n`);
  const slow = await openLine(app.port);
  slow.send(
    `POST /api/trpc/auth.signIn.start HTTP/1.1\r\nHost: localhost:${app.port}\r\nOrigin: ${app.url}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
  );
  await expect.poll(slow.received).toContain('100 Continue');
  slow.send(body.slice(0, 5));

  const stopped = app.stop();
  await expect.poll(() => isListening(app.port)).toBe(false);
  health.send('\r\n');
  await expect.poll(health.received).toMatch(/^HTTP\/1\.1 503 /);
  expect(health.received()).toContain('this instance is stopping');
  slow.send(body.slice(5));
  await slow.closed;
  expect(slow.received()).toMatch(/HTTP\/1\.1 200 OK\r\n/);
  expect(slow.received()).toContain('"methods":["password"]');

  expect(await stopped).toBe(0);
  expect(await app.database.countVisitors()).toBe(0);
});

test('told to stop, it ends the streams that somebody follows, and does not wait for their readers', async ({
  startOwnApp,
}) => {
  const app = await startOwnApp();
  const connection = openDatabase(app.database.url, { max: 1 });
  const given = givenIn(connection.db);
  const token = await given.session(await given.user());
  await connection.end();
  const stream = await openLine(app.port);
  stream.send(
    `GET /api/trpc/auth.sessions.changes HTTP/1.1\r\nHost: localhost:${app.port}\r\nCookie: foyer.session=${token}\r\n\r\n`,
  );
  await expect.poll(stream.received).toContain('{"kind":"changed"}');

  expect(await app.stop()).toBe(0);
  await stream.closed;
  // Its proper end, and no more: a connection that is cut off at the limit has none.
  expect(stream.received()).toContain('event: return');
  expect(stream.received()).not.toContain('"ended"');
  expect(await app.database.countVisitors()).toBe(0);
});

test('told to stop behind a balancer, it says so at once and answers on', async ({ startOwnApp }) => {
  const app = await startOwnApp({ DRAIN_SECONDS: '60' });
  const ask = async (path: string) => {
    const line = await openLine(app.port);
    line.send(`GET ${path} HTTP/1.1\r\nHost: localhost:${app.port}\r\n\r\n`);
    await expect.poll(line.received).toContain('\r\n\r\n');
    return line;
  };
  const before = await ask('/api/health/ready');
  expect(before.received()).toMatch(/^HTTP\/1\.1 200 /);
  const stopped = app.stop();

  await expect
    .poll(async () => (await ask('/api/health/ready')).received())
    .toContain('this instance is stopping');
  // A balancer that does not know yet sends more, by new connections and by those that it has.
  const after = await ask('/api/trpc/viewer.current');
  expect(after.received()).toMatch(/^HTTP\/1\.1 200 /);
  expect(after.received()).toMatch(/^connection: close/im);
  await after.closed;
  before.send(`GET /api/health/live HTTP/1.1\r\nHost: localhost:${app.port}\r\n\r\n`);
  await before.closed;
  expect(before.received()).toContain('{"status":"ok"}');

  // Told again, it does not wait any longer.
  await expect
    .poll(async () => {
      const isOpen = await isListening(app.port);
      if (isOpen) process.kill(app.pid, 'SIGTERM');
      return isOpen;
    })
    .toBe(false);
  expect(await stopped).toBe(0);
  expect(await app.database.countVisitors()).toBe(0);
});

test('it answers on for as long as it was given', async ({ startOwnApp }) => {
  const app = await startOwnApp({ DRAIN_SECONDS: '2' });
  const begun = performance.now();
  expect(await app.stop()).toBe(0);
  expect(performance.now() - begun).toBeGreaterThan(2000);
});

test('stopped by hand it ends at once', async ({ startOwnApp }) => {
  const app = await startOwnApp({ DRAIN_SECONDS: '60' });
  // A minute would be longer than a test may take.
  expect(await app.stop('SIGINT')).toBe(0);
});
