import type { Procedure } from './procedure';

/** To be filled. */
export const NOTIFICATION_INBOX: Record<string, Procedure> = {};
