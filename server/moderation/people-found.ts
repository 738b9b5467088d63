import { type SQL, sql } from 'drizzle-orm';
import type { Reach } from '@/server/roles/reach';
import type { PersonFilter, PersonFlag } from './people-inputs';

/** People of a role, of a group or with a flag that one page is chosen from. */
const SET = 1500;
/** People with a word of a text, of whom it is looked up one by one who is in a group. */
const COMMON = 5000;
/** People whom a text finds. */
const MATCHES = 1000;
/** Members of the groups of a moderator that a text is looked for in. */
const MEMBERS = 20_000;

/** A filter that knows by an index whom it leaves: at most `limit` are looked at. */
export interface Source {
  /** Definitions of tables that `ids` reads. */
  before?: SQL;
  ids: SQL;
  limit: number;
  /** Whether there may be more for another reason than the limit. */
  isCut?: SQL;
}

interface Ask {
  filter: PersonFilter;
  reach: Reach;
  /** May see addresses, and so look for one. */
  byEmail: boolean;
  now: Date;
}

/** What a filter asks of the id of a `candidate` or of `person`, their account; its source, where it has one, asks the same. */
interface Filter {
  source?: Source;
  ofId?: SQL;
  ofPerson?: SQL;
}

interface Plan {
  source: Source | undefined;
  /** What is asked of an id alone, and so before anything of the person is read. */
  ofId: SQL[];
  ofPerson: SQL[];
}

/**
 * How the people of a list are found. A filter that leaves few is asked first and the others of what it leaves; without one the
 * list is walked in its order. Either way one page looks at a limited number of people, however the filters are put together.
 */
export function planOf(ask: Ask): Plan {
  const filters = filtersOf(ask);
  const first = filters.find(({ source }) => source !== undefined);
  const others = filters.filter((filter) => filter !== first);
  return {
    source: first?.source,
    ofId: others.flatMap(({ ofId }) => ofId ?? []),
    ofPerson: others.flatMap(({ ofPerson }) => ofPerson ?? []),
  };
}

/** Those that leave fewest come first. */
function filtersOf({ filter, reach, byEmail, now }: Ask): Filter[] {
  const { ids, text, inRole, inGroup, state, createdFrom, createdUntil, flags } = filter;
  const at = sql`${now.toISOString()}::timestamptz`;
  const filters: Filter[] = [];
  const places = [...(inGroup !== undefined ? [[inGroup]] : []), ...(reach.everyone ? [] : [reach.groupIds])];
  // Who is in a group of the reach is within it.
  const needed = !reach.everyone && inGroup !== undefined && reach.groupIds.includes(inGroup) ? 1 : undefined;
  const groups = places.slice(0, needed);
  const [narrowest] = groups;

  if (ids !== undefined) {
    const some = sql`select unnest(${sql.param(ids)}::uuid[]) as id`;
    filters.push({ source: { ids: some, limit: ids.length } });
  }
  if (text !== undefined && byEmail && isAddress(text)) {
    const isTheirs = sql`select id from users where email = ${text.normalize('NFKC').toLowerCase()}`;
    filters.push({ source: { ids: isTheirs, limit: 1 } });
  } else if (text !== undefined) {
    filters.push({ source: textSource(text, narrowest, at) });
    if (narrowest) groups.shift();
  }
  if (inRole !== undefined)
    filters.push({ source: { ids: membersOf([inRole], at), limit: SET }, ofId: isIn([inRole], at) });
  for (const flag of flags) {
    const { ids, isRare } = FLAGS[flag](at);
    filters.push({
      ...(isRare && { source: { ids, limit: SET } }),
      ...(flag === 'limited'
        ? { ofPerson: sql`person.limited_until > ${at}` }
        : { ofId: oneByOne(sql`select from (${ids}) as flagged(id) where flagged.id = candidate.id`) }),
    });
  }
  if (state !== undefined) {
    // In the text of the statement, so that the index of the few that are not active is known to serve.
    const isState = sql.raw(`'${state}'`);
    const ids = sql`select id from users where status = ${isState} and status <> 'active'`;
    filters.push({
      ...(state !== 'active' && { source: { ids, limit: SET } }),
      ofPerson: sql`person.status = ${isState}`,
    });
  }
  for (const ids of groups)
    filters.push({ source: { ids: membersOf(ids, at), limit: SET }, ofId: isIn(ids, at) });
  if (createdFrom !== undefined)
    filters.push({ ofPerson: sql`person.created_at >= ${`${createdFrom}T00:00:00Z`}::timestamptz` });
  if (createdUntil !== undefined)
    filters.push({
      ofPerson: sql`person.created_at < ${`${createdUntil}T00:00:00Z`}::timestamptz + interval '1 day'`,
    });
  return filters;
}

/** Whether what is looked for is a whole address, by which who may see addresses finds whose it is. */
export function isAddress(text: string): boolean {
  return /.@./.test(text);
}

/**
 * Whether there is a row, looked up for each candidate. The last words keep the planner from making joins of the filters: to
 * weigh the orders of so many takes it longer than the page itself.
 */
function oneByOne(rows: SQL): SQL {
  return sql`exists (${rows} offset 0)`;
}

function isIn(principalIds: string[], at: SQL): SQL {
  return oneByOne(sql`${membersOf(principalIds, at)} and member.user_id = candidate.id`);
}

function membersOf(principalIds: string[], at: SQL): SQL {
  const ids = sql.join(
    principalIds.map((id) => sql`${id}`),
    sql`, `,
  );
  return sql`select member.user_id as id from memberships as member
    where member.principal_id = any(array[${ids}]::uuid[]) and (member.expires_at is null or member.expires_at > ${at})`;
}

/**
 * Whom a handle or a word of a name leads to that begins like this. Within groups it is whichever are fewer: of the people whom
 * the text finds those who are members, or of the members those whom it finds.
 */
function textSource(text: string, groupIds: string[] | undefined, at: SQL): Source {
  // As a query of its own it is worked out once, and not for each row.
  const folded = sql`(select search_fold(${text}))`;
  const begins = sql`found.word >= ${folded} and found.word < ${folded} || U&'\\+10FFFF' and ${folded} <> ''`;
  const all = sql`select found.user_id as id from search_words as found where ${begins} order by found.word, found.user_id`;
  if (!groupIds) return { ids: all, limit: MATCHES };
  const isCommon = sql`(select count(*) from matching) > ${sql.raw(String(COMMON))}`;
  return {
    before: sql`
      matching as materialized (${all} limit ${sql.raw(String(COMMON + 1))}),
      members as materialized (${membersOf(groupIds, at)} limit ${sql.raw(String(MEMBERS + 1))}),`,
    ids: sql`
      select candidate.id from matching as candidate where not ${isCommon} and ${isIn(groupIds, at)}
      union all
      select members.id from members
      where ${isCommon} and ${oneByOne(sql`select from search_words as found where found.user_id = members.id and ${begins}`)}`,
    limit: MATCHES,
    isCut: sql`case when ${isCommon} then (select count(*) from members) > ${sql.raw(String(MEMBERS))} else false end`,
  };
}

/** The people of each flag; of those that many have, the list itself is walked. */
const FLAGS: Record<PersonFlag, (at: SQL) => { ids: SQL; isRare: boolean }> = {
  limited: (at) => ({
    ids: sql`select id from users where limited_until is not null and limited_until > ${at}`,
    isRare: true,
  }),
  openCase: () => ({
    ids: sql`select person_id as id from cases where state = 'open' and person_id is not null`,
    isRare: true,
  }),
  sanctioned: (at) => ({
    ids: sql`select person_id as id from sanctions
      where person_id is not null and ended_at is null and kind <> 'warning' and (ends_at is null or ends_at > ${at})`,
    isRare: true,
  }),
  authenticator: () => ({
    ids: sql`select user_id as id from totp_authenticators where confirmed_at is not null`,
    isRare: false,
  }),
  passkey: () => ({ ids: sql`select user_id as id from passkeys`, isRare: false }),
};
