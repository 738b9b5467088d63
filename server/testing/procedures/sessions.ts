import type { Procedure } from './procedure';

export const SESSIONS: Record<string, Procedure> = {};
