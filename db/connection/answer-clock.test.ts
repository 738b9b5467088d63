import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { AnswerClock } from './answer-clock';

const limit = 200;

test('rings once an answer is overdue', async () => {
  const late = vi.fn();
  const start = performance.now();
  new AnswerClock(limit, late).sent();
  await expect.poll(() => late.mock.calls.length, { timeout: 10_000, interval: 5 }).toBe(1);
  expect(performance.now() - start).toBeGreaterThan(limit - 20);
});

test('does not ring when nothing is due, or after it was stopped', async () => {
  const late = vi.fn();
  const answered = new AnswerClock(limit, late);
  answered.sent();
  answered.answered();
  const stopped = new AnswerClock(limit, late);
  stopped.sent();
  stopped.stop();
  stopped.sent();
  await untilAnotherRings();
  expect(late).not.toHaveBeenCalled();
});

test('starts anew with each answer while others are due', async () => {
  const late = vi.fn();
  const clock = new AnswerClock(limit, late);
  for (let n = 0; n < 10; n += 1) clock.sent();
  for (let n = 0; n < 9; n += 1) {
    await sleep(limit / 4);
    clock.answered();
  }
  clock.answered();
  await untilAnotherRings();
  expect(late).not.toHaveBeenCalled();
});

test('time in which the event loop was blocked does not count', async () => {
  const late = vi.fn();
  const clock = new AnswerClock(limit, late);
  clock.sent();
  for (let round = 0; round < 6; round += 1) {
    const until = performance.now() + limit;
    while (performance.now() < until);
    await sleep(0);
  }
  expect(late).not.toHaveBeenCalled();
  await expect.poll(() => late.mock.calls.length, { timeout: 10_000 }).toBe(1);
});

async function untilAnotherRings() {
  const late = vi.fn();
  new AnswerClock(limit, late).sent();
  await expect.poll(() => late.mock.calls.length, { timeout: 10_000 }).toBe(1);
}
