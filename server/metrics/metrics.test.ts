import { readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect, onTestFinished } from 'vitest';
import { openDatabase } from '@/db/client';
import { MONTHS_AHEAD } from '@/db/months';
import { recordStatements } from '@/db/recorder';
import { JOBS } from '@/server/jobs/catalog';
import { addJob } from '@/server/jobs/queue';
import { createLog } from '@/server/log';
import { MailFailure } from '@/server/mail/failure';
import { pushToBrowsers } from '@/server/notifications/push-browsers';
import { REASONS } from '@/server/reasons';
import { openReplica } from '@/server/replica';
import { appRouter } from '@/server/router';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';
import { redeem } from '@/server/testing/next-auth';
import { startPushEndpoint } from '@/server/testing/push-endpoint';
import { demoPushSettings } from '@/server/testing/push-factories';
import { refusal } from '@/server/testing/refusal';
import { countMails } from './count-mails';
import { serveMetrics } from './testing/metrics-test';

test('metrics are told at a port of their own and nowhere else', async ({ db, database }) => {
  const { metrics, port } = await serveMetrics(database.connection);
  const app = await serve(db, { services: { metrics } });
  onTestFinished(() => app.stop());

  const told = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(told.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(told.headers.get('cache-control')).toBe('no-store');
  const text = await told.text();
  for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes'])
    expect(text).toMatch(new RegExp(`^${name} `, 'm'));

  for (const path of ['/metrics', '/api/metrics', '/api/health/metrics'])
    expect((await app.ask({ path })).text).not.toContain('foyer_');

  const elsewhere = (path: string, method = 'GET') =>
    fetch(`http://127.0.0.1:${port}${path}`, { method }).then(({ status }) => status);
  expect(await elsewhere('/')).toBe(404);
  expect(await elsewhere('/settings/profile')).toBe(404);
  expect(await elsewhere('/metrics', 'POST')).toBe(405);
  expect(await elsewhere('/metrics?name=up')).toBe(200);
});

test('a request is counted by what it asked for and how it ended', async ({ db, database }) => {
  const { metrics, tell } = await serveMetrics(database.connection);
  const app = await serve(db, { services: { metrics } });
  onTestFinished(() => app.stop());
  await app.ask({ path: '/api/health/live' });
  await app.ask({ path: '/settings/profile' });
  await app.ask({ path: '/u/somebody' });
  await app.ask({ path: '/settings/profile', method: 'DELETE' });
  await app.call('profile.update', {});
  const told = await tell();
  const requests = (labels: Record<string, string>) => told.value('foyer_http_requests_total', labels);
  expect(requests({ route: 'health', status: '200' })).toBe(1);
  expect(requests({ route: 'page', status: '200' })).toBe(2);
  expect(requests({ route: 'page', status: '405' })).toBe(1);
  expect(requests({ route: 'procedure', status: '401' })).toBe(1);
  expect(told.value('foyer_http_request_duration_seconds_count', { route: 'page' })).toBe(3);
});

test('a call of a procedure is counted by how it ended, by the reason told and by its time', async ({
  db,
  database,
  given,
}) => {
  const { metrics, tell } = await serveMetrics(database.connection);
  const visit = { services: { metrics } };
  const me = callerFor(db, await given.user(), visit);
  await me.profile.me();
  await me.profile.me();
  await refusal(callerFor(db, null, visit).profile.me());
  await refusal(me.operations.retryJob({ id: '-1' }));
  const away = openDatabase('postgres://nobody:secret@127.0.0.1:1/nothing', { limits: { acquire: 200 } });
  onTestFinished(() => away.end());
  await refusal(callerFor(away.db, { token: 'some-token' }, visit).profile.me());

  const told = await tell();
  const calls = (procedure: string, outcome: string) =>
    told.value('foyer_procedures_total', { procedure, outcome });
  expect(calls('profile.me', 'ok')).toBe(2);
  expect(calls('profile.me', 'refused')).toBe(1);
  expect(calls('profile.me', 'unavailable')).toBe(1);
  expect(calls('operations.retryJob', 'refused')).toBe(1);
  expect(told.value('foyer_refusals_total', { reason: 'SIGNED_OUT' })).toBe(1);
  expect(told.value('foyer_refusals_total', { reason: 'NOT_ALLOWED' })).toBe(1);
  expect(told.value('foyer_procedure_duration_seconds_count', { procedure: 'profile.me' })).toBe(4);
});

test('a sign-in is counted by its proofs and by its end', async ({ db, database, given }) => {
  const { metrics, tell } = await serveMetrics(database.connection);
  const user = await given.user();
  const visit = { cookies: new CookieJar(), ip: '198.51.100.77', services: { metrics } };
  const { signIn } = callerFor(db, null, visit).auth;
  await signIn.start({ email: user.email });
  await refusal(signIn.password({ password: 'not the one that it is' }));
  const { ticket } = await signIn.password({ password: PASSWORD });
  await redeem(db, { ticket, ...visit });
  await redeem(db, { ticket, ...visit });
  const told = await tell();
  const proofs = (outcome: string) =>
    told.value('foyer_sign_in_proofs_total', { proof: 'password', outcome });
  expect(proofs('accepted')).toBe(1);
  expect(proofs('SIGN_IN_FAILED')).toBe(1);
  expect(told.value('foyer_sign_ins_total', { outcome: 'started' })).toBe(1);
  expect(told.value('foyer_sign_ins_total', { outcome: 'refused' })).toBe(1);
});

test('no label holds what comes from outside', async ({ db, database, given }) => {
  const { metrics, tell } = await serveMetrics(database.connection);
  const app = await serve(db, { services: { metrics } });
  onTestFinished(() => app.stop());
  const user = await given.user();
  const visitAs = async (n: number) => {
    await app.ask({ path: `/u/${user.handle}${n}?q=${n}` });
    await app.ask({ path: `/api/photos/${uuid()}/64.webp` });
    await app.ask({ path: `/api/nothing-${n}`, method: 'OPTIONS' });
    await app.call(`nobody.knows${n}`, { n });
    await app.call('profile.byHandle', { handle: `${user.handle}${n}` });
  };
  await app.call('auth.signIn.start', { email: user.email });
  await visitAs(1);
  const ours = async () => (await tell()).samples.filter(({ name }) => name.startsWith('foyer_'));
  const before = await ours();
  for (let n = 2; n < 20; n++) await visitAs(n);
  const after = await ours();
  expect(after.length).toBe(before.length);
  const { text } = await tell();
  for (const secret of [user.handle, user.email, user.id, '127.0.0.1']) expect(text).not.toContain(secret);

  const procedures = Object.keys(appRouter._def.procedures);
  const known: Record<string, (value: string) => boolean> = {
    procedure: (value) => procedures.includes(value),
    reason: (value) => value in REASONS || ['busy', 'down'].includes(value),
    job: (value) => value in JOBS || value === 'other',
    status: (value) => value === 'closed' || /^[1-5]\d\d$/.test(value),
    le: (value) => value === '+Inf' || Number.isFinite(Number(value)),
    route: (value) => /^[a-z]+$/.test(value),
    outcome: (value) => /^[a-z]+$/.test(value) || value in REASONS,
    proof: (value) => /^[a-zA-Z]+$/.test(value),
    state: (value) => /^[a-z]+$/.test(value),
  };
  expect(after.length).toBeGreaterThan(20);
  for (const { name, labels } of after)
    for (const [label, value] of Object.entries(labels))
      expect([name, label, value, known[label]?.(value)]).toEqual([name, label, value, true]);
});

test('the queue is told by kind of job: what waits, how late it is, and what is dead', async ({
  db,
  database,
}) => {
  const late = new Date(Date.now() - 600_000);
  const at = (runAt: Date) => addJob(db, { name: 'mail.resetPassword', payload: { resetId: uuid() }, runAt });
  await at(late);
  await at(new Date());
  await at(new Date(Date.now() + 3_600_000));
  await addJob(db, { name: 'mail.verifyEmail', payload: { signUpId: uuid() }, key: 'a dead one' });
  // Waits behind all others, and is meant to.
  await db.execute(sql`
    select from graphile_worker.add_job('notifications.mail', '{}'::json, run_at => now() - interval '1 hour', priority => 10)`);
  await db.execute(sql`
    update graphile_worker._private_jobs set attempts = max_attempts where key = 'a dead one'`);
  for (const name of ['of.yesterday', 'of.before'])
    await db.execute(sql`select from graphile_worker.add_job(${name}, '{}'::json)`);
  await db.execute(sql`insert into worker_heartbeats (worker_id, seen_at) values
    ('alive', now()), ('silent', now() - interval '5 minutes')`);

  const { tell } = await serveMetrics(database.connection);
  const told = await tell();
  const jobs = (job: string) =>
    ['waiting', 'later', 'running', 'dead'].map((state) => told.value('foyer_jobs', { job, state }));
  expect(jobs('mail.resetPassword')).toEqual([2, 1, 0, 0]);
  expect(jobs('mail.verifyEmail')).toEqual([0, 0, 0, 1]);
  expect(jobs('other')).toEqual([2, 0, 0, 0]);
  const lateBy = told.value('foyer_job_late_seconds', { job: 'mail.resetPassword' });
  expect(lateBy).toBeGreaterThanOrEqual(600);
  expect(lateBy).toBeLessThan(700);
  expect(told.value('foyer_job_late_seconds', { job: 'mail.verifyEmail' })).toBe(0);
  expect(jobs('notifications.mail')).toEqual([1, 0, 0, 0]);
  expect(told.value('foyer_job_late_seconds', { job: 'notifications.mail' })).toBe(0);
  expect(told.value('foyer_workers', { state: 'alive' })).toBe(1);
  expect(told.value('foyer_months_ahead', { state: 'made' })).toBe(MONTHS_AHEAD);
  expect(told.value('foyer_database_up')).toBe(1);
});

test('a table of which the months ahead are missing is told, whichever it is', async ({ db, database }) => {
  const [last] = await db.execute<{ part: string }>(
    sql`select part from months_of('notification_deliveries') where first_id is not null order by first_id desc limit 1`,
  );
  await db.execute(sql`drop table ${sql.identifier(last?.part ?? '')}`);
  const { tell } = await serveMetrics(database.connection);
  expect((await tell()).value('foyer_months_ahead', { state: 'made' })).toBe(MONTHS_AHEAD - 1);
});

test('reading the metrics costs one statement, and none when they are read again', async ({ database }) => {
  const { metrics } = await serveMetrics(database.connection);
  const cost = async () => (await recordStatements(() => metrics.read())).statements.length;
  expect(await cost()).toBe(1);
  expect(await cost()).toBe(0);
  const { metrics: others } = await serveMetrics(database.connection);
  const { statements } = await recordStatements(() => Promise.all([others.read(), others.read()]));
  expect(statements).toHaveLength(1);
});

test('with the database away the process still tells how it does', async () => {
  const away = openDatabase('postgres://nobody:secret@127.0.0.1:1/nothing', { limits: { acquire: 200 } });
  onTestFinished(() => away.end());
  const { tell } = await serveMetrics(away);
  const told = await tell();
  expect(told.value('foyer_database_up')).toBe(0);
  expect(told.value('process_resident_memory_bytes')).toBeGreaterThan(0);
  // What is not known is not told: 0 would mean that all is well.
  for (const name of ['foyer_jobs', 'foyer_job_late_seconds', 'foyer_workers'])
    expect(told.value(name)).toBeUndefined();
  expect((await tell()).value('foyer_database_refused_total', { reason: 'down' })).toBe(2);
});

test('the pool is told as it stands, and every statement is counted once', async ({ database }) => {
  const connection = openDatabase(database.url, { max: 3 });
  onTestFinished(() => connection.end());
  const { tell } = await serveMetrics(connection);
  const before = await tell();
  await connection.db.execute(sql`select 1`);
  await connection.db.transaction(async (tx) => {
    await tx.execute(sql`select 1`);
    await tx.execute(sql`select 2`);
  });
  await connection.db.execute(sql`select 1 / 0`).catch(() => undefined);
  const after = await tell();
  const more = (outcome: string) => {
    const labels = { outcome };
    const name = 'foyer_database_statements_total';
    return (after.value(name, labels) ?? 0) - (before.value(name, labels) ?? 0);
  };
  expect([more('answered'), more('failed')]).toEqual([3, 1]);
  expect(after.value('foyer_database_connections_max')).toBe(3);
  expect(after.value('foyer_database_waiting')).toBe(0);
  expect(after.value('foyer_database_connections', { state: 'busy' })).toBe(0);
  expect(after.value('foyer_database_connections', { state: 'idle' })).toBeGreaterThan(0);

  await connection.db.transaction(async () => {
    expect((await tell()).value('foyer_database_connections', { state: 'busy' })).toBe(1);
  });
});

test('pushes are counted by what became of them', async ({ db, database, given }) => {
  const { metrics, tell } = await serveMetrics(database.connection);
  const user = await given.user();
  const service = await startPushEndpoint();
  onTestFinished(() => service.stop());
  await given.pushBrowser(user, service);
  const push = async () => {
    const content = { title: 'one', body: '', path: '/', tag: 'one', locale: 'en' };
    const attempt = { jobId: '1', attempt: 1, queuedAt: new Date() };
    const services = { db, push: demoPushSettings(), metrics };
    return pushToBrowsers(services, { userId: user.id, content, attempt, now: new Date() });
  };
  expect(await push()).toBe('reached');
  service.answer(413);
  expect(await push()).toBe('refused');
  service.answer(410);
  expect(await push()).toBe('noBrowser');
  const told = await tell();
  for (const outcome of ['sent', 'refused', 'gone'])
    expect([outcome, told.value('foyer_pushes_total', { outcome })]).toEqual([outcome, 1]);
});

test('mails are counted by what became of them', async ({ database }) => {
  const { metrics, tell } = await serveMetrics(database.connection);
  const answers = [
    undefined,
    new MailFailure('refused', 'no'),
    new MailFailure('unreachable', 'no'),
    new Error(),
  ];
  const message = { to: 'ada@example.test', messageId: 'one', subject: '', text: '', html: '' };
  const mailer = countMails(
    {
      send: async () => {
        const error = answers.shift();
        if (error) throw error;
      },
      greet: async () => undefined,
      close: () => undefined,
    },
    metrics,
  );
  const ends: unknown[] = [];
  for (let n = 0; n < 4; n++)
    ends.push(
      await mailer.send({ ...message, unsubscribe: undefined }).catch((error) => error.constructor.name),
    );
  expect(ends).toEqual([undefined, 'MailFailure', 'MailFailure', 'Error']);
  const told = await tell();
  for (const outcome of ['sent', 'refused', 'unreachable', 'failed'])
    expect([outcome, told.value('foyer_mails_total', { outcome })]).toEqual([outcome, 1]);
});

test('docs/monitoring.md names every metric of ours, and its alerts name no other', async ({ database }) => {
  const settings = { DATABASE_REPLICA_URL: 'postgres://nobody@127.0.0.1:1/nothing', DATABASE_POOL: 2 };
  const replica = openReplica({ settings, connection: database.connection, log: createLog('silent') });
  onTestFinished(() => replica?.end());
  const { tell } = await serveMetrics(database.connection, replica);
  const { text } = await tell();
  const told = [...text.matchAll(/^# HELP (foyer_\w+)/gm)].map(([, name]) => name);
  const page = await readFile(new URL('../../docs/monitoring.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| `(foyer_\w+)`/gm)].map(([, name]) => name);
  expect(listed.toSorted()).toEqual(told.toSorted());
  const used = [...page.matchAll(/foyer_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''));
  expect(used.filter((name) => !told.includes(name))).toEqual([]);
});

test('live streams are told as they stand', async ({ database }) => {
  const { metrics, tell } = await serveMetrics(database.connection);
  expect((await tell()).value('foyer_live_streams')).toBe(0);
  let open = 7;
  metrics.watchStreams(() => open);
  expect((await tell()).value('foyer_live_streams')).toBe(7);
  open = 3;
  expect((await tell()).value('foyer_live_streams')).toBe(3);
});
