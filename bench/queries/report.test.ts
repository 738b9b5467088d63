import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { PATHS, procedureAt } from '@/server/testing/procedures';
import type { Cost } from './cost';
import { budgetFor, complaintsAboutCost, readBudgets } from './measured';

test('docs/queries.md has every procedure, what it sends, and the budget that is held', async () => {
  const budgets = await readBudgets();
  const rows = (await readFile('docs/queries.md', 'utf8')).split('\n').filter((row) => row.startsWith('| `'));
  const told = rows.map((row) => {
    const cells = row.split('|').map((cell) => cell.trim());
    return [cells[1], Number(cells[2]), Number(cells.at(-2))];
  });
  const expected = PATHS.toSorted().map((path) => [
    `\`${path}\``,
    procedureAt(path).statements,
    budgets[path],
  ]);
  expect(told).toEqual(expected);
  expect(Object.keys(budgets)).toEqual(PATHS.toSorted());
});

test.for([
  [40, 60, 100, []],
  [120, 60, 100, ['120 buffers, and not 100 at most']],
  [40, 120, 100, ['120 buffers, and not 100 at most']],
  [40, 60, undefined, ['it has no budget']],
  [40, 181, 1000, ['it grows with what is not shown']],
] as const)('%i among few and %i among many, with a budget of %s: %s', ([few, many, budget, complaints]) => {
  const measured = { path: 'a.procedure', few: costing(few), many: costing(many), budget };
  expect(complaintsAboutCost(measured)).toEqual(complaints);
});

test('a budget that is made has room for pages that fill differently', () => {
  expect(budgetFor([costing(8), costing(9)])).toBe(50);
  expect(budgetFor([costing(1000), costing(10)])).toBe(1530);
});

function costing(buffers: number): Cost {
  return { statements: 1, joins: 0, indexes: [], buffers, filteredAway: 0, withoutIndex: [], complaints: [] };
}
