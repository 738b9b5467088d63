import { eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { principalPermissions, roles } from '@/db/schema/permissions';
import { SIGNED_IN } from '@/db/schema/principals';
import { DomainError } from '@/server/errors';
import { PERMISSION_NAMES, PERMISSIONS, type Permission } from './permissions';
import { NAMED_PEOPLE } from './role-inputs';
import { isPower } from './role-rows';

/** Somebody whom it concerns, and what they gain and lose. */
interface Affected {
  id: string;
  handle: string;
  displayName: string;
  gains: Permission[];
  loses: Permission[];
}

export interface DryRun {
  /** How many people gain something, or lose something; what they have otherwise they neither gain nor lose. */
  gaining: number;
  losing: number;
  /** Of each permission, how many. */
  gained: { permission: Permission; people: number }[];
  lost: { permission: Permission; people: number }[];
  /** The first of them, by name. */
  people: Affected[];
  /** Nobody active would be left who can give roles. */
  leavesNoAdmin: boolean;
  /** Whoever holds the role is signed out. */
  endsSessions: boolean;
}

/**
 * What would happen if a role gave these permissions and no other, before anything is saved; with none, what its removal would
 * take. Two statements. @throws NOT_FOUND
 */
export async function dryRun(
  db: Database,
  { roleId, permissions, now }: { roleId: string; permissions: readonly Permission[]; now: Date },
): Promise<DryRun> {
  const [role] = await db
    .select({
      held: sql<number[]>`to_json(array(
        select ${principalPermissions.permissionId} from ${principalPermissions}
        where ${principalPermissions.principalId} = ${roles.id}))`,
    })
    .from(roles)
    .where(eq(roles.id, roleId));
  if (!role) throw new DomainError('NOT_FOUND');
  const before = namesOf(role.held);
  const added = permissions.filter((name) => !before.includes(name));
  const removed = before.filter((name) => !permissions.includes(name));
  const [found] = await db.execute<Found>(effects({ roleId, added, removed, now }));
  if (!found) throw new Error('one row was asked for');
  const counts = (gained: boolean) =>
    found.counts
      .filter((line) => line.gained === gained)
      .flatMap(({ id, people }) => namesOf([id]).map((permission) => ({ permission, people })));
  return {
    gaining: found.gaining,
    losing: found.losing,
    gained: counts(true),
    lost: counts(false),
    people: found.people.map(({ gains, loses, ...person }) => ({
      ...person,
      gains: namesOf(gains),
      loses: namesOf(loses),
    })),
    leavesNoAdmin: removed.includes('roles.assign') && !found.keepsAdmin,
    endsSessions: added.some(isPower) && found.holders,
  };
}

type Found = {
  gaining: number;
  losing: number;
  counts: { id: number; gained: boolean; people: number }[];
  people: { id: string; handle: string; displayName: string; gains: number[]; loses: number[] }[];
  keepsAdmin: boolean;
  holders: boolean;
};

function effects(of: { roleId: string; added: Permission[]; removed: Permission[]; now: Date }): SQL {
  const now = sql`${of.now.toISOString()}::timestamptz`;
  const role = sql`${of.roleId}::uuid`;
  const ids = (names: Permission[]) =>
    sql`${sql.param(names.map((name) => PERMISSIONS[name].id))}::smallint[]`;
  return sql`
    with holder as materialized (
      select place.user_id as id from memberships as place
      where place.principal_id = ${role} and (place.expires_at is null or place.expires_at > ${now})),
    changed(id, gained) as (
      select unnest(${ids(of.added)}), true union all select unnest(${ids(of.removed)}), false),
    source as materialized (
      select held.permission_id, held.principal_id from principal_permissions as held
      where held.permission_id in (select id from changed) and held.principal_id <> ${role}
        and (held.expires_at is null or held.expires_at > ${now})),
    otherwise as materialized (
      select holder.id, source.permission_id from holder
      join memberships as place on place.user_id = holder.id and (place.expires_at is null or place.expires_at > ${now})
      join source on source.principal_id = place.principal_id
      union
      select holder.id, source.permission_id from holder
      join source on source.principal_id in (holder.id, ${SIGNED_IN}::uuid)),
    effect as materialized (
      select holder.id as user_id, changed.id, changed.gained from holder cross join changed
      where not exists (select from otherwise where otherwise.id = holder.id and otherwise.permission_id = changed.id)),
    named as (
      select person.user_id as id, person.handle, person.display_name as "displayName", what.gains, what.loses
      from (
        select effect.user_id,
          coalesce(json_agg(effect.id) filter (where effect.gained), '[]') as gains,
          coalesce(json_agg(effect.id) filter (where not effect.gained), '[]') as loses
        from effect group by effect.user_id) as what
      -- One by one: it cannot be told how few hold a role, and all profiles would be read.
      cross join lateral (select * from profiles where profiles.user_id = what.user_id offset 0) as person
      order by person.display_name, person.user_id limit ${NAMED_PEOPLE})
    select
      (select count(distinct user_id)::int from effect where gained) as gaining,
      (select count(distinct user_id)::int from effect where not gained) as losing,
      (select coalesce(json_agg(line), '[]') from (
        select id, gained, count(*)::int as people from effect group by id, gained) as line) as counts,
      (select coalesce(json_agg(named), '[]') from named) as people,
      exists (select from holder) as holders,
      exists (
        select from principal_permissions as held
        left join memberships as place on place.principal_id = held.principal_id and place.expires_at is null
        join users on users.id = coalesce(place.user_id, held.principal_id) and users.status = 'active'
        where held.permission_id = ${PERMISSIONS['roles.assign'].id} and held.expires_at is null
          and held.principal_id <> ${role}) as "keepsAdmin"`;
}

function namesOf(ids: readonly number[]): Permission[] {
  return PERMISSION_NAMES.filter((name) => ids.includes(PERMISSIONS[name].id));
}
