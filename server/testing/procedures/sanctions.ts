import type { Procedure } from './procedure';

/** What moderators do, appeals, and what two decide together. */
export const SANCTIONS: Record<string, Procedure> = {};
