import { type SQL, sql } from 'drizzle-orm';
import { parameter } from '@/db/prepared';
import { EVERYONE, SIGNED_IN } from '@/db/schema/principals';
import { groupsAbout, inForce, isRemoved, isThere, MODERATE } from './parts';

const OBJECT = parameter('objectId', 'uuid');
const TYPE = parameter('type', 'text');
const NOW = parameter('now', 'timestamptz');
const AFTER = parameter('after', 'uuid');
/** One more than a page, so that whether there is a next one is known. */
const WINDOW = parameter('window', 'int');
const ASKED = list('asked');
/** Rows that are enough for so many people: nobody has more of one kind than there are permissions. */
const ROWS = sql`(${WINDOW} * cardinality(${ASKED}))`;

/**
 * The sum keeps the list of permissions out of the index condition: behind a range, PostgreSQL 18 counts a list as a walk through
 * the whole index, and at ten million grants then takes one that really is.
 */
const IS_ASKED_BESIDE = sql`object_grants.permission_id + 0 = any(${ASKED})`;
/** One number and no list, so that the small index of moderators serves. */
const IS_MODERATE = sql`object_grants.permission_id = ${MODERATE}`;

/** Who is in a group or role, in order, after the last of the page before. */
function membersOf(principalId: SQL): SQL {
  return sql`
    select memberships.user_id, memberships.expires_at from memberships
    where memberships.principal_id = ${principalId} and memberships.user_id > ${AFTER} and ${inForce('memberships', NOW)}
    order by memberships.user_id limit ${WINDOW}`;
}

/** Each row `shared` of a table with each row `member`; who is in something is read once, however many permissions it was given. */
function withMembers(table: 'shared_here' | 'shared_everywhere'): SQL {
  const shared = sql.raw(table);
  return sql`(
    select one.id, of_one.user_id, of_one.expires_at from (select distinct ${shared}.principal_id as id from ${shared}) as one
    cross join lateral (${membersOf(sql`one.id`)}) as of_one offset 0) as member
    join ${shared} as shared on shared.principal_id = member.id`;
}

/** To a role or a group that is still there, rows `(principal_id, permission_id, expires_at)`. */
function sharedOn(objectId: SQL, isAsked: SQL): SQL {
  return sql`
    select object_grants.principal_id, object_grants.permission_id, object_grants.expires_at from object_grants
    where object_grants.object_id = ${objectId} and object_grants.principal_kind <> 'user'
      and ${isAsked} and ${inForce('object_grants', NOW)}
      and not ${isRemoved(sql`object_grants.principal_id`)}`;
}

/** To people themselves, in order; a row of a group among them is nobody's, and falls out when the people are looked up. */
function ownOn(objectId: SQL, isAsked: SQL, rows: SQL): SQL {
  return sql`
    select object_grants.principal_id as user_id, object_grants.permission_id, object_grants.expires_at from object_grants
    where object_grants.object_id = ${objectId} and object_grants.principal_id > ${AFTER}
      and ${isAsked} and ${inForce('object_grants', NOW)}
    order by object_grants.principal_id limit ${rows}`;
}

/**
 * Rows `(user_id, permission_id, via, principal_id, expires_at)`: the next people who were given something of an object, in order, each
 * with every way there, and without any where all of it is denied. As in server/roles/reachable-sql.ts, each source is read by its index and no further than a page.
 */
export const HOLDERS = sql`
  with about as materialized (${groupsAbout(OBJECT, TYPE, NOW)}),
  business as materialized (
    select distinct given.object_id as id from object_grants as given
    where given.permission_id = ${MODERATE} and given.object_id = any(array(select about.id from about))
      and not ${isRemoved(sql`given.object_id`)}),
  shared_everywhere as materialized (
    select held.principal_id, held.permission_id, held.expires_at from principal_permissions as held
    join principals on principals.id = held.principal_id and principals.kind in ('role', 'group')
    where held.permission_id = any(${list('everywhere')}) and ${inForce('held', NOW)} and not ${isRemoved(sql`held.principal_id`)}),
  shared_here as materialized (${sharedOn(OBJECT, sql`object_grants.permission_id = any(${ASKED})`)}),
  way as materialized (
    (select own.user_id, own.permission_id, 'grant' as via, null::uuid as principal_id, own.expires_at
      from (${ownOn(OBJECT, IS_ASKED_BESIDE, ROWS)}) as own)
    union all
    select member.user_id, shared.permission_id, 'shared', shared.principal_id, least(shared.expires_at, member.expires_at)
    from ${withMembers('shared_here')}
    union all
    (select held.principal_id, held.permission_id, 'everywhere', null, held.expires_at
      from unnest(${list('everywhere')}) as one(permission_id) cross join lateral (
        select principal_permissions.principal_id, principal_permissions.permission_id, principal_permissions.expires_at
        from principal_permissions
        where principal_permissions.permission_id = one.permission_id and principal_permissions.principal_id > ${AFTER}
          and ${inForce('principal_permissions', NOW)}
        order by principal_permissions.principal_id limit ${WINDOW}) as held)
    union all
    select member.user_id, shared.permission_id, 'everywhere', shared.principal_id, least(shared.expires_at, member.expires_at)
    from ${withMembers('shared_everywhere')}
    union all
    select place.user_id, enough.permission_id, 'standing', ${OBJECT}, place.expires_at
    from (
      select memberships.user_id, memberships.standing, memberships.expires_at from memberships
      where ${TYPE} = 'group' and memberships.principal_id = ${OBJECT} and memberships.user_id > ${AFTER}
        and memberships.standing >= (${sql.placeholder('leastStanding')}::text)::group_standing and ${inForce('memberships', NOW)}
      order by memberships.user_id limit ${WINDOW}) as place
    join unnest(${list('fromStanding')}, ${sql.placeholder('standings')}::text[]::group_standing[]) as enough(permission_id, standing)
      on place.standing >= enough.standing
    union all
    select moderator.user_id, moderated.permission_id, 'moderating', business.id, moderator.expires_at
    from business cross join lateral (
      select own.user_id, own.expires_at from (${ownOn(sql`business.id`, IS_MODERATE, WINDOW)}) as own
      union all
      select member.user_id, least(shared.expires_at, member.expires_at)
      from (${sharedOn(sql`business.id`, IS_MODERATE)}) as shared
      cross join lateral (${membersOf(sql`shared.principal_id`)}) as member) as moderator
    cross join unnest(${list('byModerating')}) as moderated(permission_id)
    where not ${isDenied({ userId: sql`moderator.user_id`, objectId: sql`business.id`, permissionId: MODERATE })}),
  candidate as materialized (
    select distinct way.user_id from way where ${isThere(OBJECT, TYPE)} order by way.user_id limit ${WINDOW}),
  called as materialized (
    select through.id, name.* from (
      select distinct way.principal_id as id from way join candidate on candidate.user_id = way.user_id
      where way.principal_id is not null) as through
    -- Looked up one by one: without the last words all groups that there are would be read.
    cross join lateral (
      select groups.name as group_name, roles.name as role_name, roles.key as role_key
      from (values (through.id)) as one(id) left join groups on groups.id = one.id left join roles on roles.id = one.id offset 0) as name),
  -- Each once, however many ways they have. Likewise: the planner does not know how short a page is.
  named as materialized (
    select candidate.user_id, person.handle, person.display_name from candidate
    left join lateral (
      select profiles.handle, profiles.display_name from users join profiles on profiles.user_id = users.id
      where users.id = candidate.user_id and users.status = 'active' offset 0) as person on true)
  select named.user_id, named.handle, named.display_name, way.permission_id, way.via, way.principal_id, way.expires_at,
    called.group_name, called.role_name, called.role_key
  from named
  left join way on way.user_id = named.user_id
    and not ${isDenied({ userId: sql`way.user_id`, objectId: OBJECT, permissionId: sql`way.permission_id` })}
  left join called on called.id = way.principal_id`;

/** Whether somebody is denied something on an object, themselves or with others; of most objects nobody is. */
function isDenied({
  userId,
  objectId,
  permissionId,
}: {
  userId: SQL;
  objectId: SQL;
  permissionId: SQL;
}): SQL {
  const denied = sql`denied.object_id = ${objectId} and denied.permission_id = ${permissionId}`;
  return sql`exists (select from object_denies as denied where ${denied} and (
    denied.principal_id in (${userId}, ${SIGNED_IN}::uuid, ${EVERYONE}::uuid)
    or exists (select from memberships as place
      where place.user_id = ${userId} and place.principal_id = denied.principal_id and ${inForce('place', NOW)}
        and not ${isRemoved(sql`denied.principal_id`)})))`;
}

function list(name: string): SQL {
  return sql`(${sql.placeholder(name)}::smallint[])`;
}
