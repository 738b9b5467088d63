import type { Procedure } from './procedure';

/** Groups and who is in them. */
export const GROUPS: Record<string, Procedure> = {};
