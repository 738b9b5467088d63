// What the runners of tests say at their end.
import { unpaint } from './steps.mjs';

/** vitest: "Tests  3 failed | 120 passed (123)"; Playwright: "12 passed (1.1m)" and the like, a line each. */
const summary =
  /^(Test Files +\d|Tests +\d|Errors +\d|\d+ (passed|failed|flaky|skipped|interrupted|did not run)\b)/;

/** The lines of a runner's output that sum it up. */
export function findSummary(output) {
  const lines = unpaint(output).split('\n');
  return lines.map((line) => line.trim()).filter((line) => summary.test(line));
}

/** How many tests passed and failed, over the summaries of several runners. */
export function addUp(lines) {
  // The same word stands in vitest's count of files.
  const counted = lines.filter((line) => !line.startsWith('Test Files'));
  const count = (word) =>
    counted.reduce((sum, line) => sum + Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0), 0);
  return { passed: count('passed'), failed: count('failed') };
}
