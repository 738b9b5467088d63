import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { openDatabase } from '@/db/client';
import { test } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';

test('an instance is alive and ready, whoever asks and by whatever name', async ({ db }) => {
  const server = await serveHere(db);
  const headers = { host: '10.0.0.9:3000', 'sec-fetch-site': undefined };
  for (const path of ['/api/health/live', '/api/health/ready', '/api/health/ready?now=1']) {
    const answer = await server.ask({ path, headers });
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(answer.json()).toMatchObject({ status: 'ok' });
  }
  expect((await server.ask({ path: '/api/health/other', headers })).status).toBe(404);
});

test('one that drains is alive, and not ready', async ({ db }) => {
  const server = await serveHere(db, { draining: () => true });
  expect((await server.ask({ path: '/api/health/live' })).status).toBe(200);
  const ready = await server.ask({ path: '/api/health/ready' });
  expect(ready.status).toBe(503);
  expect(ready.json()).toEqual({ status: 'unavailable', problems: ['this instance is stopping'] });
});

test('with the database away it is alive, and not ready', async () => {
  const away = openDatabase('postgres://nobody:secret@127.0.0.1:1/nothing', { limits: { acquire: 200 } });
  onTestFinished(() => away.end());
  await expectNotReady(await serveHere(away.db));
});

test('with a database that says nothing it is not ready either, within its second', async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  await new Promise((resolve) => silent.once('listening', resolve));
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const mute = openDatabase(`postgres://nobody:secret@127.0.0.1:${port}/nothing`);
  onTestFinished(() => mute.end({ timeout: 0 }));
  await expectNotReady(await serveHere(mute.db));
});

test('with the database away a page is one that needs nothing, and says so in the person`s language', async () => {
  const away = openDatabase('postgres://nobody:secret@127.0.0.1:1/nothing', { limits: { acquire: 200 } });
  onTestFinished(() => away.end());
  const server = await serveHere(away.db);
  const cookie = 'foyer.session=some-token';
  const page = (language: string) =>
    server.ask({
      path: '/settings/profile',
      headers: { cookie, accept: 'text/html', 'accept-language': language },
    });
  const [french, english] = [await page('fr-CA'), await page('en')];
  expect([french.status, french.headers['retry-after']]).toEqual([503, '2']);
  expect(french.text).toContain('<html lang="fr">');
  expect(french.text).toContain('Foyer s’absente un instant');
  expect(english.text).toContain('Foyer is away for a moment');
  expect(french.headers['content-security-policy']).toContain("default-src 'none'");
  // Nothing is fetched unless the person asks for it: the one address is the page itself, in a link to press.
  expect(french.text).not.toMatch(/<(script|link|img|iframe|base)|http-equiv|@import|\bsrc|url\(/i);
  expect(french.text.match(/<\w[^>]*href[^>]*>/gi)).toEqual(['<a href="">']);
  // What asks for data, and not for a page, gets data.
  const data = await server.ask({ path: '/settings/profile', headers: { cookie } });
  expect(data.json()).toMatchObject({ error: { data: { reason: 'UNAVAILABLE' } } });
  // Who is a visitor needs no session, so their page may still come.
  expect((await server.ask({ path: '/sign-in' })).status).toBe(200);
});

async function expectNotReady(server: Awaited<ReturnType<typeof serve>>) {
  expect((await server.ask({ path: '/api/health/live' })).status).toBe(200);
  const ready = await server.ask({ path: '/api/health/ready' });
  expect(ready.status).toBe(503);
  expect(ready.json()).toEqual({ status: 'unavailable', problems: ['the database does not answer'] });
}

async function serveHere(...given: Parameters<typeof serve>) {
  const server = await serve(...given);
  onTestFinished(() => server.stop());
  return server;
}
