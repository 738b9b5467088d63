import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  customType,
  index,
  jsonb,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/**
 * What happened, to whom, by whom. Only ever added to: triggers refuse everything else, but that names and addresses are taken
 * out of what is older than twelve months. The ids carry no foreign keys, since an entry outlives what it tells about.
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
    /** SHA-256 of all of the above as it was written; a trigger writes it, whatever is given. */
    digest: bytes().notNull().default(sql`''::bytea`),
    /** When who it names was taken out. */
    redactedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    index().on(table.subjectId, table.id),
    index().on(table.actorId, table.id),
    index().on(table.kind, table.id),
    index().on(table.requestId).where(sql`${table.requestId} is not null`),
    index().on(table.ip, table.id).where(sql`${table.ip} is not null`),
    index('audit_entries_object')
      .on(objectOf(table), table.id)
      .where(sql`${objectOf(table)} is not null`),
    index('audit_entries_erasures')
      .on(table.at)
      .where(sql`${table.kind} = 'account.erased' and ${table.redactedAt} is null`),
  ],
);

/** The role, group or case that an entry tells of beside its subject; the id of it as text. */
export function objectOf({ before, after }: { before: AnyPgColumn; after: AnyPgColumn }) {
  return sql`coalesce(
    ${after} ->> 'roleId', ${before} ->> 'roleId', ${after} ->> 'case', ${before} ->> 'case',
    ${after} ->> 'groupId', ${before} ->> 'groupId', ${after} ->> 'principalId', ${before} ->> 'principalId')`;
}

/** What was undone, and by which entry: each once. Only ever added to, as the entries themselves. */
export const auditUndone = pgTable('audit_undone', {
  entryId: uuid().primaryKey(),
  /** The first that tells of the undoing. */
  undoId: uuid().notNull().unique(),
});

/** Entries that no seal is on yet; a trigger writes it, sealing empties it. */
export const auditUnsealed = pgTable('audit_unsealed', { entryId: uuid().primaryKey() });

/**
 * The chain of the entries: each link is the SHA-256 of the one before and the digest of its entry, so that nothing can be
 * changed, left out or put in between without all later links telling.
 */
export const auditSeals = pgTable('audit_seals', {
  /** 1, 2, 3 ... without gaps. */
  seq: bigint({ mode: 'number' }).primaryKey(),
  entryId: uuid().notNull().unique(),
  /** Of the entry, as it was when it was sealed. */
  digest: bytes().notNull(),
  link: bytes().notNull(),
  sealedAt: timestamp({ withTimezone: true }).notNull(),
});
