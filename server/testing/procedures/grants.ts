import type { Procedure } from './procedure';

/** Permissions on single objects. */
export const GRANTS: Record<string, Procedure> = {};
