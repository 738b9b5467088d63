import { connect } from 'node:net';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import type { Database } from '@/db/client';
import { profiles } from '@/db/schema/users';
import { createLog } from '@/server/log';
import { test as base } from '@/server/testing/fixtures';
import { type Answer, serve, type TestServer } from '@/server/testing/http';

const test = base.extend('server', { scope: 'file' }, async ({ db }, { onCleanup }) => {
  const server = await serve(db);
  onCleanup(() => server.stop());
  return server;
});
/** What the adapter of tRPC answers by itself, as it does for whoever names what they take. */
const BY_ADAPTER = { 'trpc-accept': 'application/json' };
/** What differs between two answers to the same. */
const OF_ONE_ANSWER = ['date', 'x-request-id', 'content-length', 'transfer-encoding'];
const input = (value: unknown) => `input=${encodeURIComponent(JSON.stringify(value))}`;

test.for([
  ['a query', `profile.byHandle?${input({ handle: 'nobody-here' })}`],
  ['one without input', 'viewer.current'],
  ['one that nobody is signed in for', 'profile.me'],
  ['input that is wrong', `profile.byHandle?${input({ handle: 5 })}`],
  ['input that is not there', 'profile.byHandle'],
  ['input that is no JSON', 'profile.byHandle?input=%7B'],
  ['empty input', 'profile.byHandle?input='],
  ['a procedure that is none', `profile.nothing?${input({})}`],
  ['a prototype for a name', '__proto__'],
  ['an escaped name', 'viewer%2Ecurrent'],
  ['a change', `auth.signIn.start?${input({ email: 'ada@example.test' })}`],
  ['a batch', `viewer.current,profile.byHandle?batch=1&${input({ 1: { handle: 'nobody-here' } })}`],
  ['a batch of one', `viewer.current?batch=1&${input({})}`],
  ['a batch that agrees', 'viewer.current,viewer.current?batch=1'],
  ['a batch whose input is a list', `profile.byHandle,viewer.current?batch=1&${input([{ handle: 'x' }])}`],
  ['a batch whose input is null', `viewer.current,viewer.current?batch=1&${input(null)}`],
  ['a batch with one that is none', 'viewer.current,nothing.here?batch=1'],
  ['a batch of queries and changes', 'viewer.current,auth.signOut?batch=1'],
  ['a batch that is too large', `${Array(21).fill('viewer.current').join(',')}?batch=1`],
  ['a stream in a batch', 'notifications.stream,notifications.stream?batch=1'],
])('%s is answered as tRPC`s adapter does', async ([, call], { server }) => {
  const path = `/api/trpc/${call}`;
  const [plainly, byAdapter] = [await server.ask({ path }), await server.ask({ path, headers: BY_ADAPTER })];
  expect(comparable(plainly)).toEqual(comparable(byAdapter));
});

test.for([
  ['a change', 'auth.signIn.start', '{"email":"ada@example.test"}'],
  ['one that is refused', 'auth.signIn.password', '{"password":"seven walruses"}'],
  ['one of somebody who is not signed in', 'profile.update', '{"bio":"x"}'],
  ['input that is wrong', 'auth.signIn.start', '{"email":"nobody"}'],
  ['input that is no JSON', 'auth.signIn.start', '{"email":'],
  ['a byte order mark', 'auth.signIn.start', '\uFEFF{"email":"ada@example.test"}'],
  ['no body', 'auth.signOut', ''],
  ['a query', 'viewer.current', '{}'],
  ['a batch', 'profile.update,auth.signIn.start?batch=1', '{"0":{"bio":"x"},"1":{"email":"a@example.test"}}'],
  ['a batch cut off', 'profile.update,profile.update?batch=1', '{"0":{"bio":"x"'],
  ['a batch whose input is null', 'profile.update?batch=1', 'null'],
] as const)('by POST, %s is answered as tRPC`s adapter does', async ([, call, text], { server }) => {
  const ask = (headers: Record<string, string> = {}) =>
    server.ask({
      method: 'POST',
      path: `/api/trpc/${call}`,
      text,
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    });
  expect(comparable(await ask())).toEqual(comparable(await ask(BY_ADAPTER)));
});

test.for([
  '../../123456%C3%A9',
  '%2e%2e/%2e%2e/123456%C3%A9',
  '../../xxxxxxxxxviewer.current',
  './viewer.current',
])('%s is taken as it came, and is no procedure', async (path, { server }) => {
  const answer = await server.ask({ path: `/api/trpc/${path}` });
  expect(answer.status).toBe(404);
  expect(answer.json()).toMatchObject({ error: { message: 'NOT_FOUND' } });
});

test('a change whose body comes in pieces, in the middle of a letter, is read whole', async ({
  server,
  db,
  given,
}) => {
  const user = await given.user();
  const body = Buffer.from(JSON.stringify({ bio: 'garçon ✓' }));
  const middle = body.indexOf('ç') + 1;
  const socket = connect(server.port, '127.0.0.1');
  socket.write(headOf('profile.update', { length: body.length, token: user.token }));
  socket.write(body.subarray(0, middle));
  await another(server);
  socket.write(body.subarray(middle));
  await expect.poll(() => bioOf(db, user)).toBe('garçon ✓');
  socket.destroy();
});

test('who goes before the body has come has changed nothing, is waited for no longer, and is no fault of ours', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const server = await serve(db, { services: { log } });
  onTestFinished(() => server.stop());
  const socket = connect(server.port, '127.0.0.1');
  const body = JSON.stringify({ bio: 'half of it' });
  socket.write(headOf('profile.update', { length: body.length, token: user.token }));
  socket.write(body.slice(0, 5));
  await another(server);
  socket.destroy();
  // What is told of a request at its end.
  await expect.poll(() => lines.filter((line) => line.includes('"POST"'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('"level":50'))).toEqual([]);
  expect(await bioOf(db, user)).not.toBe('half of it');
});

/** By its answer the server has read whatever came before it. */
async function another(server: TestServer) {
  expect((await server.ask({ path: '/api/trpc/viewer.current' })).status).toBe(200);
}

async function bioOf(db: Database, { id }: { id: string }) {
  const [profile] = await db.select({ bio: profiles.bio }).from(profiles).where(eq(profiles.userId, id));
  return profile?.bio;
}

function headOf(procedure: string, { length, token }: { length: number; token: string }) {
  return [
    `POST /api/trpc/${procedure} HTTP/1.1`,
    'host: localhost:3000',
    'sec-fetch-site: same-origin',
    `cookie: foyer.session=${token}`,
    'content-type: application/json',
    `content-length: ${length}`,
    '\r\n',
  ].join('\r\n');
}

/** Of an answer what has to be the same however it was made. */
function comparable(answer: Answer) {
  const { 'set-cookie': cookies = [], ...headers } = answer.headers;
  const same = Object.entries(headers).filter(([name]) => !OF_ONE_ANSWER.includes(name));
  return {
    status: answer.status,
    headers: Object.fromEntries(same),
    cookies: cookies.map((cookie) => cookie.replace(/=[^;]+/, '=…')),
    text: answer.text.replace(/"requestId":"[^"]+"/g, '"requestId":"…"'),
  };
}
