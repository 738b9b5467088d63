import { type SQL, sql } from 'drizzle-orm';
import { parameter } from '@/db/prepared';
import {
  deniedOn,
  groupsAbout,
  inForce,
  isRemoved,
  livingPrincipalsOf,
  MANY,
  MODERATE,
  mayAct,
  moderates,
  PRINCIPAL_IDS,
  standsIn,
} from './parts';
import type { ObjectType } from './permissions';

const USER = parameter('userId', 'uuid');
const NOW = parameter('now', 'timestamptz');
const AFTER = parameter('after', 'uuid');
/** One more than a page, so that whether there is a next one is known. */
const WINDOW = parameter('window', 'int');
/** Before every id. */
export const NIL = '00000000-0000-0000-0000-000000000000';
const AFTER_PRINCIPAL = parameter('afterPrincipal', 'uuid');
const ASKED = list('asked');

/** Every object of a type, in order, after the last of the page before. */
const EVERY: Record<ObjectType, SQL> = {
  person: sql`select id from users where id > ${AFTER} order by id limit ${WINDOW}`,
  group: sql`select id from groups where id > ${AFTER} and removed_at is null order by id limit ${WINDOW}`,
  report: sql`select id from cases where id > ${AFTER} order by id limit ${WINDOW}`,
  client: sql`select id from oauth_clients where id > ${AFTER} order by id limit ${WINDOW}`,
};

/** What is a moderator's business because it is of the group `moderated.id`. */
const OF_GROUP: Partial<Record<ObjectType, SQL>> = {
  person: sql`
    select about.user_id as id from memberships as about
    where about.principal_id = moderated.id and about.user_id > ${AFTER} and ${inForce('about', NOW)} order by about.user_id limit ${WINDOW}`,
  report: sql`
    (select reported.id from cases as reported
      where reported.group_id = moderated.id and reported.id > ${AFTER} order by reported.id limit ${WINDOW})
    union all
    (select reported.id from memberships as about
      join cases as reported on reported.person_id = about.user_id and reported.id > ${AFTER}
      where about.principal_id = moderated.id and ${inForce('about', NOW)} order by reported.id limit ${WINDOW})`,
};

/** What of the asked is held everywhere, and whether all of them are needed. */
const NEED = sql`
    everywhere as materialized (
      select distinct held.permission_id from principal_permissions as held
      where ${sql.placeholder('withEverywhere')}::boolean and held.principal_id = any(${PRINCIPAL_IDS})
        and held.permission_id = any(${list('everywhere')}) and ${inForce('held', NOW)}),
    need as materialized (
      select cardinality(${ASKED}) as asked, (select count(*) from everywhere) as held, ${sql.placeholder('all')}::boolean as is_all)`;

/** Where all are needed, what is held everywhere decides nothing about an object. */
function decides(permissionId: SQL): SQL {
  return sql`(not (select need.is_all and need.held < need.asked from need) or ${permissionId} <> all(array(select everywhere.permission_id from everywhere)))`;
}

/**
 * Rows `(object_id, permission_ids)`: the next objects of a type that are looked at, in order, with what of the asked may be
 * done with each; null where that is not enough. Each source is read by its index from the end of the page before and no
 * further than a page, so that it costs the same however much somebody was given. A source that was cut off holds a page
 * by itself, hence nothing that comes before the end of the page is missing. What somebody who stands for many was given is
 * asked of the objects that the others lead to; a last row of nothing says that there is more: what `reachableOfMany` has.
 */
export function reachableObjects(type: ObjectType): SQL {
  return sql`
    with ${livingPrincipalsOf(USER, NOW)}, ${NEED},
    pair as materialized (${sourcesOf(type)}),
    candidate as materialized (
      select distinct object_id from pair where ${mayAct(USER)} order by object_id limit ${WINDOW}),
    held as materialized (
      select pair.object_id, pair.permission_id from pair
      union
      select candidate.object_id, given.permission_id from candidate cross join lateral (
        select object_grants.permission_id from object_grants
        where object_grants.object_id = candidate.object_id and object_grants.principal_id = any(${PRINCIPAL_IDS})
          and object_grants.permission_id = any(${ASKED}) and ${inForce('object_grants', NOW)} offset 0) as given
      where ${MANY} and cardinality(${ASKED}) > 1 and ${decides(sql`given.permission_id`)}),
    denied as materialized (
      select no.object_id, no.permission_id from principal cross join lateral (
        select object_denies.object_id, object_denies.permission_id from object_denies
        where object_denies.principal_id = principal.id and object_denies.permission_id = any(${ASKED})
          and object_denies.object_id > ${AFTER} and object_denies.object_id <= (select max(object_id::text)::uuid from candidate)) as no
      where not ${MANY}
      union all
      select no.object_id, no.permission_id from candidate cross join lateral (
        select object_denies.object_id, object_denies.permission_id from object_denies
        where object_denies.object_id = candidate.object_id and object_denies.permission_id = any(${ASKED})
          and object_denies.principal_id = any(${PRINCIPAL_IDS}) offset 0) as no
      where ${MANY})
    select null::uuid as principal_id, candidate.object_id, case when count(distinct held.permission_id) >= wanted.needed
      then to_json(array_agg(distinct held.permission_id)) end as permission_ids
    from candidate
    cross join (select case when not need.is_all then 1 when need.held = need.asked then need.asked else need.asked - need.held end
      as needed, need.is_all from need) as wanted
    left join held on held.object_id = candidate.object_id
      and not exists (select from denied where denied.object_id = held.object_id
        and (wanted.is_all or denied.permission_id = held.permission_id))
    group by candidate.object_id, wanted.needed
    union all
    select null, null, null from need where ${MANY} and ${mayAct(USER)}
      and case when need.is_all then need.held < need.asked else need.held = 0 end`;
}

/**
 * Rows `(principal_id, object_id, permission_ids)` for somebody who stands for many: what their principals were given, one principal
 * after the other, until a page is full; to read a page of each of a thousand would be a thousand pages. Null is what an
 * earlier principal has, or `reachableObjects`, which came before, or has not all that is needed: where all are, the objects
 * of one of them are gone through and asked for the others.
 */
export function reachableOfMany(type: ObjectType): SQL {
  const object = sql`turn.object_id`;
  const permission = sql`given.permission_id`;
  return sql`
    with ${livingPrincipalsOf(USER, NOW)}, ${NEED},
    driving as materialized (
      select asked.permission_id from unnest(${ASKED}) as asked(permission_id) where ${decides(sql`asked.permission_id`)}
      order by asked.permission_id limit (select case when need.is_all then 1 end from need)),
    moderator as materialized (
      select exists (select from unnest(${list('byModerating')}) as one(permission_id) where ${decides(sql`one.permission_id`)})
        and exists (select from object_grants as given
          where given.principal_id = any(${PRINCIPAL_IDS}) and given.permission_id = ${MODERATE}) as is_one),
    turn as materialized (
      select ordered.id as principal_id, next.object_id
      from (
        select principal.id from principal where principal.id >= ${AFTER_PRINCIPAL} and ${mayAct(USER)} order by principal.id offset 0
      ) as ordered
      cross join lateral (
        select distinct given.object_id from driving cross join lateral (
          select object_grants.object_id from object_grants
          where object_grants.principal_id = ordered.id and object_grants.permission_id = driving.permission_id
            and object_grants.object_id > case when ordered.id = ${AFTER_PRINCIPAL} then ${AFTER} else ${NIL}::uuid end
            and ${inForce('object_grants', NOW)}
          order by object_grants.object_id limit ${WINDOW}) as given
        order by given.object_id limit ${WINDOW}) as next
      limit ${WINDOW})
    select turn.principal_id, turn.object_id, case when not ${isOfOthers(type)} then (
      -- One look tells both whether it is an earlier principal's and what of it is held.
      select case when not bool_or(given.principal_id < turn.principal_id and ${permission} = any(array(select driving.permission_id from driving)))
          and (not need.is_all or count(distinct ${permission}) filter (where ${decides(permission)}) = need.asked - need.held
            and not exists (select from unnest(${ASKED}) as no(permission_id) where ${deniedOn(object, sql`no.permission_id`)}))
        then to_json(array_agg(distinct ${permission}) filter (where ${decides(permission)} and not ${deniedOn(object, permission)})) end
      from object_grants as given
      where given.object_id = ${object} and given.principal_id = any(${PRINCIPAL_IDS})
        and ${permission} = any(${ASKED}) and ${inForce('given', NOW)}) end as permission_ids
    from turn cross join need`;
}

/** Whether it is reached by standing or by moderating as well, with something that decides. */
function isOfOthers(type: ObjectType): SQL {
  const object = sql`turn.object_id`;
  const standing = sql`(select min(enough.standing)
    from unnest(${list('fromStanding')}, ${sql.placeholder('standings')}::text[]::group_standing[]) as enough(permission_id, standing)
    where ${decides(sql`enough.permission_id`)})`;
  if (type === 'group')
    return sql`(${isRemoved(object)} or coalesce(${standsIn(object, { userId: USER, standing, now: NOW })}, false))`;
  if (!OF_GROUP[type]) return sql`false`;
  return sql`((select is_one from moderator) and exists (
    select from (${groupsAbout(object, sql.raw(`'${type}'::text`), NOW)}) as business where ${moderates(sql`business.id`, NOW)}))`;
}

function sourcesOf(type: ObjectType): SQL {
  const sources = [
    // Each principal's own list, in order.
    sql`
      select given.object_id, asked.permission_id
      from principal cross join unnest(${ASKED}) as asked(permission_id) cross join lateral (
        select object_grants.object_id from object_grants
        where object_grants.principal_id = principal.id and object_grants.permission_id = asked.permission_id
          and object_grants.object_id > ${AFTER} and ${inForce('object_grants', NOW)}
        order by object_grants.object_id limit ${WINDOW}) as given
      where not ${MANY}`,
    // Where all are needed and some are held everywhere, the others decide which objects there are.
    sql`
      select every.id, everywhere.permission_id from (${EVERY[type]}) as every
      cross join everywhere cross join need where not need.is_all or need.held = need.asked`,
  ];
  if (type === 'group')
    sources.push(sql`
      select place.id, enough.permission_id from (
        select held.principal_id as id, held.standing from memberships as held
        join groups on groups.id = held.principal_id and groups.removed_at is null
        where held.user_id = ${USER} and held.principal_id > ${AFTER} and ${inForce('held', NOW)}
          and held.standing >= (${sql.placeholder('leastStanding')}::text)::group_standing
        order by held.principal_id limit ${WINDOW}) as place
      join unnest(${list('fromStanding')}, ${sql.placeholder('standings')}::text[]::group_standing[]) as enough(permission_id, standing)
        on place.standing >= enough.standing`);
  const ofGroup = OF_GROUP[type];
  if (ofGroup)
    sources.push(sql`
      select business.id, by_moderating.permission_id
      from unnest(${list('byModerating')}) as by_moderating(permission_id)
      cross join (
        select distinct given.object_id as id from object_grants as given
        where given.principal_id = any(${PRINCIPAL_IDS}) and given.permission_id = ${MODERATE}
          and ${moderates(sql`given.object_id`, NOW)} limit 200) as moderated
      cross join lateral (${ofGroup}) as business`);
  return sql`select distinct source.object_id, source.permission_id from (${sql.join(sources, sql` union all `)}) as source(object_id, permission_id)
    where not exists (select from need where need.is_all and need.held < need.asked
      and exists (select from everywhere where everywhere.permission_id = source.permission_id))
    ${type === 'group' ? sql`and not ${isRemoved(sql`source.object_id`)}` : sql``}`;
}

function list(name: string): SQL {
  return sql`(${sql.placeholder(name)}::smallint[])`;
}
