/** One figure beside what is wanted of it. */
export interface Line {
  name: string;
  value: number;
  unit: 's' | 'ms' | 'kB' | 'MB' | '/s' | 'statements' | 'buffers';
  /** What the machine did at best for the same work in the same run, in the same unit, and our share of that. */
  best?: { name: string; value: number; ratio: number };
  /** Left out where the figure is told for information. `most` is of the value; `within` holds the least and the most ratio. */
  wanted?: { most: number } | { leastRatio: number } | { within: [number, number] };
  /** Of the requests: milliseconds, statements of one, and MB of the app's process after them. */
  details?: { p50?: number; p99?: number; statements?: number; memory?: number };
  /** Why it reaches less than half of its limit, where it does. */
  why?: string;
  note?: string;
  /** It depends on the code alone and not on the machine. */
  isBudget?: boolean;
}

export type Verdict = 'met' | 'missed' | 'told';

/** Whether a line is what is wanted of it; `told` where nothing is. */
export function verdictOf({ value, best, wanted }: Line): Verdict {
  if (!wanted) return 'told';
  if ('most' in wanted) return value <= wanted.most ? 'met' : 'missed';
  if ('within' in wanted) {
    const [least, most] = wanted.within;
    return best !== undefined && best.ratio >= least && best.ratio <= most ? 'met' : 'missed';
  }
  return best !== undefined && best.ratio >= wanted.leastRatio ? 'met' : 'missed';
}
