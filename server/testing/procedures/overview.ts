import type { Procedure } from './procedure';

/** The front page of the dashboard. */
export const OVERVIEW: Record<string, Procedure> = {};
