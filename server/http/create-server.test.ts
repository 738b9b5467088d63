import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createHttpServer } from './create-server';

const HEAD = 'POST / HTTP/1.1\r\nhost: localhost\r\n';

test.each([
  ['a head', HEAD],
  ['a body', `${HEAD}content-length: 50\r\n\r\n{"em`],
])('%s that never ends is answered 408, and its connection closed', async (_, sent) => {
  const server = createHttpServer({ headers: 100, request: 200, look: 20 });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const socket = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  socket.write(sent);
  await once(socket, 'close');
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
});

test('an answer may go on for longer than its request was allowed to take', async () => {
  const server = createHttpServer({ headers: 50, request: 100, look: 10 });
  server.on('request', (_, response) => {
    const talk = setInterval(() => response.write('.'), 10);
    response.on('close', () => clearInterval(talk));
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const answer = await fetch(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  let said = 0;
  for await (const part of answer.body ?? []) {
    said += Buffer.from(part).length;
    // At ten milliseconds each that is far beyond both limits.
    if (said >= 50) break;
  }
  expect(said).toBeGreaterThanOrEqual(50);
});

test('a client has ten seconds for the head and three minutes for all of a request, which may be a photo', () => {
  const { headersTimeout, requestTimeout } = createHttpServer();
  expect([headersTimeout, requestTimeout]).toEqual([10_000, 180_000]);
});
