import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { photoUploads } from '@/db/schema/photos';
import { serve, type TestServer } from '@/server/testing/http';
import { photoClient } from '@/server/testing/photo-client';
import { picture, photoTest as test } from '@/server/testing/photo-fixtures';

/** A request that has begun, and of which no more than its head has come. */
function begin(server: TestServer, asked: { method: string; path: string; headers: Record<string, string> }) {
  const { method, path, headers } = asked;
  const all = { host: 'localhost:3000', 'sec-fetch-site': 'same-origin', ...headers };
  const sending = httpRequest({ port: server.port, method, path, headers: all, agent: false });
  const answered = once(sending, 'response').then(([response]) => textOf(response));
  sending.flushHeaders();
  return { sending, answered };
}

async function textOf(response: IncomingMessage) {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return { status: response.statusCode, text };
}

function slowCall(server: TestServer) {
  const headers = { 'content-type': 'application/json', 'content-length': '100' };
  return begin(server, { method: 'POST', path: '/api/trpc/auth.signIn.start', headers });
}

/** Half a call, for as long as the server waits for the other half. */
async function patienceOf(server: TestServer) {
  const { sending, answered } = slowCall(server);
  sending.write('{"em');
  return answered;
}

test('half a request is waited for, and cut off in the end', async ({ db }) => {
  const server = await serve(db, { patience: 50 });
  onTestFinished(() => server.stop());
  const { status, text } = await patienceOf(server);
  expect([status, JSON.parse(text)]).toMatchObject([408, { error: { message: 'INPUT_INVALID' } }]);
  // Who has sent all of it waits for the answer as long as that takes.
  expect((await server.ask({ path: '/settings/profile' })).status).toBe(200);
});

test('a photo may take longer', async ({ db, dataDir, given }) => {
  const server = await serve(db, { services: { dataDir }, patience: 50 });
  onTestFinished(() => server.stop());
  const person = await given.user();
  const bytes = await picture('teal');
  const link = await photoClient(server, person).link({ size: bytes.length });
  const body = Buffer.concat([
    Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'),
    bytes,
    Buffer.from('\r\n--b--\r\n'),
  ]);
  const headers = {
    cookie: `foyer.session=${person.token}`,
    'content-type': 'multipart/form-data; boundary=b',
    'content-length': String(body.length),
  };
  const { sending, answered }: { sending: ClientRequest; answered: ReturnType<typeof textOf> } = begin(
    server,
    {
      method: 'PUT',
      path: link,
      headers,
    },
  );
  sending.write(body.subarray(0, 100));
  const mine = eq(photoUploads.userId, person.id);
  await expect
    .poll(() => db.select({ at: photoUploads.takenAt }).from(photoUploads).where(mine))
    .toMatchObject([{ at: expect.any(Date) }]);
  // One that began later is over by now.
  expect((await patienceOf(server)).status).toBe(408);
  sending.end(body.subarray(100));
  const { status, text } = await answered;
  expect([status, z.record(z.string(), z.unknown()).parse(JSON.parse(text))]).toMatchObject([
    200,
    { serverData: {} },
  ]);
});
