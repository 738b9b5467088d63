import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { photoUploads } from '@/db/schema/photos';
import type { Person } from '@/server/testing/factories';
import { serve, type TestServer } from '@/server/testing/http';
import { photoClient } from '@/server/testing/photo-client';
import { photoTest, picture } from '@/server/testing/photo-fixtures';

const PACE = { grace: 1000, whole: 9000, look: 5 };
/** When half of a file has to be there. */
const HALF_WAY = 1000 + 4500;

/** A server by a clock of ours, which stands still until a test moves it on. */
const test = photoTest
  .extend('clock', { scope: 'file' }, async ({}) => {
    const clock = {
      time: 0,
      looks: 0,
      async untilSeen() {
        const { looks } = clock;
        await expect.poll(() => clock.looks, { timeout: 10_000 }).toBeGreaterThan(looks);
      },
      /** Moves it on, and waits until the server has seen it. */
      async pass(milliseconds: number) {
        clock.time += milliseconds;
        await clock.untilSeen();
      },
    };
    return clock;
  })
  .extend('server', { scope: 'file' }, async ({ db, dataDir, clock }, { onCleanup }) => {
    const now = () => {
      clock.looks++;
      return clock.time;
    };
    const server = await serve(db, { services: { dataDir }, pace: { ...PACE, now } });
    onCleanup(() => server.stop());
    return server;
  });

interface Around {
  server: TestServer;
  clock: { untilSeen(): Promise<void> };
}

/** A photo that is sent by hand, once the server waits for its first byte. */
async function begin({ server, clock }: Around, { person, bytes }: { person: Person; bytes: Buffer }) {
  const link = await photoClient(server, person).link({ size: bytes.length });
  const body = Buffer.concat([
    Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'),
    bytes,
    Buffer.from('\r\n--b--\r\n'),
  ]);
  const headers = {
    host: 'localhost:3000',
    'sec-fetch-site': 'same-origin',
    cookie: `foyer.session=${person.token}`,
    'content-type': 'multipart/form-data; boundary=b',
    'content-length': body.length,
  };
  const sending = httpRequest({ port: server.port, method: 'PUT', path: link, headers, agent: false });
  const answered = answerTo(sending);
  // It ends with the answer, whatever is left of it.
  sending.on('error', () => undefined);
  sending.flushHeaders();
  await clock.untilSeen();
  /** Sends as many bytes of it, and waits until they are there. */
  const send = async (bytesSent: number) => {
    await new Promise<unknown>((resolve) => sending.write(body.subarray(0, bytesSent), resolve));
    // What was sent after them has come as well.
    await server.ask({ path: '/api/health/live' });
  };
  return { send, finish: (from: number) => sending.end(body.subarray(from)), answered };
}

async function answerTo(sending: ClientRequest) {
  const [response]: IncomingMessage[] = await once(sending, 'response');
  if (!response) throw new Error('no answer');
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  sending.destroy();
  const answer: unknown = JSON.parse(text);
  return { status: response.statusCode, connection: response.headers.connection, answer };
}

function underWay(db: Database, person: Person) {
  const mine = eq(photoUploads.userId, person.id);
  return db.select({ at: photoUploads.takenAt }).from(photoUploads).where(mine);
}

const REFUSED = { status: 400, connection: 'close', answer: { message: 'PHOTO_TOO_SLOW' } };

test('who sends nothing is refused after the grace, and the room is free again', async ({
  db,
  clock,
  server,
  given,
}) => {
  const person = await given.user();
  const bytes = await picture('teal');
  // As many as one person may have on their way.
  const one = await begin({ server, clock }, { person, bytes });
  const two = await begin({ server, clock }, { person, bytes });
  const client = photoClient(server, person);
  expect(await client.upload(bytes)).toEqual({ error: 'BUSY' });
  await clock.pass(1001);
  expect(await Promise.all([one.answered, two.answered])).toEqual([REFUSED, REFUSED]);
  await expect.poll(() => underWay(db, person)).toEqual([]);
  expect(await client.upload(bytes)).toHaveProperty('serverData');
});

test('who keeps pace may take the time, and who falls behind by a byte may not', async ({
  clock,
  server,
  given,
}) => {
  const bytes = await picture('navy');
  const half = Math.ceil(bytes.length / 2);
  const steady = await begin({ server, clock }, { person: await given.user(), bytes });
  await steady.send(half);
  await clock.pass(HALF_WAY);
  steady.finish(half);
  expect(await steady.answered).toMatchObject({ status: 200, answer: { serverData: {} } });

  const late = await begin({ server, clock }, { person: await given.user(), bytes });
  await late.send(half - 1);
  await clock.pass(HALF_WAY);
  expect(await late.answered).toEqual(REFUSED);
});
