import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Log } from '@/server/log';
import { refuseWeakPassword } from './password-policy';

const PASSWORD = 'nine herons wade past the mill';
const SHA1 = createHash('sha1').update(PASSWORD).digest('hex').toUpperCase();
const [PREFIX, SUFFIX] = [SHA1.slice(0, 5), SHA1.slice(5)];
const OTHERS = `${'0'.repeat(34)}1:3\r\n${'F'.repeat(35)}:12`;

test('a password that a leak has is refused, by the first five characters of its hash', async () => {
  const service = await startService((_request, response) => {
    response.end(`${OTHERS}\r\n${SUFFIX}:17\r\n`);
  });
  await expect(choose({ url: service.url })).rejects.toMatchObject({ reason: 'PASSWORD_BREACHED' });
  expect(service.asked).toHaveLength(1);
  expect(service.asked[0]?.url).toBe(`/range/${PREFIX}`);
  expect(service.asked[0]?.headers['add-padding']).toBe('true');
  expect(JSON.stringify(service.asked)).not.toContain(SUFFIX.slice(0, 8));
});

test.each([
  ['knows others', OTHERS],
  ['knows it as padding only', `${OTHERS}\r\n${SUFFIX}:0`],
  ['says nothing', ''],
  ['says something else', `<html>${SUFFIX}</html>`],
])('a service that %s lets it through', async (_what, answer) => {
  const service = await startService((_request, response) => response.end(answer));
  const log = vi.fn<Log['warn']>();
  await choose({ url: `${service.url}/`, log });
  expect(service.asked).toHaveLength(1);
  expect(log).not.toHaveBeenCalled();
});

test.each<[string, Answer]>([
  ['fails', (_request, response) => response.writeHead(500).end(`${SUFFIX}:17`)],
  ['sends elsewhere', (_request, response) => response.writeHead(302, { Location: '/other' }).end()],
  ['hangs up', (request) => request.socket.destroy()],
  ['never answers', () => undefined],
  ['never comes to its end', (_request, response) => void response.write(`${SUFFIX}:17\r\n`)],
])('a service that %s keeps nobody out, and is in the log', async (_what, answer) => {
  const service = await startService(answer);
  const log = vi.fn<Log['warn']>();
  await choose({ url: service.url, log });
  expect(service.asked).toHaveLength(1);
  expect(log).toHaveBeenCalledExactlyOnceWith({ error: expect.anything() }, 'breached passwords not asked');
  expect(JSON.stringify(log.mock.calls)).not.toContain(PASSWORD);
});

test('without a service nobody is asked; a guessable password is not sent to any', async () => {
  const service = await startService((_request, response) => response.end());
  await choose({ url: undefined });
  const guessable = choose({ url: service.url, password: 'password1234' });
  await expect(guessable).rejects.toMatchObject({ reason: 'PASSWORD_GUESSABLE' });
  expect(service.asked).toEqual([]);
});

test('the length of one that stands alone counts in code points', async () => {
  const password = 'u\u{1F99A}zf\u{1F980}kq\u{1F344}wd\u{1F6F6}mb';
  expect([...password]).toHaveLength(13);
  await choose({ url: undefined, password, alone: true, passwordMinAlone: 13 });
  const short = choose({ url: undefined, password, alone: true, passwordMinAlone: 14 });
  await expect(short).rejects.toMatchObject({ reason: 'PASSWORD_TOO_SHORT_ALONE' });
  await choose({ url: undefined, password, alone: false, passwordMinAlone: 14 });
});

function choose({
  url,
  password = PASSWORD,
  alone = true,
  passwordMinAlone = 12,
  log = vi.fn<Log['warn']>(),
}: {
  url: string | undefined;
  password?: string;
  alone?: boolean;
  passwordMinAlone?: number;
  log?: Log['warn'];
}) {
  const policy = { passwordMinAlone, breachServiceUrl: url };
  return refuseWeakPassword({ password, alone, words: [], policy, log: { warn: log } });
}

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => unknown;

/** A service on this machine that answers every question alike; it stops with the test. */
async function startService(answer: Answer) {
  const asked: { url: string | undefined; headers: http.IncomingHttpHeaders }[] = [];
  const server = http.createServer((request, response) => {
    asked.push({ url: request.url, headers: request.headers });
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('a TCP server has a port');
  return { url: `http://127.0.0.1:${address.port}`, asked };
}
