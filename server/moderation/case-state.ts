import { sql } from 'drizzle-orm';
import { cases } from '@/db/schema/moderation';

/**
 * Written out: the indexes of what is open, or decided, serve a statement only where they are sure of it, and of a parameter they
 * are not once the statement has one plan for all.
 */
export const IS_OPEN = sql`${cases.state} = 'open'`;
export const IS_RESOLVED = sql`${cases.state} = 'resolved'`;
