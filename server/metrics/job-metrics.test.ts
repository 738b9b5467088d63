import { v7 as uuid } from 'uuid';
import { expect, vi } from 'vitest';
import { JobFailure } from '@/server/jobs/job-failure';
import { addJob } from '@/server/jobs/queue';
import { test } from '@/server/jobs/testing/jobs-test';
import { serveMetrics } from './testing/metrics-test';

const until = { timeout: 15_000, interval: 20 };

test('every try of a job is counted by how it ended: done, to be tried again, dead', async ({
  database,
  db,
  work,
}) => {
  const { metrics, tell } = await serveMetrics(database.connection);
  work({
    metrics,
    tasks: {
      'mail.probe': async () => undefined,
      'mail.verifyEmail': async () => {
        throw new Error('it rained');
      },
      'mail.resetPassword': async () => {
        throw new JobFailure('nobody there', { retry: 'never' });
      },
      'mail.confirmEmail': async () => {
        throw new Error('it rained again');
      },
    },
  });
  await addJob(db, { name: 'mail.probe', payload: {} });
  await addJob(db, { name: 'mail.verifyEmail', payload: { signUpId: uuid() } });
  await addJob(db, { name: 'mail.resetPassword', payload: { resetId: uuid() } });
  await addJob(db, { name: 'mail.confirmEmail', payload: { changeId: uuid() }, maxAttempts: 1 });
  await vi.waitFor(async () => {
    const told = await tell();
    const runs = (job: string, outcome: string) => told.value('foyer_job_runs_total', { job, outcome });
    expect(runs('mail.probe', 'done')).toBe(1);
    expect(runs('mail.verifyEmail', 'retry')).toBeGreaterThan(0);
    expect(runs('mail.resetPassword', 'dead')).toBe(1);
    expect(runs('mail.confirmEmail', 'dead')).toBe(1);
    expect(told.value('foyer_job_duration_seconds_count', { job: 'mail.probe' })).toBe(1);
  }, until);
});
