import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { expect, onTestFinished } from 'vitest';
import { bundleChild } from '@/server/testing/bundle-child';
import { test } from '@/server/testing/fixtures';
import { startMetrics } from './start-metrics';
import { readMetrics, serveMetrics } from './testing/metrics-test';

test('without a port nobody is told and nothing is counted', async ({ database }) => {
  const { connection } = database;
  const settings = { METRICS_PORT: undefined, METRICS_HOST: '127.0.0.1' };
  const log = pino({ level: 'silent' });
  const { stop, ...running } = await startMetrics({ settings, connection, log });
  expect(running).toEqual({ metrics: undefined, port: undefined });
  await stop();
});

test('a port that is in use, or an address that is not of this machine, stops the start with a sentence', async ({
  database,
}) => {
  const { connection } = database;
  const { port } = await serveMetrics(connection);
  const log = pino({ level: 'silent' });
  const start = (METRICS_PORT: number, METRICS_HOST: string) =>
    startMetrics({ settings: { METRICS_PORT, METRICS_HOST }, connection, log });
  await expect(start(port, '127.0.0.1')).rejects.toThrow(
    `METRICS_PORT: port ${port} is in use. Apps and workers of one machine need a port each for their metrics.`,
  );
  await expect(start(0, '192.0.2.1')).rejects.toThrow(
    'METRICS_HOST: 192.0.2.1 is not an address of this machine.',
  );
});

test('a worker in a process of its own tells how it does, and ends when it is told to', async ({
  database,
}) => {
  const port = await freePort();
  const dataDir = await mkdtemp(join(tmpdir(), 'foyer-metrics-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const script = await bundleChild('server/worker-process.ts');
  onTestFinished(() => rm(script));
  const child = spawn(process.execPath, [script], {
    env: {
      ...{ PATH: process.env.PATH, DATABASE_URL: database.url, DATA_DIR: dataDir },
      ...{ METRICS_PORT: String(port), LOG_LEVEL: 'silent', NODE_ENV: 'production' },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  onTestFinished(() => void process.off('exit', abandon));
  expect(await once(createInterface(child.stdout), 'line')).toEqual(['Ready: the worker waits for jobs']);

  await expect
    .poll(async () => (await readMetrics(port)).value('foyer_database_up'), { timeout: 15_000 })
    .toBe(1);
  const told = await readMetrics(port);
  expect(told.value('process_resident_memory_bytes')).toBeGreaterThan(0);
  expect(told.value('foyer_database_connections_max')).toBe(5);

  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await gone).toEqual([0, null]);
  await expect(readMetrics(port)).rejects.toThrow('fetch failed');
});

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
