import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'drizzle-orm';
import { build } from 'esbuild';
import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { expect, onTestFinished, vi } from 'vitest';
import { addJob } from '@/server/jobs/queue';
import { onlyTasks, quickTimes } from '@/server/jobs/testing/only-tasks';
import { startWorker } from '@/server/jobs/worker';
import { createLog } from '@/server/log';
import { MailFailure } from '@/server/mail/failure';
import { bundleChild } from '@/server/testing/bundle-child';
import { findCanaries } from '@/server/testing/canaries';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';
import { startTracing } from './start-tracing';
import { startCollector, traceTo } from './testing/collector';
import { traceMails } from './trace-mails';

const [TRACE, SPAN] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];

test('a request is told of with its procedures and their statements, as a part of who asked', async ({
  db,
  given,
}) => {
  const collector = await startCollector();
  const { tracing, stop } = await traceTo(collector);
  const app = await serve(db, { services: { tracing } });
  onTestFinished(() => app.stop());
  const person = await given.user();
  const cookie = `foyer.session=${person.token}`;
  const headers = { cookie, traceparent: `00-${TRACE}-${SPAN}-01` };
  expect((await app.ask({ path: '/api/trpc/profile.me', headers })).status).toBe(200);
  expect((await app.ask({ path: '/api/health/ready' })).status).toBe(200);
  await stop();

  const request = collector.span('GET procedure');
  expect(request).toMatchObject({ traceId: TRACE, parentSpanId: SPAN, kind: 2, status: {} });
  expect(request.attributes).toEqual({
    'http.request.method': 'GET',
    'http.route': 'procedure',
    'http.response.status_code': 200,
    'foyer.request.id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  const call = collector.span('profile.me');
  expect(call).toMatchObject({ traceId: TRACE, parentSpanId: request.spanId, kind: 1 });
  expect(call.attributes).toEqual({
    'rpc.system': 'trpc',
    'rpc.method': 'profile.me',
    'foyer.procedure.type': 'query',
  });
  const statements = collector.spans().filter(({ parentSpanId }) => parentSpanId === call.spanId);
  expect(statements.length).toBeGreaterThanOrEqual(2);
  for (const { kind, traceId, name, attributes } of statements) {
    expect({ kind, traceId }).toEqual({ kind: 3, traceId: TRACE });
    expect(attributes).toEqual({
      'db.system.name': 'postgresql',
      'db.operation.name': name,
      'db.query.text': expect.stringMatching(new RegExp(`^${name} `, 'i')),
      'db.response.returned_rows': expect.any(Number),
    });
  }
  expect(statements.map(({ attributes }) => attributes['db.query.text']).join()).toContain('$1');
  // Nothing else was asked that is worth telling.
  expect(collector.spans()).toHaveLength(2 + statements.length);
  expect(collector.resources()[0]).toMatchObject({ 'service.name': 'foyer' });
});

test('without a traceparent, or with one that is none, each request is a beginning', async ({ db }) => {
  const collector = await startCollector();
  const { tracing, stop } = await traceTo(collector);
  const app = await serve(db, { services: { tracing } });
  onTestFinished(() => app.stop());
  await app.ask({ path: '/sign-in' });
  await app.ask({ path: '/sign-in', headers: { traceparent: 'nonsense' } });
  await stop();
  const pages = collector.spans().filter(({ name }) => name === 'GET page');
  expect(pages.map(({ parentSpanId }) => parentSpanId ?? '')).toEqual(['', '']);
  expect(new Set(pages.map(({ traceId }) => traceId)).size).toBe(2);
});

test('a refusal is told by its reason and is no error, and a database that is away is one', async ({
  db,
  given,
}) => {
  const collector = await startCollector();
  const { tracing, stop } = await traceTo(collector);
  const app = await serve(db, { services: { tracing } });
  onTestFinished(() => app.stop());
  const { token } = await given.user();
  await app.ask({ path: '/api/trpc/audit.list?input=%7B%7D', headers: { cookie: `foyer.session=${token}` } });
  const broken = await serve(db, {
    services: { tracing, replica: { read: () => db.execute(sql`select 1 / 0`) as never } },
  });
  onTestFinished(() => broken.stop());
  const staff = await given.holder('dashboard.view');
  const path = '/api/trpc/moderation.stats.factors';
  expect((await broken.ask({ path, headers: { cookie: `foyer.session=${staff.token}` } })).status).toBe(500);
  await stop();
  expect(collector.span('audit.list')).toMatchObject({
    status: {},
    attributes: { 'foyer.reason': 'NOT_ALLOWED' },
  });
  expect(collector.span('moderation.stats.factors')).toMatchObject({
    status: { code: 2 },
    attributes: { 'error.type': 'INTERNAL' },
  });
  const failed = collector.spans().filter(({ attributes }) => attributes['error.type'] === '22012');
  expect(failed).toMatchObject([{ name: 'SELECT', status: { code: 2 } }]);
});

test('nothing that somebody typed, is called or holds is told', async ({ db, given }) => {
  const collector = await startCollector();
  const { tracing, stop } = await traceTo(collector);
  const app = await serve(db, { services: { tracing } });
  onTestFinished(() => app.stop());
  const [person, other] = [await given.user({ displayName: 'Cassandra Quill' }), await given.user()];
  const headers = { cookie: `foyer.session=${person.token}` };
  const code = 'r4nd0m-s3cret-of-a-link';
  await app.call('profile.update', { displayName: 'Cassandra Renamed', bio: 'My very own words' }, headers);
  await app.ask({
    path: `/api/trpc/profile.search?input=${encodeURIComponent('{"query":"cassandra"}')}`,
    headers,
  });
  await app.ask({
    path: `/api/trpc/profile.byHandle?input=${encodeURIComponent(JSON.stringify({ handle: person.handle }))}`,
  });
  await app.call('auth.signIn.start', { email: person.email });
  await app.call('auth.signUp', {
    ...{ email: 'somebody.new@foyer.example', displayName: 'Some Body', password: PASSWORD },
    ...{ locale: 'en', timeZone: null },
  });
  // Taken already: PostgreSQL says by what, and with which value.
  await app.call('profile.changeHandle', { handle: other.handle }, headers);
  await app.ask({ path: `/u/${person.handle}?token=${code}` });
  await app.ask({ path: `/api/trpc/${person.handle}`, method: 'GET', headers });
  await stop();
  const reasons = ['profile.update', 'profile.search', 'profile.byHandle', 'auth.signIn.start'].map(
    (name) => collector.span(name).attributes['foyer.reason'],
  );
  expect(reasons).toEqual([undefined, undefined, undefined, undefined]);
  expect(collector.span('profile.changeHandle').attributes['foyer.reason']).toBe('HANDLE_TAKEN');
  expect(collector.span('auth.signUp').attributes['foyer.reason']).toBeUndefined();
  const values = {
    address: person.email,
    name: 'Cassandra',
    words: 'My very own words',
    session: person.token,
    password: PASSWORD,
    handle: person.handle,
    'handle of another': other.handle,
    'new address': 'somebody.new@foyer.example',
    person: person.id,
    link: code,
    query: 'cassandra',
  };
  const canaries = Object.entries(values).map(([name, value]) => ({ name, value }));
  expect(findCanaries(canaries, [{ name: 'traces', text: collector.bodies.join('\n') }])).toEqual([]);
  expect(collector.spans().flatMap(({ events }) => events)).toEqual([]);
});

test('a job is told of beside the request that caused it, with its tries, statements and mails', async ({
  db,
  database,
}) => {
  const collector = await startCollector();
  const { tracing, stop } = await traceTo(collector);
  if (!tracing) throw new Error('with an address there are traces');
  const send = vi
    .fn<() => Promise<void>>()
    .mockRejectedValueOnce(new MailFailure('unreachable', 'for somebody@foyer.example'))
    .mockResolvedValue(undefined);
  const mailer = traceMails({ send, greet: async () => undefined, close: () => undefined }, tracing);
  const done: string[] = [];
  const task = async ({ signUpId }: { signUpId: string }) => {
    await db.execute(sql`select 1`);
    await mailer.send({
      to: 'somebody@foyer.example',
      subject: 'Hello',
      html: '',
      text: '',
      messageId: 'x',
    } as never);
    done.push(signUpId);
  };
  const worker = startWorker({
    ...{ db, databaseUrl: database.url, tracing, times: quickTimes },
    tasks: onlyTasks({ 'mail.verifyEmail': task }),
    log: pino({ level: 'silent' }),
  });
  onTestFinished(() => worker.stop());
  const signUpId = uuid();
  await tracing.run({ name: 'the cause', kind: 'server' }, () =>
    addJob(db, { name: 'mail.verifyEmail', payload: { signUpId } }),
  );
  await vi.waitFor(() => expect(send).toHaveBeenCalledOnce(), { timeout: 20_000 });
  await vi.waitFor(
    async () => {
      await db.execute(sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`);
      expect(done).toEqual([signUpId]);
    },
    { timeout: 20_000, interval: 100 },
  );
  await worker.stop();
  await stop();
  const cause = collector.span('the cause');
  const tries = collector.spans().filter(({ name }) => name === 'job mail.verifyEmail');
  expect(tries).toMatchObject([
    { kind: 5, status: { code: 2 }, attributes: { 'foyer.job.attempt': 1 } },
    { kind: 5, status: {}, attributes: { 'foyer.job.attempt': 2, 'foyer.job.name': 'mail.verifyEmail' } },
  ]);
  for (const one of tries) {
    expect(one.links).toMatchObject([{ traceId: cause.traceId, spanId: cause.spanId }]);
    expect(one.traceId).not.toBe(cause.traceId);
    const within = collector.spans().filter(({ parentSpanId }) => parentSpanId === one.spanId);
    expect(within.map(({ name }) => name)).toEqual(expect.arrayContaining(['SELECT', 'send mail']));
  }
  const mails = collector.spans().filter(({ name }) => name === 'send mail');
  expect(mails).toMatchObject([
    { status: { code: 2 }, attributes: { 'foyer.mail.outcome': 'unreachable' } },
    { status: {}, attributes: {} },
  ]);
  expect(collector.bodies.join()).not.toContain('somebody');
});

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
