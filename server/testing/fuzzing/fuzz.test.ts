import { describe, expect } from 'vitest';
import { heapUsed } from '@/db/testing/heap';
import { test as base } from '@/server/testing/fixtures';
import { PATHS } from '@/server/testing/procedures';
import { fuzzProcedure, makeSenders } from './fuzz-procedure';

/** Of a procedure, beside the poisons. */
const RUNS = 6;
const SEED = 2026;
/** Of all procedures one in so many is sent such inputs again, to see what stays of them. */
const AGAIN = 8;

const test = base.extend('senders', { scope: 'file' }, ({ given }) => makeSenders(given));

describe.each(PATHS)('%s', (path) => {
  test('answers whatever it is sent with its work or with a reason', async ({ db, given, senders }) => {
    expect(await fuzzProcedure(db, { path, given, senders, runs: RUNS, seed: SEED })).toEqual([]);
  });
});

test('nothing of what was sent stays in memory', { timeout: 120_000 }, async ({ db, given, senders }) => {
  const paths = PATHS.filter((_, at) => at % AGAIN === 0);
  const sendAll = async (seed: number) => {
    for (const path of paths) await fuzzProcedure(db, { path, given, senders, runs: RUNS, seed });
    return heapUsed();
  };
  // Texts of 200 000 characters and lists of 20 000 are among them: one that stays would be seen.
  const before = await sendAll(SEED + 1);
  expect((await sendAll(SEED + 2)) - before).toBeLessThan(2_000_000);
});
