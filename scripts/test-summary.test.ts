import { expect, test } from 'vitest';
import { addUp, findSummary } from './test-summary.mjs';

const vitest = `
 \u001b[32m✓\u001b[39m a.test.ts (2 tests)
\u001b[2m Test Files \u001b[22m \u001b[32m1 failed\u001b[39m | 2 passed (3)
      Tests  1 failed | 120 passed (121)
   Start at  08:32:52`;
const playwright = `
  ✓ 1 signs in (1.2s)
  1 failed
    [e2e] › sign-in.spec.ts:3:1 › signs in
  12 passed (1.1m)`;

test('the summaries of both runners are found and added up', () => {
  const lines = [...findSummary(vitest), ...findSummary(playwright)];
  expect(lines).toEqual([
    'Test Files  1 failed | 2 passed (3)',
    'Tests  1 failed | 120 passed (121)',
    '1 failed',
    '12 passed (1.1m)',
  ]);
  expect(addUp(lines)).toEqual({ passed: 132, failed: 2 });
});
