import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { DomainError } from '@/server/errors';
import type { Permission, PermissionOn } from '@/server/roles/permissions';
import { isDeniedOn, type Reach } from '@/server/roles/reach';
import { isAddress, planOf, type Source } from './people-found';
import { OF_SECURITY, type PersonCursor, type PersonFilter, type PersonSort } from './people-inputs';

const PAGE = 50;
/** People whom one page looks at where no filter leads to them by itself. */
const WALK = 2000;

/** Somebody in the list of people. */
export interface PersonRow {
  userId: string;
  handle: string;
  displayName: string;
  status: 'active' | 'suspended' | 'deactivated' | 'leaving' | 'erasing';
  isLimited: boolean;
  openCases: number;
  /** In force; without warnings. */
  sanctions: number;
  /** ISO 8601 */
  createdAt: string;
  /** Null: for who may not see it, and of somebody who is signed in nowhere. */
  lastSeenAt: string | null;
  /** Null: for who may not see it. */
  email: string | null;
}

/** A page as it is read; `next` may name somebody whom a denial hides from who asked. */
interface PeopleFound {
  people: PersonRow[];
  next: PersonCursor | null;
  isCut: boolean;
}

interface Wish {
  filter: PersonFilter;
  /** Who looks. */
  viewerId: string;
  reach: Reach;
  held: readonly Permission[];
  now: Date;
}

interface Order {
  /** What the list is sorted by, and how it is found of a `candidate`. */
  key: SQL;
  of: SQL;
  /** Everybody, with the key. */
  everybody: SQL;
  type: SQL;
  down: boolean;
}

/** Looked up one by one: without the last words all people that there are might be read. */
const PERSON = sql`cross join lateral (
  select users.status, users.limited_until, users.created_at from users where users.id = candidate.id offset 0) as person`;
const NAMED = sql`cross join lateral (
  select profiles.handle from profiles where profiles.user_id = candidate.id offset 0) as named`;

const BY_CREATION = {
  key: sql`person.created_at`,
  of: sql``,
  everybody: sql`select id, created_at as key from users`,
  type: sql`timestamptz`,
};
const BY_HANDLE = {
  key: sql`named.handle`,
  of: NAMED,
  everybody: sql`select user_id as id, handle as key from profiles`,
  type: sql`text`,
};

const ORDERS: Record<PersonSort, Order> = {
  newest: { ...BY_CREATION, down: true },
  oldest: { ...BY_CREATION, down: false },
  handle: { ...BY_HANDLE, down: false },
  handleDown: { ...BY_HANDLE, down: true },
};

/**
 * People of the reach of somebody of the staff, 50 a page, in one statement; without those whom they are denied, or of whom they
 * are denied what they filter by, since to be found by it would tell. Of a group that is
 * not theirs there is nobody for who reaches the people of some groups.
 * @throws NOT_ALLOWED for a filter beyond theirs
 */
export async function listPeople(db: Database, wish: Wish): Promise<PeopleFound> {
  const { filter, held, reach } = wish;
  const seesSecurity = held.includes('person.viewSecurity');
  if (!seesSecurity && filter.flags.some((flag) => OF_SECURITY.includes(flag)))
    throw new DomainError('NOT_ALLOWED');
  const { inGroup } = filter;
  if (!reach.everyone && inGroup !== undefined && !reach.groupIds.includes(inGroup))
    return { people: [], next: null, isCut: false };
  const rows = await db.execute<Row>(statementOf(wish));
  const [first] = rows;
  const shown = rows.slice(0, PAGE).flatMap(lineOf);
  const last = rows[PAGE - 1];
  if (rows.length > PAGE && last && last.key !== null && last.userId !== null)
    return { ...page(shown, first), next: [last.key, last.userId] };
  const { lastKey, lastId, isFull } = first ?? {};
  const goesOn = isFull && typeof lastKey === 'string' && typeof lastId === 'string';
  return { ...page(shown, first), next: goesOn ? [lastKey, lastId] : null };
}

type Row = {
  [Field in keyof PersonRow]: PersonRow[Field] | null;
} & {
  isDenied: boolean | null;
  key: string | null;
  isCut: boolean;
  /** The walk ended because it had looked at enough. */
  isFull: boolean;
  lastKey: string | null;
  lastId: string | null;
} & Record<string, unknown>;

function page(people: PersonRow[], first: Row | undefined) {
  return { people, isCut: first?.isCut ?? false };
}

/** None for who has no profile any more, and for whom who looks is denied. */
function lineOf(row: Row): PersonRow[] {
  if (row.isDenied) return [];
  const { userId, handle, displayName, status, createdAt } = row;
  if (userId === null || handle === null || displayName === null) return [];
  if (status === null || createdAt === null) return [];
  const { isLimited, openCases, sanctions, lastSeenAt, email } = row;
  const facts = { isLimited: isLimited ?? false, openCases: openCases ?? 0, sanctions: sanctions ?? 0 };
  return [{ userId, handle, displayName, status, ...facts, createdAt, lastSeenAt, email }];
}

function statementOf({ filter, viewerId, reach, held, now }: Wish): SQL {
  const order = ORDERS[filter.sort];
  const byEmail = held.includes('person.viewEmail');
  // Asked of the page alone, which is shorter by them.
  const isDenied = (permission: PermissionOn<'person'>) =>
    isDeniedOn(sql`page.id`, { userId: viewerId, permission, now });
  const asked: PermissionOn<'person'>[] = [
    'person.view',
    ...(byEmail && filter.text !== undefined && isAddress(filter.text)
      ? (['person.viewEmail'] as const)
      : []),
    ...(filter.flags.some((flag) => OF_SECURITY.includes(flag)) ? (['person.viewSecurity'] as const) : []),
  ];
  const { source, ofId, ofPerson } = planOf({ filter, reach, byEmail, now });
  const direction = order.down ? sql`desc` : sql`asc`;
  const at = sql`${now.toISOString()}::timestamptz`;
  const filters = [...ofId, ...ofPerson];
  const walk = sql.raw(String(filters.length > 0 ? WALK : PAGE + 1));
  const key = source ? order.key : sql`candidate.key`;
  const needsPerson = ofPerson.length > 0 || (source && order.of !== NAMED);
  if (source) filters.push(afterCursor(filter.after, { order, key }));
  const candidates = source
    ? sql`${source.before ?? sql``} several as materialized (select one.id from (${source.ids}) as one limit ${sql.raw(String(source.limit + 1))}),
      candidates as materialized (select distinct several.id from several)`
    : sql`candidates as materialized (
        select candidate.id, candidate.key from (${order.everybody}) as candidate
        where ${afterCursor(filter.after, { order, key })} and ${createdWithin(filter)}
        order by candidate.key ${direction}, candidate.id ${direction} limit ${walk})`;
  return sql`
    with ${candidates},
    page as materialized (
      select candidate.id, ${key} as key from candidates as candidate
      ${needsPerson ? PERSON : sql``} ${source ? order.of : sql``}
      where ${filters.length > 0 ? sql.join(filters, sql` and `) : sql`true`}
      order by ${key} ${direction}, candidate.id ${direction} limit ${sql.raw(String(PAGE + 1))})
    select page.id as "userId", profiles.handle, profiles.display_name as "displayName", person.status,
      coalesce(person.limited_until > ${at}, false) as "isLimited", page.key::text as key,
      to_char(person.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
      (select count(*)::int from cases where cases.person_id = page.id and cases.state = 'open') as "openCases",
      (select count(*)::int from sanctions where sanctions.person_id = page.id and sanctions.ended_at is null
        and sanctions.kind <> 'warning' and (sanctions.ends_at is null or sanctions.ends_at > ${at})) as sanctions,
      ${held.includes('person.viewSecurity') ? sql`case when not ${isDenied('person.viewSecurity')} then ${LAST_SEEN} end` : sql`null`} as "lastSeenAt",
      ${byEmail ? sql`case when not ${isDenied('person.viewEmail')} then person.email end` : sql`null`} as email,
      ${sql.join(asked.map(isDenied), sql` or `)} as "isDenied",
      ${source ? isCutOf(source) : sql`false`} as "isCut",
      ${source ? sql`false` : sql`(select count(*) from candidates) = ${walk}`} as "isFull",
      ${source ? sql`null` : edge(sql`candidates.key::text`, order)} as "lastKey",
      ${source ? sql`null` : edge(sql`candidates.id`, order)} as "lastId"
    from (values (1)) as once left join page on true
    left join users as person on person.id = page.id left join profiles on profiles.user_id = page.id
    order by page.key ${direction}, page.id ${direction}`;
}

const LAST_SEEN = sql`(select to_char(max(sessions.last_seen_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
  from sessions where sessions.user_id = page.id)`;

function isCutOf({ limit, isCut }: Source): SQL {
  return sql`((select count(*) from several) > ${sql.raw(String(limit))} or ${isCut ?? sql`false`})`;
}

/** The last that the walk looked at. */
function edge(column: SQL, { down }: Order): SQL {
  const back = down ? sql`asc` : sql`desc`;
  return sql`(select ${column} from candidates order by candidates.key ${back}, candidates.id ${back} limit 1)`;
}

function afterCursor(
  after: PersonCursor | undefined,
  { order: { type, down }, key }: { order: Order; key: SQL },
): SQL {
  if (!after) return sql`true`;
  const [last, id] = after;
  return sql`(${key}, candidate.id) ${down ? sql`<` : sql`>`} (${last}::${type}, ${id}::uuid)`;
}

/** The days of joining narrow the walk itself where it goes by them. */
function createdWithin({ sort, createdFrom, createdUntil }: PersonFilter): SQL {
  if (sort !== 'newest' && sort !== 'oldest') return sql`true`;
  const from = createdFrom && sql`candidate.key >= ${`${createdFrom}T00:00:00Z`}::timestamptz`;
  const until =
    createdUntil && sql`candidate.key < ${`${createdUntil}T00:00:00Z`}::timestamptz + interval '1 day'`;
  return sql`${from || sql`true`} and ${until || sql`true`}`;
}
