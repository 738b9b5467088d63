import { expect, test } from 'vitest';
import { type Line, verdictOf } from './line';

const line = (more: Partial<Line>): Line => ({ name: 'a figure', value: 10, unit: 'ms', ...more });
const best = (ratio: number) => ({ best: { name: 'alone', value: 20, ratio } });

test.each<[Partial<Line>, string]>([
  [{}, 'told'],
  [{ wanted: { most: 10 } }, 'met'],
  [{ wanted: { most: 9.9 } }, 'missed'],
  [{ wanted: { leastRatio: 0.5 }, ...best(0.5) }, 'met'],
  [{ wanted: { leastRatio: 0.5 }, ...best(0.49) }, 'missed'],
  [{ wanted: { most: 10 }, value: Number.NaN }, 'missed'],
  [{ wanted: { within: [0.9, 1.1] }, ...best(0.9) }, 'met'],
  [{ wanted: { within: [0.9, 1.1] }, ...best(1.1) }, 'met'],
  [{ wanted: { within: [0.9, 1.1] }, ...best(0.89) }, 'missed'],
  [{ wanted: { within: [0.9, 1.1] }, ...best(1.11) }, 'missed'],
  [{ wanted: { within: [0.9, 1.1] }, ...best(Number.NaN) }, 'missed'],
])('%o is %s', (more, verdict) => {
  expect(verdictOf(line(more))).toBe(verdict);
});
