import { expect, test } from 'vitest';
import { growthOf } from './soak';

test('growth is what a thousand requests add, without those of the beginning', () => {
  const looks = Array.from({ length: 10 }, (_, n) => ({
    asked: n * 500,
    memory: n < 3 ? n * 50 : 150 + n * 2,
  }));
  expect(growthOf(looks)).toBeCloseTo(4);
  expect(growthOf(looks.map((look) => ({ ...look, memory: 200 })))).toBeCloseTo(0);
  expect(growthOf([{ asked: 100, memory: 200 }])).toBe(0);
});
