import { expect, test } from 'vitest';
import { compare, median, percentile } from './rounds';

test('a percentile is the value below which that share lies', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect(percentile(hundred, 0.5)).toBe(51);
  expect(percentile(hundred, 0.99)).toBe(100);
  expect(median([3, 1, 2])).toBe(2);
  expect(median([])).toBeNaN();
});

test('each round is compared with itself, so that a slow moment counts for both', () => {
  const took = { p50: 1, p99: 2 };
  const ours = [100, 40, 80].map((rate) => ({ rate, ...took }));
  const best = [200, 50, 100].map((rate) => ({ rate }));
  expect(compare({ ours, best, as: 'alone' })).toMatchObject({
    value: 80,
    best: { name: 'alone', value: 100, ratio: 0.8 },
  });
});
