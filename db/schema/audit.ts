import { index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * What happened, to whom, by whom. Only ever added to; the ids carry no foreign keys, since an entry outlives
 * what it tells about.
 */
export const auditEntries = pgTable(
  'audit_entries',
  {
    /** UUID version 7: the order of the ids is the order of the entries. */
    id: uuid().primaryKey(),
    at: timestamp({ withTimezone: true }).notNull(),
    /** `noun.pastTense` */
    kind: text().notNull(),
    /** Null: the system itself, or a visitor. */
    actorId: uuid(),
    subjectId: uuid(),
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    requestId: text(),
    ip: text(),
  },
  (table) => [index().on(table.subjectId, table.id), index().on(table.actorId, table.id)],
);
