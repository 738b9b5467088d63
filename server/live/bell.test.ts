import { afterEach, expect, test, vi } from 'vitest';
import { Bell } from './bell';

afterEach(() => {
  vi.useRealTimers();
});

test('whoever waits is woken by the first ring', async () => {
  const bell = new Bell();
  const rung = bell.rungWithin(3_600_000);
  bell.ring();
  bell.ring();
  expect(await rung).toBe(true);
});

test('however often it was rung before is once', async () => {
  vi.useFakeTimers();
  const bell = new Bell();
  for (let n = 0; n < 20; n++) bell.ring();
  expect(await bell.rungWithin(1000)).toBe(true);
  const second = bell.rungWithin(1000);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await second).toBe(false);
});
