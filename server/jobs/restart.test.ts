import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '@/db/client';
import { startEmbeddedDatabase } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { prepareQueue } from './prepare-queue';
import { addJob } from './queue';
import { onlyTasks, quickTimes } from './testing/only-tasks';
import { startWorker } from './worker';

const name = 'mail.verifyEmail';
const until = { timeout: 20_000, interval: 20 };

/** A PostgreSQL that comes back by itself when it is killed; not `fast`, which forgets what it has promised. */
async function startDatabase() {
  const dataDir = await mkdtemp(join(tmpdir(), 'foyer-test-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const server = await startEmbeddedDatabase({ dataDir, log: () => undefined });
  onTestFinished(() => server.stop());
  await migrate(server.url, { log: () => undefined });
  await prepareQueue({ databaseUrl: server.url });
  const kill = async () => {
    const note: unknown = JSON.parse(await readFile(join(dataDir, 'postgres-running.json'), 'utf8'));
    process.kill(z.object({ pid: z.number() }).parse(note).pid, 'SIGKILL');
  };
  return { url: server.url, kill };
}

test('the worker outlives a PostgreSQL that is killed, and loses no job', async () => {
  const server = await startDatabase();
  const connection = openDatabase(server.url);
  onTestFinished(() => connection.end());
  const { db } = connection;
  const done: string[] = [];
  const tasks = onlyTasks({ [name]: async ({ signUpId }) => void done.push(signUpId) });
  const log = pino({ level: 'silent' });
  const worker = startWorker({ db, databaseUrl: server.url, tasks, log, times: quickTimes });
  onTestFinished(() => worker.stop());

  const [before, early, after] = [v7(), v7(), v7()];
  await addJob(db, { name, payload: { signUpId: before } });
  await vi.waitFor(() => expect(done).toEqual([before]), until);
  await addJob(db, { name, payload: { signUpId: early }, runAt: new Date(Date.now() + 500) });
  await server.kill();
  await vi.waitFor(() => addJob(db, { name, payload: { signUpId: after } }), until);
  await vi.waitFor(() => expect(done.toSorted()).toEqual([before, early, after].toSorted()), until);
});
