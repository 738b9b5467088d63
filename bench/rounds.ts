import type { Line } from './line';
import type { LoadResult } from './load/load';

/** How often everything is measured. */
const ROUNDS = 3;

/** Does a round of measurements as often as it takes, so that what else the machine does meets all of them alike. */
export async function inRounds<Round>(measure: () => Promise<Round>, many = ROUNDS): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let n = 0; n < many; n++) rounds.push(await measure());
  return rounds;
}

/** Our visits a second beside the best possible ones of the same rounds; the ratio is the median of the rounds' ratios. */
export function compare(given: { ours: LoadResult[]; best: { rate: number }[]; as: string }) {
  const { ours, best, as } = given;
  const ratios = ours.map(({ rate }, round) => rate / (best[round]?.rate ?? Number.NaN));
  const [p50, p99] = [median(ours.map((result) => result.p50)), median(ours.map((result) => result.p99))];
  return {
    value: median(ours.map(({ rate }) => rate)),
    unit: '/s',
    best: { name: as, value: median(best.map(({ rate }) => rate)), ratio: median(ratios) },
    note: `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
  } satisfies Partial<Line>;
}

/** The middle one; of an even number the upper of the two. NaN of none. */
export function median(values: number[]): number {
  return percentile(values, 0.5);
}

/** The value that the given share of all, 0 to 1, does not exceed. NaN of none. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
