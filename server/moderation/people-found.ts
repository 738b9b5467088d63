import { type SQL, sql } from 'drizzle-orm';
import { isWithinReach, type Reach } from '@/server/roles/reach';
import type { PersonFilter, PersonFlag } from './people-inputs';

/** People of a role, of a group or with a flag that one page is chosen from. */
const SET = 5000;
/** People whom a text finds. */
const MATCHES = 1000;
/** Members of the groups of a moderator that a text is looked for in. */
const MEMBERS = 20_000;

/** A filter that knows by an index whom it leaves: at most `limit` are looked at. */
interface Source {
  ids: SQL;
  limit: number;
}

interface Ask {
  filter: PersonFilter;
  reach: Reach;
  /** May see addresses, and so look for one. */
  byEmail: boolean;
  now: Date;
}

/**
 * How the people of a list are found. A filter that leaves few is asked first and the others of what it leaves; without one the
 * list is walked in its order. Either way one page looks at a limited number of people, however the filters are put together.
 */
export function planOf({ filter, reach, byEmail, now }: Ask): { source: Source | undefined; where: SQL[] } {
  const { text, inRole, inGroup, state, createdFrom, createdUntil, flags } = filter;
  const at = sql`${now.toISOString()}::timestamptz`;
  const person = sql`person.id`;
  const groupIds = inGroup !== undefined ? [inGroup] : reach.everyone ? undefined : reach.groupIds;
  const sources: Source[] = [];
  const where: SQL[] = [];

  if (text !== undefined && byEmail && /.@./.test(text))
    sources.push({
      ids: sql`select id from users where email = ${text.normalize('NFKC').toLowerCase()}`,
      limit: 1,
    });
  else if (text !== undefined) sources.push(textSource(text, groupIds, at));
  if (inRole !== undefined) {
    sources.push({ ids: membersOf([inRole], at), limit: SET });
    where.push(sql`exists (${membersOf([inRole], at)} and member.user_id = ${person})`);
  }
  for (const flag of flags) {
    const { ids, isRare } = FLAGS[flag](at);
    if (isRare) sources.push({ ids: sql`${ids}`, limit: SET });
    where.push(sql`exists (select from (${ids}) as flagged(id) where flagged.id = ${person})`);
  }
  if (state !== undefined) {
    // In the text of the statement, so that the index of the few that are not active is known to serve.
    const isState = sql.raw(`'${state}'`);
    if (state !== 'active')
      sources.push({
        ids: sql`select id from users where status = ${isState} and status <> 'active'`,
        limit: SET,
      });
    where.push(sql`person.status = ${isState}`);
  }
  if (groupIds) sources.push({ ids: membersOf(groupIds, at), limit: SET });
  if (inGroup !== undefined)
    where.push(sql`exists (${membersOf([inGroup], at)} and member.user_id = ${person})`);
  if (!reach.everyone) where.push(isWithinReach(person, reach, now));
  if (createdFrom !== undefined)
    where.push(sql`person.created_at >= ${`${createdFrom}T00:00:00Z`}::timestamptz`);
  if (createdUntil !== undefined)
    where.push(sql`person.created_at < ${`${createdUntil}T00:00:00Z`}::timestamptz + interval '1 day'`);
  return { source: sources[0], where };
}

function membersOf(principalIds: string[], at: SQL): SQL {
  const ids = sql.join(
    principalIds.map((id) => sql`${id}`),
    sql`, `,
  );
  return sql`select member.user_id as id from memberships as member
    where member.principal_id = any(array[${ids}]::uuid[]) and (member.expires_at is null or member.expires_at > ${at})`;
}

/** Whom a handle or a word of a name leads to that begins like this; within groups their members are asked, not all people. */
function textSource(text: string, groupIds: string[] | undefined, at: SQL): Source {
  const folded = sql`search_fold(${text})`;
  const begins = sql`found.word >= ${folded} and found.word < ${folded} || U&'\\+10FFFF' and ${folded} <> ''`;
  const ids = groupIds
    ? sql`select members.id from (${membersOf(groupIds, at)} limit ${sql.raw(String(MEMBERS))}) as members
        where exists (select from search_words as found where found.user_id = members.id and ${begins})`
    : sql`select found.user_id as id from search_words as found where ${begins} order by found.word, found.user_id`;
  return { ids, limit: MATCHES };
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
      where ended_at is null and kind <> 'warning' and (ends_at is null or ends_at > ${at})`,
    isRare: true,
  }),
  authenticator: () => ({
    ids: sql`select user_id as id from totp_authenticators where confirmed_at is not null`,
    isRare: false,
  }),
  passkey: () => ({ ids: sql`select user_id as id from passkeys`, isRare: false }),
};
