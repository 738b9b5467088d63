import { describe, expect } from 'vitest';
import { test as base } from '@/server/testing/fixtures';
import { PATHS } from '@/server/testing/procedures';
import { fuzzProcedure, makeSenders } from './fuzz-procedure';

/** Of a procedure, beside the poisons. */
const RUNS = 6;
const SEED = 2026;

const test = base.extend('senders', { scope: 'file' }, ({ given }) => makeSenders(given));

describe.each(PATHS)('%s', (path) => {
  test('answers whatever it is sent with its work or with a reason', async ({ db, given, senders }) => {
    expect(await fuzzProcedure(db, { path, given, senders, runs: RUNS, seed: SEED })).toEqual([]);
  });
});
