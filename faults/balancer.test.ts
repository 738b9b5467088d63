import { createServer, type RequestListener, type Server } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { ask, call } from './ask';
import { startBalancer } from './balancer';
import { onGround } from './ground';

/** An instance that is ready, and answers everything else as it is told; `asked` is what reached it. */
async function anInstance(answer: RequestListener) {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    if (request.url === '/api/health/ready') return void response.end('{}');
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  onTestFinished(stop);
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('a TCP server has a port');
  return { port: address.port, asked, stop };
}

const quiet = { small: true, say: () => undefined };

test('it takes turns, and passes on what an instance said and who asked', async () => {
  const seen: unknown[] = [];
  const instance = (name: string) =>
    anInstance((request, response) => {
      seen.push(request.headers['x-forwarded-for']);
      response.setHeader('Set-Cookie', ['a=1', 'b=2']).setHeader('Connection', 'close');
      request.pipe(response.writeHead(201, { 'x-name': name }));
    });
  await onGround(quiet, async (ground) => {
    const balancer = await startBalancer(ground);
    for (const { port } of [await instance('one'), await instance('other')]) await balancer.add(port);
    const answers = [];
    for (let n = 0; n < 4; n++) answers.push(await call(balancer.port, 'some.thing', { n }));
    expect(answers.map(({ status, text }) => [status, text])).toEqual(
      [0, 1, 2, 3].map((n) => [201, `{"n":${n}}`]),
    );
    const names = answers.map(({ headers }) => headers['x-name']);
    expect(names.filter((name) => name === 'one')).toHaveLength(2);
    expect(answers[0]?.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    for (const list of seen) expect(list).toMatch(/^10\.\d+\.\d+\.\d+, .*127\.0\.0\.1$/);
    expect([balancer.passedOn(), balancer.lost()]).toEqual([0, 0]);
  });
});

test('it tries another where the port is closed, and never where something may have been done', async () => {
  const well = await anInstance((_, response) => void response.end('well'));
  const breaking = await anInstance((request) => void request.socket.destroy());
  await onGround(quiet, async (ground) => {
    const balancer = await startBalancer(ground);
    await balancer.add(breaking.port);
    expect((await call(balancer.port, 'some.thing', {})).status).toBe(502);
    await balancer.add(well.port);
    const answers = [
      await call(balancer.port, 'some.thing', {}),
      await call(balancer.port, 'some.thing', {}),
    ];
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 502]);
    // One each: what broke was not sent again.
    expect([breaking.asked.length, well.asked.length, balancer.lost()]).toEqual([2, 1, 2]);
  });
  await breaking.stop();
  await onGround(quiet, async (ground) => {
    const balancer = await startBalancer(ground);
    const closing = await anInstance((_, response) => void response.end());
    await balancer.add(closing.port);
    await balancer.add(well.port);
    await closing.stop();
    const answers = [await ask(balancer.port, { path: '/' }), await ask(balancer.port, { path: '/' })];
    expect(answers.map(({ text }) => text)).toEqual(['well', 'well']);
    expect(balancer.lost()).toBe(0);
  });
});
