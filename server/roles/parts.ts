import { type SQL, sql } from 'drizzle-orm';
import { EVERYONE, SIGNED_IN } from '@/db/schema/principals';
import { PERMISSIONS } from './permissions';

/**
 * The rules of server/roles/check.ts as parts of larger statements. They read rows of `principal`, the ids that a person stands
 * for, which the statement defines with `principalsOf`, and are asked at `now`.
 * Their own aliases begin with `part_`: a column that is handed in must not be taken for one of theirs.
 */

/** Written out, so that the indexes on it alone serve. */
export const MODERATE = sql.raw(`${PERMISSIONS['group.moderate'].id}::smallint`);

/** Above so many principals an object's grants are asked for all of them at once, and no longer one principal after the other. */
export const MANY = sql.raw('(select count(*) > 64 from principal)');

/** All of them as one array. */
export const PRINCIPAL_IDS = sql.raw('array(select principal.id from principal)');

/** The ids that somebody stands for: themselves, everyone signed in, everyone, their groups and roles; a visitor is everyone alone. */
export function principalsOf(userId: SQL, now: SQL): SQL {
  return sql`
    select part_own.id from (values (${userId}), (${SIGNED_IN}::uuid), (${EVERYONE}::uuid)) as part_own(id)
    where ${userId} is not null or part_own.id = ${EVERYONE}::uuid
    union all
    select part_held.principal_id from memberships as part_held where part_held.user_id = ${userId} and ${inForce('part_held', now)}`;
}

/**
 * The same for lists, which read many rows of each: the definitions of `principal` without the groups that were removed. Whoever
 * stands for many is compared with all removed groups at once; there are few, since they are cleared away.
 */
export function livingPrincipalsOf(userId: SQL, now: SQL): SQL {
  return sql`
    stands_for as materialized (${principalsOf(userId, now)}),
    principal as materialized (
      select stands_for.id from stands_for where case when (select count(*) > 64 from stands_for)
        then stands_for.id <> all(array(select groups.id from groups where groups.removed_at is not null))
        else not ${isRemoved(sql`stands_for.id`)} end)`;
}

/** Whether the row of an alias has not come to its end. */
export function inForce(alias: string, now: SQL): SQL {
  const expiresAt = sql.raw(`${alias}.expires_at`);
  return sql`(${expiresAt} is null or ${expiresAt} > ${now})`;
}

/** Whether an id is a group's that was removed: it counts for nothing, neither as a principal nor as an object. */
export function isRemoved(id: SQL): SQL {
  return sql`exists (select from groups as part_group where part_group.id = ${id} and part_group.removed_at is not null)`;
}

/** A visitor, or somebody whose account is active. */
export function mayAct(userId: SQL): SQL {
  return sql`(${userId} is null or exists (select from users as part_actor where part_actor.id = ${userId} and part_actor.status = 'active'))`;
}

/** Whether an object is there, is of the type that is said, and was not removed. */
export function isThere(objectId: SQL, type: SQL): SQL {
  return sql`(exists (select from securables as part_object where part_object.id = ${objectId} and part_object.type = ${type})
    and not (${type} = 'group' and ${isRemoved(objectId)}))`;
}

/** Whether one of the principals holds a permission everywhere. There are few such rows: all principals are asked at once. */
export function heldEverywhere(permissionId: SQL, now: SQL): SQL {
  return sql`exists (select from principal_permissions as part_held
    where part_held.permission_id = ${permissionId} and part_held.principal_id = any(${PRINCIPAL_IDS})
      and ${inForce('part_held', now)} and not ${isRemoved(sql`part_held.principal_id`)})`;
}

/** Whether one of the principals was given a permission on an object. */
export function grantedOn(objectId: SQL, permissionId: SQL, now: SQL): SQL {
  const given = sql`part_grant.object_id = ${objectId} and part_grant.permission_id = ${permissionId}
    and ${inForce('part_grant', now)} and not ${isRemoved(sql`part_grant.principal_id`)}`;
  return sql`case when ${MANY}
    then exists (select from object_grants as part_grant where part_grant.principal_id = any(${PRINCIPAL_IDS}) and ${given})
    else exists (select from principal cross join lateral (
      select from object_grants as part_grant where part_grant.principal_id = principal.id and ${given} limit 1) as hit) end`;
}

/** Whether one of the principals is denied a permission on an object. Of most objects nobody is denied anything: that is asked first. */
export function deniedOn(objectId: SQL, permissionId: SQL): SQL {
  const denied = sql`part_deny.object_id = ${objectId} and part_deny.permission_id = ${permissionId}`;
  return sql`(exists (select from object_denies as part_deny where ${denied})
    and exists (select from object_denies as part_deny
      where part_deny.principal_id = any(${PRINCIPAL_IDS}) and ${denied} and not ${isRemoved(sql`part_deny.principal_id`)}))`;
}

/** Whether the person is something in the group `groupId` that is at least `standing`. */
export function standsIn(groupId: SQL, ask: { userId: SQL; standing: SQL; now: SQL }): SQL {
  const { userId, standing, now } = ask;
  return sql`exists (select from memberships as part_place
    where part_place.user_id = ${userId} and part_place.principal_id = ${groupId} and part_place.standing >= ${standing} and ${inForce('part_place', now)})`;
}

/** Whether the person moderates a group. */
export function moderates(groupId: SQL, now: SQL): SQL {
  const moderate = MODERATE;
  return sql`(exists (select from object_grants as part_grant
      where part_grant.object_id = ${groupId} and part_grant.principal_id = any(${PRINCIPAL_IDS}) and part_grant.permission_id = ${moderate}
        and ${inForce('part_grant', now)} and not ${isRemoved(sql`part_grant.principal_id`)})
    and not ${isRemoved(groupId)} and not ${deniedOn(groupId, moderate)})`;
}

/** The groups through which a person, or a case, is their moderators' business: rows `(id)`. */
export function groupsAbout(objectId: SQL, type: SQL, now: SQL): SQL {
  return sql`
    select part_about.principal_id as id from memberships as part_about
    where ${type} = 'person' and part_about.user_id = ${objectId} and ${inForce('part_about', now)}
    union all
    select part_case.group_id from cases as part_case
    where ${type} = 'report' and part_case.id = ${objectId} and part_case.group_id is not null
    union all
    select part_about.principal_id from cases as part_case
    join memberships as part_about on part_about.user_id = part_case.person_id and ${inForce('part_about', now)}
    where ${type} = 'report' and part_case.id = ${objectId}`;
}
