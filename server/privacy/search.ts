import { and, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import type { ReadList } from '@/db/replica/replica';
import { contacts, privacySettings } from '@/db/schema/privacy';
import { searchWords } from '@/db/schema/search';
import { profiles, users } from '@/db/schema/users';
import { EmailField } from '@/server/auth/inputs';
import { countUse } from '@/server/auth/throttle';
import { DomainError } from '@/server/errors';
import {
  hasBlocked,
  isLimited,
  LOOK,
  mayReach,
  ordinaryReachOf,
  placeholdersOf,
  seenPhotoId,
  showsPage,
  type Viewer,
} from './policy';
import type { PersonLine } from './queries';
import { openPlace, type Place, sealPlace } from './search-cursor';

const PAGE = 20;
/** How many that begin like the question are looked at for one page, whoever of them is shown. */
const LOOKED_AT = 200;

/** After so many in a row who are not shown the rest is not looked for. */
const MOST_SKIPPED = 20_000;

/** Shorter questions are answered with nothing. */
const LEAST_LENGTH = 2;

/** Before every id. */
const NIL = '00000000-0000-0000-0000-000000000000';

const START: Place = { word: '', userId: NIL, skip: 0 };

/** What was asked, worked out once: where what begins so begins and ends, after the end of the page before. */
const ASKED = sql`
  select prefix, prefix || chr(1114111) as end_word,
    greatest(after collate "C", prefix) as after_word,
    case when after collate "C" >= prefix then ${sql.placeholder('afterId')}::uuid else ${NIL}::uuid end as after_id
  from (select search_fold(${sql.placeholder('query')}::text) as prefix, ${sql.placeholder('after')}::text as after offset 0) as said
  where length(prefix) >= ${sql.raw(String(LEAST_LENGTH))}`;

/** Each a value that the whole statement asks for once. One bound below, or the index is read from its start. */
const PREFIX = sql`(select prefix from asked)`;
const IN_RANGE = sql`(${searchWords.word}, ${searchWords.userId}) > ((select after_word from asked), (select after_id from asked))
  and ${searchWords.word} < (select end_word from asked)`;

const IN_ORDER = sql`order by ${searchWords.word}, ${searchWords.userId}`;
const SKIP = parameter('skip', 'bigint');
const WINDOW = sql.raw(String(LOOKED_AT));

/** Everybody who may be seen by everyone signed in stands in one index, in the order of the answer. */
const LISTED = sql`
  select ${searchWords.word}, ${searchWords.userId} from ${searchWords}
  where ${searchWords.listed} and ${IN_RANGE} ${IN_ORDER} limit ${SKIP} + ${WINDOW}`;

/** Contacts who show themselves to contacts only are looked up from the viewer's side. */
const ACQUAINTED = sql`
  select ${searchWords.word}, ${searchWords.userId} from ${contacts}
  join ${privacySettings} on ${privacySettings.userId} = ${contacts.contactId}
    and ${privacySettings.searchable} and ${privacySettings.profile} = 'contacts'
  join ${searchWords} on ${searchWords.userId} = ${contacts.contactId} and not ${searchWords.listed}
  where ${contacts.userId} = ${LOOK.viewerId} and ${IN_RANGE} ${IN_ORDER} limit ${SKIP} + ${WINDOW}`;

const CANDIDATES = sql`
  select word, user_id, row_number() over (order by word, user_id) as nth
  from ((${LISTED}) union all (select word, user_id from acquainted order by word, user_id)) as both_kinds
  order by word, user_id offset ${SKIP} limit ${WINDOW}`;

const earlier = alias(searchWords, 'earlier');

/**
 * Of the candidates those whom the policy shows, each at the first of their words that begins so. They are asked about one by
 * one in their order, and no further than the page is full: hence `lateral` and `offset 0`.
 */
const FOUND = sql`
  select candidates.nth, candidates.word, one.*
  from (${CANDIDATES}) as candidates
  cross join lateral (
    select ${users.id} as user_id, ${profiles.handle} as handle, ${profiles.displayName} as display_name,
      ${seenPhotoId(users.id, LOOK)} as photo_id
    from ${users}
    join ${profiles} on ${profiles.userId} = ${users.id}
    join ${privacySettings} on ${privacySettings.userId} = ${users.id}
    where ${users.id} = candidates.user_id
      and ${privacySettings.searchable} and ${showsPage(ordinaryReachOf(users, LOOK), privacySettings)}
      and not ${isLimited(users.limitedUntil, LOOK.now)}
      and not ${hasBlocked(LOOK.viewerId, users.id)}
    offset 0
  ) as one
  where not exists (
    select from ${searchWords} as ${earlier}
    where ${earlier.userId} = candidates.user_id and ${earlier.word} < candidates.word and ${earlier.word} >= ${PREFIX}
  )
  order by candidates.word, candidates.user_id limit ${sql.raw(String(PAGE + 1))}`;

/** How many there are to look at, of the window; whoever is shown is one of them. */
const LOOKED_AT_NOW = sql<number>`least(${WINDOW}, (
  (select count(*) from (${LISTED}) as listed) + (select count(*) from acquainted) - ${SKIP}))::int`;

/**
 * The work is bound by the window, however many people begin like the question and however many of them are hidden: those
 * whom nobody but their contacts sees are not among the candidates, and of the others at most so many are looked at.
 */
const foundByPrefix = prepared((db) =>
  db
    .with(db.$with('asked', {}).as(ASKED), db.$with('acquainted', {}).as(ACQUAINTED))
    .select({
      lookedAt: LOOKED_AT_NOW,
      nth: sql<number | null>`found.nth::int`,
      word: sql<string | null>`found.word`,
      userId: sql<string | null>`found.user_id`,
      handle: sql<string | null>`found.handle`,
      displayName: sql<string | null>`found.display_name`,
      photoId: sql<string | null>`found.photo_id`,
    })
    .from(sql`(values (1)) as answer`)
    .leftJoinLateral(sql`(${FOUND}) as found`, sql`true`)
    .orderBy(sql`found.nth`)
    .prepare('found_by_prefix'),
);

const foundByAddress = prepared((db) =>
  db
    .select({
      userId: users.id,
      handle: profiles.handle,
      displayName: profiles.displayName,
      photoId: seenPhotoId(users.id, LOOK),
    })
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(and(eq(users.email, sql.placeholder('email')), mayReach(users.id, LOOK, 'foundByEmailFrom')))
    .prepare('found_by_address'),
);

/**
 * People by the beginning of a handle, of a name or of a word of it, as they want to be found, 20 a page; or by their whole
 * address. As anybody, whatever permission is held. A page may be short, or empty, and have a next one.
 * @param given.readList where what begins so is read; `db` unless given
 * @param given.secrets the current one, and earlier ones, by which pages are told apart
 * @throws RATE_LIMITED; INPUT_INVALID for `after` what no page of this question to this person ended with
 */
export async function searchPeople(
  db: Database,
  {
    readList = (read) => read(db),
    query,
    after,
    viewer,
    secrets,
    now,
  }: {
    readList?: ReadList;
    query: string;
    after: string | undefined;
    viewer: Viewer;
    secrets: [string, ...string[]];
    now: Date;
  },
): Promise<{ people: PersonLine[]; next: string | null }> {
  const of = { viewerId: viewer.userId, query };
  const from = after === undefined ? START : openPlace({ cursor: after, of, secrets });
  if (!from) throw new DomainError('INPUT_INVALID');
  const look = placeholdersOf({ viewer: { ...viewer, asStaff: false }, now });
  const address = EmailField.safeParse(query);
  if (address.success) {
    await countUse(db, { limit: 'findByEmail.person', key: viewer.userId });
    return { people: await foundByAddress(db).execute({ email: address.data, ...look }), next: null };
  }

  if (query.trim().length < LEAST_LENGTH) return { people: [], next: null };
  await countUse(db, { limit: 'search.person', key: viewer.userId });
  const { word: afterWord, userId: afterId, skip } = from;
  const asked = { query, after: afterWord, afterId, skip, ...look };
  const rows = await readList((from) => foundByPrefix(from).execute(asked));
  const lookedAt = rows[0]?.lookedAt ?? 0;
  const found = rows.flatMap(({ nth, word, userId, handle, displayName, photoId }) =>
    nth === null || word === null || userId === null || handle === null || displayName === null
      ? []
      : [{ nth, word, line: { userId, handle, displayName, photoId } }],
  );
  const shown = found.slice(0, PAGE);
  const next = nextOf({ from, last: shown.at(-1), more: found.length > PAGE, lookedAt });
  return {
    people: shown.map(({ line }) => line),
    next: next && sealPlace({ place: next, of, secret: secrets[0] }),
  };
}

/** Where the next page begins; null when there is none. */
function nextOf(page: {
  from: Place;
  last: { nth: number; word: string; line: PersonLine } | undefined;
  more: boolean;
  lookedAt: number;
}): Place | null {
  const { from, last, more, lookedAt } = page;
  const end = last ? { word: last.word, userId: last.line.userId } : from;
  if (last && more) return { ...end, skip: 0 };
  if (lookedAt < LOOKED_AT) return null;
  const skip = from.skip + lookedAt - (last?.nth ?? 0);
  return skip > MOST_SKIPPED ? null : { ...end, skip };
}
