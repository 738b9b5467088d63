import type { Procedure } from './procedure';

/** To be filled. */
export const NOTIFICATION_PUSH: Record<string, Procedure> = {};
