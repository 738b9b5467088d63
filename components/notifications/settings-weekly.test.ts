import { expect, test } from 'vitest';
import type { Cell } from '@/server/notifications/types';
import { weeklyOf } from './settings-weekly';

const set = (mode: 'off' | 'instant' | 'digest'): Cell => ({ used: true, mode, rule: 'default', lock: null });

test('at once all come that happen, switched off none, and where there is no such channel nothing is said', () => {
  expect(weeklyOf(9, set('instant'), 'daily')).toEqual({ count: 9, isMost: false });
  expect(weeklyOf(9, set('off'), 'daily')).toEqual({ count: 0, isMost: false });
  expect(weeklyOf(9, { used: false }, 'daily')).toBeUndefined();
});

test.for([
  ['weekly', 9, 1],
  ['daily', 9, 7],
  ['daily', 3, 3],
  ['four_hours', 9, 9],
  ['four_hours', 100, 42],
] as const)('in a %s digest, of %d that happen %d come at most', ([digest, perWeek, count]) => {
  expect(weeklyOf(perWeek, set('digest'), digest)).toEqual({ count, isMost: true });
});
