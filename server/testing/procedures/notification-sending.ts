import type { Procedure } from './procedure';

/** To be filled. */
export const NOTIFICATION_SENDING: Record<string, Procedure> = {};
