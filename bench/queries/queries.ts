import { writeFile } from 'node:fs/promises';
import type { Line } from '@/bench/line';
import type { BenchOptions } from '@/bench/options';
import { COSTED } from '@/server/testing/procedures';
import { costOf } from './cost';
import { openDatabases, tidy } from './databases';
import { budgetFor, complaintsAboutCost, type Measured, readBudgets } from './measured';
import { renderQueries } from './report';

const SMALL = 1000;

/**
 * What every procedure costs the database among a thousand people and among many: statements, joins and indexes, and the pages
 * that are looked at beside its budget. Called by somebody who has a few of everything, so that what differs is owed to others.
 */
export async function queries({ people, write, keepIn }: BenchOptions): Promise<Line[]> {
  const [small, large] = await openDatabases([SMALL, people], keepIn);
  if (!small || !large) throw new Error('a database is missing');
  const budgets = await readBudgets();
  const measured: Measured[] = [];
  for (const path of COSTED) {
    const [few, many] = await Promise.all([small, large].map(({ db }) => costOf(db, path)));
    if (!few || !many) throw new Error('a cost is missing');
    await tidy(small);
    // Of the large one, what everybody's session looks at; the rest now and then, since it takes a while.
    await large.sql`vacuum (parallel 0) principal_permissions, permissions, roles`;
    if (measured.length % 20 === 19) await tidy(large);
    const budget = budgets[path] ?? (write ? budgetFor({ few, many }) : undefined);
    measured.push({ path, few, many, budget });
    process.stderr.write(`${few.buffers} and ${many.buffers} buffers  ${path}\n`);
  }
  if (write) {
    await writeFile('docs/queries.md', renderQueries(measured, { people }));
    const kept = measured.map(({ path, budget }) => [path, budget]);
    await writeFile('bench/queries/budgets.json', `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
  }
  return measured.map(lineOf);
}

function lineOf(one: Measured): Line {
  const complaints = complaintsAboutCost(one);
  return {
    name: one.path,
    value: one.many.buffers,
    unit: 'buffers',
    isBudget: true,
    // Whatever the budget says, a rule that is broken is one.
    wanted: { most: complaints.length > 0 ? -1 : (one.budget?.many ?? -1) },
    note: [`${one.few.buffers} among ${SMALL}`, ...complaints].join('; '),
  };
}
