import { sql } from 'drizzle-orm';
import {
  check,
  customType,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { groups } from './groups';
import { roles } from './permissions';
import { users } from './users';

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

export const caseSubjectEnum = pgEnum('case_subject', ['profile', 'photo', 'message', 'group']);
export const caseStateEnum = pgEnum('case_state', ['open', 'resolved']);
/** `dismissed`: nothing was wrong. `acted`: there is at least one sanction of it. */
export const caseOutcomeEnum = pgEnum('case_outcome', ['dismissed', 'acted']);

/** What moderators decide about: everything that was reported of one thing while it was open, or that staff began. */
export const cases = pgTable(
  'cases',
  {
    /** UUID version 7. */
    id: uuid().primaryKey(),
    subjectKind: caseSubjectEnum().notNull(),
    /** The person of a profile, else the photo, the message or the group. */
    subjectId: uuid().notNull(),
    /** Whose it is; null of a group, and of somebody who has left. */
    personId: uuid().references(() => users.id, { onDelete: 'set null' }),
    /** Of a group. */
    groupId: uuid().references(() => groups.id, { onDelete: 'set null' }),
    state: caseStateEnum().notNull().default('open'),
    /** Of the worst that was reported, 0 (can wait) to 3 (now); `URGENCY` of server/moderation/catalog.ts. */
    urgency: smallint().notNull().default(0),
    /** The kind of the first report; null where staff began it. */
    kind: text(),
    reportCount: integer().notNull().default(0),
    openedAt: timestamp({ withTimezone: true }).notNull(),
    /** When somebody first did something about it. */
    firstActionAt: timestamp({ withTimezone: true }),
    claimedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    claimedAt: timestamp({ withTimezone: true }),
    resolvedAt: timestamp({ withTimezone: true }),
    resolvedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    outcome: caseOutcomeEnum(),
    /** One of `RULES` of server/moderation/catalog.ts. */
    rule: text(),
  },
  (table) => [
    uniqueIndex('cases_open_subject')
      .on(table.subjectKind, table.subjectId)
      .where(sql`${table.state} = 'open'`),
    index('cases_queue')
      .on(table.urgency.desc(), table.openedAt, table.id)
      .where(sql`${table.state} = 'open'`),
    index('cases_resolved').on(table.resolvedAt, table.id).where(sql`${table.state} = 'resolved'`),
    index().on(table.personId, table.id),
    index('cases_open_person')
      .on(table.personId)
      .where(sql`${table.state} = 'open' and ${table.personId} is not null`),
    index().on(table.groupId, table.id),
    index().on(table.claimedBy).where(sql`${table.claimedBy} is not null`),
    index().on(table.resolvedBy).where(sql`${table.resolvedBy} is not null`),
  ],
);

/** What one person reported, with what it was about as it was at that moment. */
export const reports = pgTable(
  'reports',
  {
    /** UUID version 7, chosen by the form: sent twice it is one report. */
    id: uuid().primaryKey(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' }),
    /** Null: somebody who has left. */
    reporterId: uuid().references(() => users.id, { onDelete: 'set null' }),
    /** One of `REPORT_KINDS`. */
    kind: text().notNull(),
    words: text().notNull().default(''),
    evidence: jsonb().$type<Record<string, unknown>>().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    unique().on(table.caseId, table.reporterId),
    index().on(table.reporterId, table.id),
    index().on(table.caseId, table.id),
  ],
);

/** The photo that was reported, as it was: WebP. */
export const casePictures = pgTable(
  'case_pictures',
  {
    id: uuid().primaryKey(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' }),
    photoId: uuid().notNull(),
    image: bytes().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [unique().on(table.caseId, table.photoId)],
);

/** What happened to a case, in order; what the page shows as its timeline. */
export const caseEvents = pgTable(
  'case_events',
  {
    /** UUID version 7. */
    id: uuid().primaryKey(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' }),
    at: timestamp({ withTimezone: true }).notNull(),
    actorId: uuid().references(() => users.id, { onDelete: 'set null' }),
    /** One of `CASE_EVENTS`. */
    kind: text().notNull(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [
    index().on(table.caseId, table.id),
    index().on(table.actorId).where(sql`${table.actorId} is not null`),
  ],
);

/** What staff wrote down about somebody or a case, for each other. */
export const notes = pgTable(
  'notes',
  {
    /** UUID version 7, chosen by the form: sent twice it is one note. */
    id: uuid().primaryKey(),
    /** Null: on a case about a group, or about nobody any more. */
    personId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    caseId: uuid().references(() => cases.id, { onDelete: 'set null' }),
    authorId: uuid().references(() => users.id, { onDelete: 'set null' }),
    body: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    index().on(table.personId, table.id),
    index().on(table.caseId, table.id).where(sql`${table.caseId} is not null`),
    index().on(table.authorId).where(sql`${table.authorId} is not null`),
  ],
);

export const sanctionKindEnum = pgEnum('sanction_kind', [
  'warning',
  'hiding',
  'limit',
  'suspension',
  'group_hiding',
]);
/** `expired`: its date came. `undone`: staff took it back. `appeal`: an appeal was granted. */
export const sanctionEndEnum = pgEnum('sanction_end', ['expired', 'undone', 'appeal']);

/** What was done about somebody, or about a group, by which rule, and with which words to them or to its owners. */
export const sanctions = pgTable(
  'sanctions',
  {
    /** UUID version 7, chosen by the form: sent twice it is one sanction. */
    id: uuid().primaryKey(),
    /** Null of a group. */
    personId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    /** Of a `group_hiding`, and of nothing else. */
    groupId: uuid().references(() => groups.id, { onDelete: 'cascade' }),
    caseId: uuid()
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' }),
    kind: sanctionKindEnum().notNull(),
    /** One of `RULES`. */
    rule: text().notNull(),
    /** What the person reads. */
    words: text().notNull().default(''),
    /** Of a hiding: what is hidden, fields of the profile or "message:<id>". */
    hides: jsonb().$type<string[]>().notNull().default([]),
    startsAt: timestamp({ withTimezone: true }).notNull(),
    /** Null: without end; a warning has none either. */
    endsAt: timestamp({ withTimezone: true }),
    actedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    endedAt: timestamp({ withTimezone: true }),
    endedHow: sanctionEndEnum(),
    endedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
  },
  (table) => [
    check(
      'sanctions_about_one',
      // Compared as text: a value that was added to the type a moment ago cannot be used in the same transaction.
      sql`num_nonnulls(${table.personId}, ${table.groupId}) = 1 and (${table.kind}::text = 'group_hiding') = (${table.groupId} is not null)`,
    ),
    index().on(table.personId, table.id),
    index().on(table.groupId, table.id).where(sql`${table.groupId} is not null`),
    index('sanctions_in_force').on(table.personId, table.kind).where(sql`${table.endedAt} is null`),
    index('sanctions_due')
      .on(table.endsAt)
      .where(sql`${table.endedAt} is null and ${table.endsAt} is not null`),
    index().on(table.caseId, table.id),
    index().on(table.actedBy).where(sql`${table.actedBy} is not null`),
    index().on(table.endedBy).where(sql`${table.endedBy} is not null`),
  ],
);

/** `upheld`: the sanctions stay. `granted`: they end. */
export const appealOutcomeEnum = pgEnum('appeal_outcome', ['upheld', 'granted']);

/** What somebody says against what was done about them, or about a group of theirs: once a case. */
export const appeals = pgTable(
  'appeals',
  {
    id: uuid().primaryKey(),
    caseId: uuid()
      .notNull()
      .unique()
      .references(() => cases.id, { onDelete: 'cascade' }),
    /** Null: an owner of a group who has left. What was said about themselves goes with them. */
    personId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    words: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    outcome: appealOutcomeEnum(),
    decidedAt: timestamp({ withTimezone: true }),
    decidedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    /** What the person reads of the decision. */
    answer: text().notNull().default(''),
  },
  (table) => [
    // With the case, so that those of all that wait are known without the rows.
    index('appeals_open').on(table.at, table.id, table.caseId).where(sql`${table.outcome} is null`),
    index().on(table.personId),
    index().on(table.decidedBy).where(sql`${table.decidedBy} is not null`),
  ],
);

export const approvalKindEnum = pgEnum('approval_kind', ['purge', 'administrator']);
export const approvalOutcomeEnum = pgEnum('approval_outcome', [
  'approved',
  'refused',
  'withdrawn',
  'expired',
]);

/** Something that nothing brings back: asked by one administrator, carried out once a second one agrees. */
export const approvals = pgTable(
  'approvals',
  {
    id: uuid().primaryKey(),
    kind: approvalKindEnum().notNull(),
    personId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    askedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    /** Of an administrator: the role that makes them one; null of a purge. */
    roleId: uuid().references(() => roles.id, { onDelete: 'cascade' }),
    /** Until when they would be in it; null: for good. */
    roleUntil: timestamp({ withTimezone: true }),
    reason: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    outcome: approvalOutcomeEnum(),
    decidedAt: timestamp({ withTimezone: true }),
    decidedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
  },
  (table) => [
    uniqueIndex('approvals_open').on(table.kind, table.personId).where(sql`${table.outcome} is null`),
    index().on(table.personId),
    index().on(table.roleId).where(sql`${table.roleId} is not null`),
    index().on(table.askedBy).where(sql`${table.askedBy} is not null`),
    index().on(table.decidedBy).where(sql`${table.decidedBy} is not null`),
  ],
);

/** A combination of filters that somebody of the staff keeps: a page of the dashboard with its query. */
export const staffViews = pgTable(
  'staff_views',
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** `users`, `reports` or `audit`. */
    page: text().notNull(),
    name: text().notNull(),
    /** Of the address, without its question mark. */
    query: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [unique().on(table.userId, table.page, table.name)],
);
