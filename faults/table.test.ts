import { expect, test } from 'vitest';
import { allHeld, type Result, renderTable, sumUp } from './table';

const held = { must: 'nothing is lost', held: true, figure: '12 acknowledged' };
const not = { must: 'back by itself', held: false, figure: 'not back' };
const result = (findings: Result['findings'], broken?: string): Result => ({
  ...{ name: 'database-killed', seconds: 1.2, findings },
  ...(broken && { broken }),
});

test('what did not hold, what could not be tried and what found nothing are all told and none passes', () => {
  expect(allHeld([result([held])])).toBe(true);
  expect(allHeld([result([held, not])])).toBe(false);
  expect(allHeld([result([held], 'there is no tmpfs')])).toBe(false);
  expect(allHeld([result([])])).toBe(false);
  const results = [result([held, not], 'there is no tmpfs')];
  expect(renderTable(results).split('\n')).toEqual([
    'database-killed                 1 s',
    '  nothing is lost    held       12 acknowledged',
    '  back by itself     NOT HELD   not back',
    '  there is no tmpfs  NOT TRIED',
  ]);
  expect(sumUp(results)).toBe('1 passed\n2 failed');
});
