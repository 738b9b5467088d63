import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { groupsAbout, inForce, isRemoved, mayAct, moderates, PRINCIPAL_IDS, principalsOf } from './parts';
import {
  type ObjectType,
  PERMISSION_NAMES,
  type Permission,
  type PermissionOn,
  permissionEntry,
} from './permissions';

/** Objects that are asked about at once: a page of a list. */
const MOST_OBJECTS = 50;

const USER = parameter('userId', 'uuid');
const TYPE = parameter('type', 'text');
const NOW = parameter('now', 'timestamptz');

/** What each permission about a type of object can come from, for statements about all of them: the ids, side by side. */
export function sourcesOf(type: ObjectType) {
  const names = PERMISSION_NAMES.filter((name) => permissionEntry(name).objectType === type);
  const entries = names.map(permissionEntry);
  const standing = entries.filter(({ fromStanding }) => fromStanding !== undefined);
  return {
    names: new Map<number, Permission>(names.map((name) => [permissionEntry(name).id, name])),
    all: entries.map(({ id }) => id),
    everywhere: entries.filter(({ objectOnly }) => !objectOnly).map(({ id }) => id),
    byModerating: entries.filter(({ byModeratingGroup }) => byModeratingGroup).map(({ id }) => id),
    fromStanding: standing.map(({ id }) => id),
    standings: standing.map(({ fromStanding }) => fromStanding),
  };
}

/**
 * Rows `(object_id, permission_id)` of what a person may do with each of the objects in `target`, rows of `(id)`; within a
 * statement that defines both it and `principal`. Takes the lists of `sourcesOf` as parameters.
 */
function effectivePairs({ userId, type, now }: { userId: SQL; type: SQL; now: SQL }): SQL {
  const list = (name: string) => sql`(${sql.placeholder(name)}::smallint[])`;
  return sql`
    select target.id as object_id, everywhere.permission_id from target cross join (
      select distinct held.permission_id from principal_permissions as held
      where held.principal_id = any(${PRINCIPAL_IDS}) and held.permission_id = any(${list('everywhere')})
        and ${inForce('held', now)} and not ${isRemoved(sql`held.principal_id`)}) as everywhere
    union
    select target.id, hit.permission_id from target cross join lateral (
      select given.permission_id from object_grants as given
      where given.object_id = target.id and given.principal_id = any(${PRINCIPAL_IDS})
        and given.permission_id = any(${list('all')}) and ${inForce('given', now)} and not ${isRemoved(sql`given.principal_id`)}) as hit
    union
    select target.id, enough.permission_id from target
    join memberships as place on place.user_id = ${userId} and place.principal_id = target.id and ${inForce('place', now)}
    join unnest(${list('fromStanding')}, ${sql.placeholder('standings')}::text[]::group_standing[]) as enough(permission_id, standing)
      on place.standing >= enough.standing
    union
    select target.id, moderated.permission_id from target cross join unnest(${list('byModerating')}) as moderated(permission_id)
    where exists (select from (${groupsAbout(sql`target.id`, type, now)}) as business where ${moderates(sql`business.id`, now)})
    except
    select target.id, no.permission_id from target cross join lateral (
      select denied.permission_id from object_denies as denied
      where denied.object_id = target.id and denied.principal_id = any(${PRINCIPAL_IDS}) and not ${isRemoved(sql`denied.principal_id`)}) as no`;
}

const permissionsOnMany = prepared((db) =>
  db
    .select({ objectId: sql<string>`pair.object_id`, permissionId: sql<number>`pair.permission_id` })
    .from(
      sql`(
        with principal as materialized (${principalsOf(USER, NOW)}),
        target as materialized (
          select object.id from securables as object
          where object.id = any(${sql.placeholder('ids')}::uuid[]) and object.type = ${TYPE} and ${mayAct(USER)}
            and not (${TYPE} = 'group' and ${isRemoved(sql`object.id`)}))
        ${effectivePairs({ userId: USER, type: TYPE, now: NOW })}
      ) as pair`,
    )
    .prepare('permissions_on_many'),
);

/**
 * Everything that somebody, or a visitor (null), may do with each of up to fifty objects of a type, in one prepared statement;
 * an object with which they may do nothing has an empty set.
 */
export async function checkMany<Type extends ObjectType>(
  db: Database,
  ask: { userId: string | null; type: Type; ids: readonly string[]; now: Date },
): Promise<Map<string, Set<PermissionOn<Type>>>> {
  const { userId, type, ids, now } = ask;
  if (ids.length > MOST_OBJECTS) throw new RangeError(`at most ${MOST_OBJECTS} objects at once`);
  const { names, ...lists } = sourcesOf(type);
  const found = new Map(ids.map((id) => [id, new Set<PermissionOn<Type>>()]));
  const rows = await permissionsOnMany(db).execute({ userId, type, ids, ...lists, now: now.toISOString() });
  for (const { objectId, permissionId } of rows) {
    const name = names.get(permissionId);
    if (name !== undefined && isOn(name, type)) found.get(objectId)?.add(name);
  }
  return found;
}

/** Whether a permission is about a type of object. */
export function isOn<Type extends 'site' | ObjectType>(
  name: Permission,
  type: Type,
): name is PermissionOn<Type> {
  return permissionEntry(name).objectType === type;
}
