import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'drizzle-orm';
import { build } from 'esbuild';
import { expect, onTestFinished } from 'vitest';
import { addJob } from '@/server/jobs/queue';
import { createLog } from '@/server/log';
import { bundleChild } from '@/server/testing/bundle-child';
import { test } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';
import { startTracing } from './start-tracing';
import { startCollector, traceTo } from './testing/collector';

test('by default it is protobuf, at the address for traces if there is one', async () => {
  const collector = await startCollector();
  const { tracing, stop } = await traceTo(collector, {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  });
  await tracing?.run({ name: 'something done', kind: 'internal' }, async () => 1);
  await stop();
  expect(collector.headers).toEqual([{ 'content-type': 'application/x-protobuf' }]);
  expect(collector.bodies[0]).toContain('something done');
});

test('a collector that is away, or takes nothing, is in nobody`s way, and is told in the log', async ({
  db,
  given,
}) => {
  let status = 400;
  const collector = await startCollector(() => status);
  const lines: string[] = [];
  const { tracing, stop } = await startTracing({
    settings: {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:secret@127.0.0.1:1',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: undefined,
      OTEL_SDK_DISABLED: 'false',
      OTEL_TRACES_EXPORTER: 'otlp',
    },
    service: 'foyer',
    log: createLog('info', { write: (line: string) => lines.push(line) }),
  });
  const app = await serve(db, { services: { tracing } });
  onTestFinished(() => app.stop());
  const { token } = await given.user();
  const ask = async () => {
    const headers = { cookie: `foyer.session=${token}` };
    expect((await app.ask({ path: '/api/trpc/profile.me', headers })).status).toBe(200);
  };
  await ask();
  await expect.poll(() => lines.join(), { timeout: 20_000 }).toContain('traces are not taken');
  status = 200;
  await ask();
  await expect.poll(() => lines.join(), { timeout: 20_000 }).toContain('traces are taken again');
  await stop();

  const gone = await traceTo({ url: 'http://127.0.0.1:1' });
  const other = await serve(db, { services: { tracing: gone.tracing } });
  onTestFinished(() => other.stop());
  const headers = { cookie: `foyer.session=${token}` };
  expect((await other.ask({ path: '/api/trpc/profile.me', headers })).status).toBe(200);
  // Ends, whatever was not sent.
  await gone.stop();
});

test('a worker that is told to stop sends what it has not sent yet', { timeout: 60_000 }, async ({
  db,
  database,
}) => {
  const collector = await startCollector();
  const dataDir = await mkdtemp(join(tmpdir(), 'foyer-traces-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const script = await bundleChild('server/worker-process.ts');
  onTestFinished(() => rm(script));
  const child = spawn(process.execPath, [script], {
    env: {
      ...{ PATH: process.env.PATH, DATABASE_URL: database.url, DATA_DIR: dataDir },
      ...{ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
      // Longer than the test: what comes, comes at the end.
      ...{ OTEL_BSP_SCHEDULE_DELAY: '600000', LOG_LEVEL: 'silent', NODE_ENV: 'production' },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  onTestFinished(() => void process.off('exit', abandon));
  await once(createInterface(child.stdout), 'line');
  await addJob(db, { name: 'audit.seal', payload: {} });
  const left = async () => {
    const rows = await db.execute(
      sql`select from graphile_worker.jobs where task_identifier = 'audit.seal' and run_at <= now()`,
    );
    return rows.length;
  };
  await expect.poll(left, { timeout: 20_000 }).toBe(0);
  expect(collector.bodies).toEqual([]);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(collector.spans().map(({ name }) => name)).toContain('job audit.seal');
  expect(collector.resources()[0]).toMatchObject({ 'service.name': 'foyer-worker' });
});

test('without an address nothing is told and nothing of it is loaded', async () => {
  for (const settings of [
    { OTEL_EXPORTER_OTLP_ENDPOINT: undefined },
    { OTEL_SDK_DISABLED: 'true' as const },
    { OTEL_TRACES_EXPORTER: 'none' as const },
  ])
    expect((await traceTo({ url: 'http://127.0.0.1:1' }, settings)).tracing).toBeUndefined();
  const { metafile } = await build({
    entryPoints: ['server/start.ts'],
    ...{ bundle: true, write: false, metafile: true, platform: 'node', packages: 'external', format: 'esm' },
    jsx: 'automatic',
    logLevel: 'silent',
    outfile: 'unused.js',
  });
  const imports = Object.values(metafile.outputs)
    .flatMap((output) => output.imports)
    .filter(({ path }) => path.startsWith('@opentelemetry/'));
  expect(imports.length).toBeGreaterThan(0);
  expect([...new Set(imports.map(({ kind }) => kind))]).toEqual(['dynamic-import']);
});
