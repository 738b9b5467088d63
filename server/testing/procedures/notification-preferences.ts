import type { Procedure } from './procedure';

/** To be filled. */
export const NOTIFICATION_PREFERENCES: Record<string, Procedure> = {};
