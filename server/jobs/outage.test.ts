import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { describe, expect, onTestFinished, vi } from 'vitest';
import type { Database } from '@/db/client';
import { workerHeartbeats } from '@/db/schema/operations';
import { ChaosProxy } from '@/db/testing/chaos-proxy';
import { addJob } from './queue';
import { startChildWorker } from './testing/child-worker';
import { queued, test } from './testing/jobs-test';

const name = 'mail.verifyEmail';
const until = { timeout: 20_000, interval: 20 };

/** The database behind something that can break, for the worker only. */
async function breakable(databaseUrl: string) {
  const url = new URL(databaseUrl);
  const proxy = await ChaosProxy.start(Number(url.port));
  onTestFinished(() => proxy.close());
  url.port = String(proxy.port);
  return { proxy, databaseUrl: url.href };
}

/** Seconds from taking the job that is under way to the last sign of life of its worker. */
async function heldFor(db: Database) {
  const [row] = await db.execute<{ seconds: number }>(sql`
    select extract(epoch from seen_at - locked_at)::float8 as seconds
    from worker_heartbeats inner join graphile_worker.jobs on locked_by = worker_id`);
  return row?.seconds;
}

describe('a worker that loses the database', () => {
  test('goes on when the database is back', async ({ database, db, work }) => {
    const { proxy, databaseUrl } = await breakable(database.url);
    const done: string[] = [];
    work({ databaseUrl, tasks: { [name]: async ({ signUpId }) => void done.push(signUpId) } });
    const ids = [v7(), v7(), v7()];
    for (const [round, signUpId] of ids.entries()) {
      await addJob(db, { name, payload: { signUpId } });
      await vi.waitFor(() => expect(done).toEqual(ids.slice(0, round + 1)), until);
      await proxy.refuse();
      await proxy.reopen();
    }
  });

  test('goes on after a time without any answer', async ({ database, db, work }) => {
    const { proxy, databaseUrl } = await breakable(database.url);
    const done: string[] = [];
    work({ databaseUrl, tasks: { [name]: async ({ signUpId }) => void done.push(signUpId) } });
    const [first, second] = [v7(), v7()];
    await addJob(db, { name, payload: { signUpId: first } });
    await vi.waitFor(() => expect(done).toEqual([first]), until);
    // Its connections stay open and nothing passes on them, ever; new ones would work.
    proxy.lose('hole');
    await addJob(db, { name, payload: { signUpId: second } });
    await vi.waitFor(() => expect(done).toEqual([first, second]), until);
  });

  test('does not do again what it could not write down as done', async ({ database, db, work }) => {
    const { proxy, databaseUrl } = await breakable(database.url);
    const done: string[] = [];
    work({
      databaseUrl,
      tasks: {
        [name]: async ({ signUpId }) => {
          await proxy.refuse();
          done.push(signUpId);
        },
      },
    });
    const signUpId = v7();
    await addJob(db, { name, payload: { signUpId } });
    await vi.waitFor(() => expect(done).toEqual([signUpId]), until);
    expect(await queued(db)).toMatchObject([{ name, locked: true }]);
    await proxy.reopen();
    await expect.poll(() => queued(db), until).toEqual([]);
    expect(done).toEqual([signUpId]);
  });
});

describe('a worker that is killed', () => {
  test('leaves its job to another', async ({ database, db, work }) => {
    const child = await startChildWorker(database.url);
    onTestFinished(() => child.kill());
    const signUpId = v7();
    await addJob(db, { name, payload: { signUpId } });
    await child.taken;
    const done = vi.fn(async () => undefined);
    work({ tasks: { [name]: done } });
    // As long as it lives nobody takes its job, be it longer than a silent worker would be waited for.
    await expect.poll(() => heldFor(db), until).toBeGreaterThan(4);
    expect(done).not.toHaveBeenCalled();
    await child.kill();
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce(), until);
    expect(done).toHaveBeenCalledWith({ signUpId }, expect.objectContaining({ attempt: 2 }));
    await expect.poll(() => queued(db), until).toEqual([]);
  });
});

describe('a worker that is stopped', () => {
  test('finishes what it is doing', async ({ db, work }) => {
    let finish: () => void = () => undefined;
    const begun = vi.fn();
    const worker = work({
      tasks: {
        [name]: () => {
          begun();
          return new Promise<void>((resolve) => {
            finish = resolve;
          });
        },
      },
    });
    await addJob(db, { name, payload: { signUpId: v7() } });
    await vi.waitFor(() => expect(begun).toHaveBeenCalledOnce(), until);
    const stopped = worker.stop();
    finish();
    await stopped;
    expect(await queued(db)).toEqual([]);
  });

  test('gives back in time what it cannot finish', async ({ db, work }) => {
    const begun = vi.fn();
    const worker = work({
      tasks: {
        [name]: () => {
          begun();
          return new Promise(() => undefined);
        },
      },
    });
    await addJob(db, { name, payload: { signUpId: v7() } });
    await vi.waitFor(() => expect(begun).toHaveBeenCalledOnce(), until);
    await worker.stop();
    expect(await queued(db)).toMatchObject([{ name, locked: false }]);
    expect(await db.select().from(workerHeartbeats)).toEqual([]);
    const done = vi.fn(async () => undefined);
    work({ tasks: { [name]: done } });
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce(), until);
  });

  test('stops while the database is away', async ({ database, work }) => {
    const { proxy, databaseUrl } = await breakable(database.url);
    const worker = work({ databaseUrl, tasks: {} });
    await proxy.refuse();
    await worker.stop();
  });
});
