import { v7 } from 'uuid';
import { describe, expect, vi } from 'vitest';
import { countJobs, listFailingJobs, retryJob } from './dead-letters';
import { JobFailure } from './job-failure';
import { addJob } from './queue';
import { hurry, queued, test } from './testing/jobs-test';

const name = 'mail.verifyEmail';
const until = { timeout: 15_000, interval: 20 };

describe('a job', () => {
  test('runs with its payload and is gone', async ({ db, work }) => {
    const task = vi.fn(async () => undefined);
    work({ tasks: { [name]: task } });
    const payload = { signUpId: v7() };
    await addJob(db, { name, payload });
    await vi.waitFor(() => expect(task).toHaveBeenCalledOnce(), until);
    expect(task).toHaveBeenCalledWith(payload, { jobId: '1', attempt: 1, queuedAt: expect.any(Date) });
    await expect.poll(() => queued(db), until).toEqual([]);
  });

  test('comes into being with its transaction, or not at all', async ({ db, work }) => {
    const done: string[] = [];
    work({ tasks: { [name]: async ({ signUpId }) => void done.push(signUpId) } });
    const [kept, undone] = [v7(), v7()];
    const cancelled = db.transaction(async (tx) => {
      await addJob(tx, { name, payload: { signUpId: undone } });
      throw new Error('changed my mind');
    });
    await expect(cancelled).rejects.toThrow('changed my mind');
    await db.transaction((tx) => addJob(tx, { name, payload: { signUpId: kept } }));
    await vi.waitFor(() => expect(done).toEqual([kept]), until);
    await expect.poll(() => queued(db), until).toEqual([]);
  });

  test('waits for its time', async ({ db, work }) => {
    const task = vi.fn(async () => undefined);
    await addJob(db, { name, payload: { signUpId: v7() }, runAt: new Date(Date.now() + 3_600_000) });
    work({ tasks: { [name]: task, 'mail.probe': async () => undefined } });
    await addJob(db, { name: 'mail.probe', payload: {} });
    await expect.poll(() => queued(db), until).toEqual([expect.objectContaining({ name, attempts: 0 })]);
    await hurry(db);
    await vi.waitFor(() => expect(task).toHaveBeenCalledOnce(), until);
  });

  test('with a key takes the place of the one that waits, and keeps its time', async ({ db }) => {
    const soon = new Date(Date.now() + 20_000);
    const later = new Date(Date.now() + 3_600_000);
    await addJob(db, { name: 'mail.probe', payload: {}, key: 'probe', runAt: soon });
    await addJob(db, { name: 'mail.probe', payload: {}, key: 'probe', runAt: later });
    const [job, ...others] = await queued(db);
    expect(others).toEqual([]);
    expect(job?.wait).toBeLessThan(21);
  });

  test('is done once, whatever the number of workers', async ({ db, work }) => {
    const done: string[] = [];
    const tasks = { [name]: async ({ signUpId }: { signUpId: string }) => void done.push(signUpId) };
    work({ tasks });
    work({ tasks });
    const ids = Array.from({ length: 40 }, () => v7());
    await Promise.all(ids.map((signUpId) => addJob(db, { name, payload: { signUpId } })));
    await expect.poll(() => queued(db), until).toEqual([]);
    expect(done.toSorted()).toEqual(ids.toSorted());
  });
});

describe('a job that fails', () => {
  test('is tried again after a wait that grows', async ({ db, work }) => {
    const attempts: number[] = [];
    work({
      tasks: {
        [name]: async (_, { attempt }) => {
          attempts.push(attempt);
          throw new Error('550 <ada@example.test> is unknown here');
        },
      },
    });
    await addJob(db, { name, payload: { signUpId: v7() } });
    const waits: number[] = [];
    for (const attempt of [1, 2, 3, 4, 5]) {
      await vi.waitFor(async () => {
        const [job] = await queued(db);
        expect(job).toMatchObject({ attempts: attempt, locked: false });
        waits[attempt - 1] = job?.wait ?? 0;
      }, until);
      await hurry(db);
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits[4]).toBeGreaterThan(100);
  });

  test('is listed with its last error and without addresses', async ({ db, work }) => {
    work({
      tasks: {
        [name]: async () => {
          throw new Error('550 <ada@example.test>\r\nis unknown here');
        },
      },
    });
    await addJob(db, { name, payload: { signUpId: v7() } });
    await expect
      .poll(() => listFailingJobs(db), until)
      .toEqual([
        {
          id: '1',
          name,
          attempts: 1,
          lastError: '550 <[address]> is unknown here',
          queuedAt: expect.any(Date),
          nextTryAt: expect.any(Date),
          dead: false,
        },
      ]);
    expect(await countJobs(db)).toEqual({ waiting: 1, running: 0, dead: 0 });
  });

  test('for good is a dead letter at once, until somebody tries it again', async ({ db, work }) => {
    let repaired = false;
    work({
      tasks: {
        [name]: async () => {
          if (!repaired) throw new JobFailure('never', { retry: 'never' });
        },
      },
    });
    await addJob(db, { name, payload: { signUpId: v7() } });
    await expect.poll(() => countJobs(db), until).toEqual({ waiting: 0, running: 0, dead: 1 });
    const [letter] = await listFailingJobs(db);
    expect(letter).toMatchObject({ attempts: 1, dead: true, lastError: 'never', nextTryAt: undefined });
    repaired = true;
    expect(await retryJob(db, letter?.id ?? '')).toBe(true);
    await expect.poll(() => queued(db), until).toEqual([]);
  });

  test('may ask for a longer wait', async ({ db, work }) => {
    work({
      tasks: {
        [name]: async () => {
          throw new JobFailure('later', { retry: { after: 600 } });
        },
      },
    });
    await addJob(db, { name, payload: { signUpId: v7() } });
    await expect.poll(async () => (await queued(db))[0], until).toMatchObject({ attempts: 1, locked: false });
    expect((await queued(db))[0]?.wait).toBeGreaterThan(590);
  });

  test('is a dead letter after its last try', async ({ db, work }) => {
    work({
      tasks: {
        [name]: async () => {
          throw new Error('again');
        },
      },
    });
    await addJob(db, { name, payload: { signUpId: v7() }, maxAttempts: 1 });
    await expect.poll(() => countJobs(db), until).toEqual({ waiting: 0, running: 0, dead: 1 });
  });

  test('with a payload that is none of ours fails without being done', async ({ db, work }) => {
    const task = vi.fn(async () => undefined);
    work({ tasks: { [name]: task } });
    await addJob(db, { name, payload: { signUpId: 'not an id' } });
    await expect.poll(async () => (await listFailingJobs(db)).length, until).toBe(1);
    expect(task).not.toHaveBeenCalled();
  });

  test('no job has an id that is not a number', async ({ db }) => {
    for (const id of ['', '1; drop table users', '-1', '9'.repeat(40), '12345']) {
      expect(await retryJob(db, id)).toBe(false);
    }
  });
});
