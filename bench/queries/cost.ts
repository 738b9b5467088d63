import type { Database } from '@/db/client';
import { type Explained, explainProcedure } from '@/server/testing/explained';
import { complaintsAbout } from '@/server/testing/plan-rules';
import type { Scan } from '@/server/testing/plans';
import { pathOf } from '@/server/testing/procedures';

/** Of a table, without an index: more than that is a plan gone wrong. */
const MOST_WITHOUT_INDEX = 10_000;

/** What a call of a procedure costs the database. None of it depends on the machine. */
export interface Cost {
  statements: number;
  joins: number;
  indexes: string[];
  buffers: number;
  filteredAway: number;
  /** Tables that were read from end to end, or a sample of them. */
  withoutIndex: Scan[];
  /** What is wrong with its statements, in sentences. */
  complaints: string[];
}

/** What a call of a procedure costs in a database of people (databases.ts), by the plans that it would have for good. */
export async function costOf(db: Database, path: string): Promise<Cost> {
  const explained = await explainProcedure(db, { path });
  return { ...sumOf(explained), complaints: complaintsAbout(pathOf(path), explained, MOST_WITHOUT_INDEX) };
}

/** What these statements cost together. */
export function sumOf(explained: Explained[]): Omit<Cost, 'complaints'> {
  const plans = explained.flatMap(({ plan }) => plan ?? []);
  const sum = (of: 'joins' | 'buffers' | 'filteredAway') =>
    plans.reduce((total, plan) => total + plan[of], 0);
  return {
    statements: explained.length,
    joins: sum('joins'),
    indexes: [...new Set(plans.flatMap(({ indexes }) => indexes))].sort(),
    buffers: sum('buffers'),
    filteredAway: sum('filteredAway'),
    withoutIndex: plans.flatMap(({ scans }) => scans).filter(({ index }) => index === undefined),
  };
}
