import { z } from 'zod';

/** Days that the charts of the front page go back, today included. */
export const STATS_RANGES = [7, 30, 90] as const;
export type StatsRange = (typeof STATS_RANGES)[number];

export const StatsInput = z.strictObject({ days: z.literal(STATS_RANGES) });
