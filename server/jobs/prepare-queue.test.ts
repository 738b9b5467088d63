import { pino } from 'pino';
import postgres from 'postgres';
import { v7 } from 'uuid';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase } from '@/db/client';
import { startPostgres } from '@/db/testing/postgres-server';
import { prepareQueue } from './prepare-queue';
import { addJob } from './queue';
import { onlyTasks, quickTimes } from './testing/only-tasks';
import { startWorker } from './worker';

// A server of its own, since a role belongs to all databases of one.
let url = '';
beforeAll(async () => {
  const server = await startPostgres();
  url = `postgres://postgres@127.0.0.1:${server.port}/postgres`;
  return () => server.stop();
});

test('several instances prepare the queue at once, and again', async () => {
  await Promise.all(Array.from({ length: 6 }, () => prepareQueue({ databaseUrl: url })));
  await prepareQueue({ databaseUrl: url });
  const connection = openDatabase(url);
  onTestFinished(() => connection.end());
  await addJob(connection.db, { name: 'sweep', payload: {} });
});

test('the role of the app uses a queue that it does not own', async () => {
  const admin = postgres(url, { max: 1, onnotice: () => undefined });
  onTestFinished(() => admin.end());
  await admin`create role app login`;
  await prepareQueue({ databaseUrl: url, appRole: 'app' });
  await prepareQueue({ databaseUrl: url, appRole: 'app' });
  const databaseUrl = url.replace('postgres@', 'app@');
  const connection = openDatabase(databaseUrl);
  onTestFinished(() => connection.end());
  const { db } = connection;
  const done = vi.fn(async () => undefined);
  const tasks = onlyTasks({ 'mail.verifyEmail': done });
  const log = pino({ level: 'silent' });
  const worker = startWorker({ db, databaseUrl, tasks, log, times: quickTimes });
  onTestFinished(() => worker.stop());
  await addJob(db, { name: 'mail.verifyEmail', payload: { signUpId: v7() } });
  await vi.waitFor(() => expect(done).toHaveBeenCalledOnce(), { timeout: 10_000 });
  await expect(db.execute('create table graphile_worker.mine ()')).rejects.toThrow();
});
