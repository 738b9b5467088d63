import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { DomainError } from '@/server/errors';
import type { Permission } from '@/server/roles/permissions';
import type { Reach } from '@/server/roles/reach';
import { planOf } from './people-found';
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

export interface PeoplePage {
  people: PersonRow[];
  /** Where to go on; also where nobody was found so far, and not all were looked at. */
  next: PersonCursor | null;
  /** More people than can be sorted fit the filters: the list has not all of them. */
  isCut: boolean;
}

interface Wish {
  filter: PersonFilter;
  reach: Reach;
  held: readonly Permission[];
  now: Date;
}

interface Order {
  /** Everybody, with what the list is sorted by. */
  everybody: SQL;
  type: SQL;
  down: boolean;
}

const BY_CREATION = { everybody: sql`select id, created_at as key from users`, type: sql`timestamptz` };
const BY_HANDLE = { everybody: sql`select user_id as id, handle as key from profiles`, type: sql`text` };

const ORDERS: Record<PersonSort, Order> = {
  newest: { ...BY_CREATION, down: true },
  oldest: { ...BY_CREATION, down: false },
  handle: { ...BY_HANDLE, down: false },
  handleDown: { ...BY_HANDLE, down: true },
};

/** People of the reach of somebody of the staff, 50 a page, in one statement. @throws NOT_ALLOWED for a filter beyond theirs */
export async function listPeople(db: Database, wish: Wish): Promise<PeoplePage> {
  const { filter, held } = wish;
  const seesSecurity = held.includes('person.viewSecurity');
  if (!seesSecurity && filter.flags.some((flag) => OF_SECURITY.includes(flag)))
    throw new DomainError('NOT_ALLOWED');
  const rows = await db.execute<Row>(statementOf(wish));
  const [first] = rows;
  const found = rows.flatMap(lineOf);
  const shown = found.slice(0, PAGE);
  const last = shown.at(-1);
  if (found.length > PAGE && last) return { ...page(shown, first), next: [last.key, last.person.userId] };
  const { lastKey, lastId, isFull } = first ?? {};
  const goesOn = isFull && typeof lastKey === 'string' && typeof lastId === 'string';
  return { ...page(shown, first), next: goesOn ? [lastKey, lastId] : null };
}

type Row = {
  [Field in keyof PersonRow]: PersonRow[Field] | null;
} & {
  key: string | null;
  isCut: boolean;
  /** The walk ended because it had looked at enough. */
  isFull: boolean;
  lastKey: string | null;
  lastId: string | null;
} & Record<string, unknown>;

function page(shown: { person: PersonRow }[], first: Row | undefined) {
  return { people: shown.map(({ person }) => person), isCut: first?.isCut ?? false };
}

function lineOf(row: Row): { person: PersonRow; key: string }[] {
  const { userId, handle, displayName, status, createdAt, key } = row;
  if (userId === null || handle === null || displayName === null || status === null) return [];
  if (createdAt === null || key === null) return [];
  const { isLimited, openCases, sanctions, lastSeenAt, email } = row;
  const facts = { isLimited: isLimited ?? false, openCases: openCases ?? 0, sanctions: sanctions ?? 0 };
  const person = { userId, handle, displayName, status, ...facts, createdAt, lastSeenAt, email };
  return [{ key, person }];
}

function statementOf({ filter, reach, held, now }: Wish): SQL {
  const order = ORDERS[filter.sort];
  const byEmail = held.includes('person.viewEmail');
  const { source, where } = planOf({ filter, reach, byEmail, now });
  const direction = order.down ? sql`desc` : sql`asc`;
  const at = sql`${now.toISOString()}::timestamptz`;
  const all = where.length > 0 ? sql.join(where, sql` and `) : sql`true`;
  const walk = sql.raw(String(where.length > 0 ? WALK : PAGE + 1));
  const several = source
    ? sql`select one.id from (${source.ids}) as one limit ${sql.raw(String(source.limit + 1))}`
    : sql`select null::uuid as id where false`;
  const found = source
    ? sql`select candidate.id, candidate.key from chosen join (${order.everybody}) as candidate on candidate.id = chosen.id
      where ${afterCursor(filter.after, order)}`
    : sql`select candidate.id, candidate.key from (${order.everybody}) as candidate
      where ${afterCursor(filter.after, order)} and ${createdWithin(filter)}
      order by candidate.key ${direction}, candidate.id ${direction} limit ${walk}`;
  return sql`
    with several as materialized (${several}), chosen as materialized (select distinct several.id from several),
    found as materialized (${found}),
    page as (
      select person.id as "userId", profiles.handle, profiles.display_name as "displayName", person.status,
        coalesce(person.limited_until > ${at}, false) as "isLimited", person.created_at, found.key, found.id
      from found join users as person on person.id = found.id join profiles on profiles.user_id = found.id
      where ${all}
      order by found.key ${direction}, found.id ${direction} limit ${sql.raw(String(PAGE + 1))}
    )
    select page."userId", page.handle, page."displayName", page.status, page."isLimited", page.key::text as key,
      to_char(page.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
      (select count(*)::int from cases where cases.person_id = page.id and cases.state = 'open') as "openCases",
      (select count(*)::int from sanctions where sanctions.person_id = page.id and sanctions.ended_at is null
        and sanctions.kind <> 'warning' and (sanctions.ends_at is null or sanctions.ends_at > ${at})) as sanctions,
      ${held.includes('person.viewSecurity') ? LAST_SEEN : sql`null`} as "lastSeenAt",
      ${byEmail ? sql`(select email from users where users.id = page.id)` : sql`null`} as email,
      (select count(*) from several) > ${sql.raw(String(source?.limit ?? 0))} as "isCut",
      ${source ? sql`false` : sql`(select count(*) from found) = ${walk}`} as "isFull",
      ${edge(sql`found.key::text`, order)} as "lastKey", ${edge(sql`found.id`, order)} as "lastId"
    from (values (1)) as once left join page on true
    order by page.key ${direction}, page.id ${direction}`;
}

const LAST_SEEN = sql`(select to_char(max(sessions.last_seen_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
  from sessions where sessions.user_id = page.id)`;

/** The last that the walk looked at. */
function edge(column: SQL, { down }: Order): SQL {
  const back = down ? sql`asc` : sql`desc`;
  return sql`(select ${column} from found order by found.key ${back}, found.id ${back} limit 1)`;
}

function afterCursor(after: PersonCursor | undefined, { type, down }: Order): SQL {
  if (!after) return sql`true`;
  const [key, id] = after;
  return sql`(candidate.key, candidate.id) ${down ? sql`<` : sql`>`} (${key}::${type}, ${id}::uuid)`;
}

/** The days of joining narrow the walk itself where it goes by them. */
function createdWithin({ sort, createdFrom, createdUntil }: PersonFilter): SQL {
  if (sort !== 'newest' && sort !== 'oldest') return sql`true`;
  const from = createdFrom && sql`candidate.key >= ${`${createdFrom}T00:00:00Z`}::timestamptz`;
  const until =
    createdUntil && sql`candidate.key < ${`${createdUntil}T00:00:00Z`}::timestamptz + interval '1 day'`;
  return sql`${from || sql`true`} and ${until || sql`true`}`;
}
