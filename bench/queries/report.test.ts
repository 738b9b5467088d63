import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { COSTED, costedAt } from '@/server/testing/procedures';
import type { Cost } from './cost';
import { budgetFor, complaintsAboutCost, readBudgets } from './measured';

test('docs/queries.md has every procedure, what it sends, and the budget that is held', async () => {
  const budgets = await readBudgets();
  const rows = (await readFile('docs/queries.md', 'utf8')).split('\n').filter((row) => row.startsWith('| `'));
  const told = rows.map((row) => {
    const cells = row.split('|').map((cell) => cell.trim());
    return [cells[1], Number(cells[2]), { few: Number(cells[6]), many: Number(cells[8]) }];
  });
  const expected = COSTED.map((path) => [`\`${path}\``, costedAt(path).statements, budgets[path]]);
  expect(told).toEqual(expected);
  expect(Object.keys(budgets)).toEqual(COSTED);
});

const BUDGET = { few: 100, many: 200 };

test.for([
  [40, 60, BUDGET, []],
  [120, 60, BUDGET, ['120 buffers, and not 100 at most']],
  [90, 210, BUDGET, ['210 buffers, and not 200 at most']],
  [40, 60, undefined, ['it has no budget']],
  [40, 181, BUDGET, ['it grows with what is not shown']],
] as const)('%i among few and %i among many, with a budget of %o: %s', ([few, many, budget, complaints]) => {
  const measured = { path: 'a.procedure', few: costing(few), many: costing(many), budget };
  expect(complaintsAboutCost(measured)).toEqual(complaints);
});

test('a budget that is made has room for pages that fill differently', () => {
  expect(budgetFor({ few: costing(8), many: costing(9) })).toEqual({ few: 70, many: 50 });
  expect(budgetFor({ few: costing(1000), many: costing(10) })).toEqual({ few: 2050, many: 50 });
});

function costing(buffers: number): Cost {
  return { statements: 1, joins: 0, indexes: [], buffers, filteredAway: 0, withoutIndex: [], complaints: [] };
}
