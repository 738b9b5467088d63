import { count, eq } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { tellingPlaces } from '@/db/places';
import { prepared } from '@/db/prepared';
import { profiles } from '@/db/schema/users';
import { addJob } from './jobs/queue';
import { onlyTasks, quickTimes } from './jobs/testing/only-tasks';
import { startWorker } from './jobs/worker';
import { createLog } from './log';
import { createRepeatGuard } from './repeat-guard';
import { contextFor } from './testing/callers';
import { test } from './testing/fixtures';
import { serve } from './testing/http';
import { createCallerFactory, publicProcedure, router } from './trpc';

const Warning = z.object({ about: z.string(), times: z.number(), place: z.string(), statement: z.string() });
const HERE = /^server\/repeat-guard\.test\.ts:\d+:\d+$/;

/** A guard, what it has warned of, and a database that tells places. */
function guarding(db: Database) {
  const lines: string[] = [];
  const log = createLog('warn', { write: (line) => void lines.push(line) });
  return {
    log,
    db: tellingPlaces(db),
    guard: createRepeatGuard(log),
    warnings: () => lines.map((line) => Warning.parse(JSON.parse(line))),
  };
}

const bioOf = prepared((db) =>
  db.select({ bio: profiles.bio }).from(profiles).where(eq(profiles.handle, 'x')).prepare('test_bio'),
);

/** Made in one moment, and sent in another by whoever waits for it. */
async function later(db: Database) {
  const all = db.select({ many: count() }).from(profiles);
  return all;
}

test('rows that are asked for one by one are told, with the work and the line', async ({ db }) => {
  const { guard, warnings, db: watched } = guarding(db);
  const answer = await guard('people.list', async () => {
    const handles = ['ada', 'eve', 'noa'];
    return Promise.all(
      handles.map((handle) =>
        watched.select({ bio: profiles.bio }).from(profiles).where(eq(profiles.handle, handle)),
      ),
    );
  });
  expect(answer).toEqual([[], [], []]);
  expect(warnings()).toEqual([
    { about: 'people.list', times: 3, place: expect.stringMatching(HERE), statement: expect.any(String) },
  ]);
  expect(warnings()[0]?.statement).toContain('from "profiles"');
});

test('the line is that of the statement, in a transaction and of one that is prepared as well', async ({
  db,
}) => {
  const { guard, warnings, db: watched } = guarding(db);
  await guard('both', async () => {
    for (let n = 0; n < 3; n++) {
      await watched.transaction(async (tx) => {
        await tx.transaction(async (inner) => {
          await inner.update(profiles).set({ bio: '' }).where(eq(profiles.handle, 'nobody'));
        });
      });
    }
    for (let n = 0; n < 4; n++) await bioOf(watched).execute();
    for (let n = 0; n < 5; n++) await later(watched);
  });
  const [update, select, counted] = warnings();
  expect([update?.times, select?.times]).toEqual([3, 4]);
  expect([update?.statement, select?.statement]).toEqual([
    expect.stringContaining('update'),
    expect.stringContaining('select'),
  ]);
  expect(update?.place).toMatch(HERE);
  expect(select?.place).toMatch(HERE);
  expect(counted?.place).toMatch(HERE);
  expect(new Set([update, select, counted].map((warning) => warning?.place)).size).toBe(3);
});

test('twice is nothing to warn of, and work that fails is looked at as well', async ({ db }) => {
  const { guard, warnings, db: watched } = guarding(db);
  const read = () => bioOf(watched).execute();
  await guard('twice', async () => [await read(), await read()]);
  expect(warnings()).toEqual([]);
  const failing = guard('three times', async () => {
    for (let n = 0; n < 3; n++) await read();
    throw new Error('after all');
  });
  await expect(failing).rejects.toThrow('after all');
  expect(warnings()).toHaveLength(1);
});

test('procedures, pages and jobs are watched where there is a guard', async ({ db, database }) => {
  const { guard, warnings, log, db: watched } = guarding(db);
  const oneByOne = async () => {
    for (let n = 0; n < 3; n++) await bioOf(watched).execute();
  };
  const api = router({ list: publicProcedure.query(oneByOne) });
  await createCallerFactory(api)(contextFor(db, null, { services: { guard } })).list();

  const server = await serve(db, {
    services: { guard },
    renderPage: async (_request, response) => {
      await oneByOne();
      response.end();
    },
  });
  onTestFinished(() => server.stop());
  const page = await server.ask({ path: '/u/ada?tab=1' });
  expect(page.headers['server-timing']).toMatch(/desc="3 queries"/);

  const worker = startWorker({
    db,
    databaseUrl: database.url,
    tasks: onlyTasks({ 'mail.probe': oneByOne }),
    log,
    guard,
    times: quickTimes,
  });
  onTestFinished(() => worker.stop());
  await addJob(db, { name: 'mail.probe', payload: {} });
  await expect.poll(() => warnings()).toHaveLength(3);
  expect(warnings().map(({ about }) => about)).toEqual(['list', 'page /u/ada', 'job mail.probe']);
});
