import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Counters of failed or frequent attempts, shared by all instances. The shape is the rate limiter's. */
export const rateLimits = pgTable(
  'rate_limits',
  {
    key: text().primaryKey(),
    points: integer().notNull(),
    expire: timestamp({ withTimezone: true }),
  },
  (table) => [index().on(table.expire)],
);

/** Which workers are alive: a silent one's jobs are given back. */
export const workerHeartbeats = pgTable('worker_heartbeats', {
  workerId: text().primaryKey(),
  seenAt: timestamp({ withTimezone: true }).notNull(),
});
