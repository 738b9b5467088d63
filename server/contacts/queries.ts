import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { type PgColumn, unionAll } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { prepared } from '@/db/prepared';
import { blocks, contactRequests, contacts } from '@/db/schema/privacy';
import { profiles } from '@/db/schema/users';
import { isSeen, LOOK, placeholdersOf, seenPhotoId } from '@/server/privacy/policy';
import type { PersonLine } from '@/server/privacy/queries';
import { isOpen } from './between';
import { LISTED, MAX_BLOCKS } from './rules';

/**
 * Another person in one of my lists, since when. Whom I do not see any more, since they hide or pause, has neither name nor
 * handle.
 */
export type Acquaintance = PersonLine & { /** ISO 8601 */ since: string };

type List = 'contacts' | 'asked' | 'askedBy';

const me = LOOK.viewerId;

const allLists = prepared((db) => {
  const open = isOpen(LOOK.now);
  const known = db
    .select(lineOf('contacts', contacts.contactId, contacts.since))
    .from(contacts)
    .innerJoin(profiles, eq(profiles.userId, contacts.contactId))
    .where(eq(contacts.userId, me))
    .orderBy(desc(contacts.since))
    .limit(LISTED);
  // Whether it was declined makes no difference to who asked.
  const asked = db
    .select(lineOf('asked', contactRequests.toId, contactRequests.askedAt))
    .from(contactRequests)
    .innerJoin(profiles, eq(profiles.userId, contactRequests.toId))
    .where(and(eq(contactRequests.fromId, me), open, isSeen(contactRequests.toId, LOOK)))
    .orderBy(desc(contactRequests.askedAt))
    .limit(LISTED);
  const askedBy = db
    .select(lineOf('askedBy', contactRequests.fromId, contactRequests.askedAt))
    .from(contactRequests)
    .innerJoin(profiles, eq(profiles.userId, contactRequests.fromId))
    .where(waitingForMe())
    .orderBy(desc(contactRequests.askedAt))
    .limit(LISTED);
  return unionAll(known, asked, askedBy).prepare('contact_lists');
});

/** My contacts, whom I asked and who asked me; newest first, 100 of each at most; one statement. */
export async function listContacts(
  db: Database,
  { userId, now }: { userId: string; now: Date },
): Promise<Record<List, Acquaintance[]>> {
  const rows = await allLists(db).execute(placeholdersOf({ viewer: { userId, asStaff: false }, now }));
  const of = (list: List) => rows.filter((row) => row.list === list).map(told);
  return { contacts: of('contacts'), asked: of('asked'), askedBy: of('askedBy') };
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
export function waitingForMe(): SQL | undefined {
  return and(
    eq(contactRequests.toId, me),
    isNull(contactRequests.declinedAt),
    isOpen(LOOK.now),
    isSeen(contactRequests.fromId, LOOK),
  );
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

function told({ list: _, since, ...line }: PersonLine & { list: List; since: Date }): Acquaintance {
  return { ...line, since: since.toISOString() };
}
