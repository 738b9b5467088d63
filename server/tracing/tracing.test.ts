import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { expect, onTestFinished, vi } from 'vitest';
import { addJob } from '@/server/jobs/queue';
import { onlyTasks, quickTimes } from '@/server/jobs/testing/only-tasks';
import { startWorker } from '@/server/jobs/worker';
import { MailFailure } from '@/server/mail/failure';
import { findCanaries } from '@/server/testing/canaries';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';
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
  // What the other tests put into the queue is none of this one's business.
  await db.execute(sql`delete from graphile_worker._private_jobs`);
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
