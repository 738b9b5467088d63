import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { type PgColumn, unionAll } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { blocks, contactRequests, contacts } from '@/db/schema/privacy';
import { profiles } from '@/db/schema/users';
import { isSeen, LOOK, type Look, placeholdersOf, seenPhotoId } from '@/server/privacy/policy';
import type { PersonLine } from '@/server/privacy/queries';
import { isOpen } from './between';
import type { After, List } from './inputs';
import { LISTED, MAX_BLOCKS } from './rules';

/**
 * Another person in one of my lists, since when. Whom I do not see any more, since they hide or pause, has neither name nor
 * handle.
 */
export type Acquaintance = PersonLine & { /** ISO 8601 */ since: string };

/** A list as far as it was asked for, and what the page after it follows; null at the end. */
export interface PeoplePage {
  people: Acquaintance[];
  next: After | null;
}

const me = LOOK.viewerId;

const allLists = prepared((db) =>
  unionAll(contactLines(db, undefined), askedLines(db, undefined), askedByLines(db, undefined)).prepare(
    'contact_lists',
  ),
);

/** My contacts, whom I asked and who asked me; newest first, the first 100 of each; one statement. */
export async function listContacts(
  db: Database,
  { userId, now }: { userId: string; now: Date },
): Promise<Record<List, Acquaintance[]> & { next: Record<List, After | null> }> {
  const rows = await allLists(db).execute(placeholdersOf({ viewer: { userId, asStaff: false }, now }));
  const of = (list: List) => pageOf(rows.filter((row) => row.list === list));
  const [contactPage, asked, askedBy] = [of('contacts'), of('asked'), of('askedBy')];
  return {
    contacts: contactPage.people,
    asked: asked.people,
    askedBy: askedBy.people,
    next: { contacts: contactPage.next, asked: asked.next, askedBy: askedBy.next },
  };
}

/** As placeholders. */
const AFTER: Record<keyof After, SQL> = {
  since: parameter('afterSince', 'timestamptz'),
  userId: parameter('afterId', 'uuid'),
};

const NEXT_PAGE = {
  contacts: prepared((db) => contactLines(db, AFTER).prepare('more_contacts')),
  asked: prepared((db) => askedLines(db, AFTER).prepare('more_asked')),
  askedBy: prepared((db) => askedByLines(db, AFTER).prepare('more_asked_by')),
};

/** One of the lists from somebody in it on, who need not be in it any more; 100 at most, one statement. */
export async function moreContacts(
  db: Database,
  { list, after, userId, now }: { list: List; after: After; userId: string; now: Date },
): Promise<PeoplePage> {
  const rows = await NEXT_PAGE[list](db).execute({
    ...placeholdersOf({ viewer: { userId, asStaff: false }, now }),
    afterSince: after.since,
    afterId: after.userId,
  });
  return pageOf(rows);
}

function contactLines(db: Database, after: typeof AFTER | undefined) {
  const { userId, contactId, since } = contacts;
  return db
    .select(lineOf('contacts', contactId, since))
    .from(contacts)
    .innerJoin(profiles, eq(profiles.userId, contactId))
    .where(and(eq(userId, me), follows(since, contactId, after)))
    .orderBy(desc(inMilliseconds(since)), desc(contactId))
    .limit(LISTED + 1);
}

/** Whether it was declined makes no difference to who asked. */
function askedLines(db: Database, after: typeof AFTER | undefined) {
  const { toId, fromId, askedAt } = contactRequests;
  return db
    .select(lineOf('asked', toId, askedAt))
    .from(contactRequests)
    .innerJoin(profiles, eq(profiles.userId, toId))
    .where(and(eq(fromId, me), isOpen(LOOK.now), isSeen(toId, LOOK), follows(askedAt, toId, after)))
    .orderBy(desc(inMilliseconds(askedAt)), desc(toId))
    .limit(LISTED + 1);
}

function askedByLines(db: Database, after: typeof AFTER | undefined) {
  const { fromId, askedAt } = contactRequests;
  return db
    .select(lineOf('askedBy', fromId, askedAt))
    .from(contactRequests)
    .innerJoin(profiles, eq(profiles.userId, fromId))
    .where(and(waitsFor(LOOK), follows(askedAt, fromId, after)))
    .orderBy(desc(inMilliseconds(askedAt)), desc(fromId))
    .limit(LISTED + 1);
}

/** What comes after a line, newest first; by the moment as it was told. */
function follows(since: PgColumn, userId: PgColumn, after: typeof AFTER | undefined): SQL | undefined {
  return after && sql`(${inMilliseconds(since)}, ${userId}) < (${after.since}, ${after.userId})`;
}

function inMilliseconds(since: PgColumn): SQL {
  return sql`date_trunc('milliseconds', ${since})`;
}

const blockList = prepared((db) =>
  db
    .select(lineOf('contacts', blocks.blockedId, blocks.at))
    .from(blocks)
    .innerJoin(profiles, eq(profiles.userId, blocks.blockedId))
    .where(eq(blocks.blockerId, me))
    .orderBy(desc(blocks.at))
    .limit(MAX_BLOCKS)
    .prepare('block_list'),
);

/** Whom I have blocked, newest first: all of them. */
export async function listBlocks(
  db: Database,
  { userId, now }: { userId: string; now: Date },
): Promise<Acquaintance[]> {
  const rows = await blockList(db).execute(placeholdersOf({ viewer: { userId, asStaff: false }, now }));
  return rows.map(told);
}

/** Which questions wait for an answer of who looks, asked by people they see. */
export function waitsFor(look: Look): SQL | undefined {
  return and(isUnanswered(look), isSeen(contactRequests.fromId, look));
}

/** Which questions somebody has not answered, whether or not they see who asked. */
export function isUnanswered({ viewerId, now }: Pick<Look, 'viewerId' | 'now'>): SQL | undefined {
  return and(eq(contactRequests.toId, viewerId), isNull(contactRequests.declinedAt), isOpen(now));
}

/** A line of somebody, as far as they are seen; `profiles` is theirs. */
function lineOf(list: List, userId: PgColumn, since: PgColumn) {
  const seen = isSeen(userId, LOOK);
  return {
    list: sql<List>`${sql.raw(`'${list}'`)}::text`.as('list'),
    userId: sql<string>`${userId}`.as('user_id'),
    handle: sql<string>`case when ${seen} then ${profiles.handle} else '' end`.as('handle'),
    displayName: sql<string>`case when ${seen} then ${profiles.displayName} else '' end`.as('display_name'),
    photoId: sql<string | null>`${seenPhotoId(userId, LOOK)}`.as('photo_id'),
    since: sql`${since}`.mapWith((at: string) => new Date(at)).as('since'),
  };
}

/** Of one row more than a page has. */
function pageOf(rows: Line[]): PeoplePage {
  const people = rows.slice(0, LISTED).map(told);
  const last = rows.length > LISTED ? people.at(-1) : undefined;
  return { people, next: last ? { since: last.since, userId: last.userId } : null };
}

type Line = PersonLine & { list: List; since: Date };

function told({ list: _, since, ...line }: Line): Acquaintance {
  return { ...line, since: since.toISOString() };
}
