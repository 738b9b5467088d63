import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { EVERYONE, SIGNED_IN } from '@/db/schema/principals';
import { DomainError } from '@/server/errors';
import {
  deniedOn,
  grantedOn,
  groupsAbout,
  inForce,
  isRemoved,
  isThere,
  MODERATE,
  mayAct,
  moderates,
  PRINCIPAL_IDS,
  principalsOf,
  standsIn,
} from './parts';
import {
  type ObjectType,
  PERMISSION_NAMES,
  PERMISSIONS,
  type Permission,
  permissionEntry,
} from './permissions';

/** What somebody would have more than before. */
export interface Gift {
  everywhere?: readonly Permission[];
  onObjects?: readonly { permission: Permission; object: { type: ObjectType; id: string } }[];
  /** When it would end; null: never. What the actor holds only until before that is not theirs to give. */
  until: Date | null;
}

const ACTOR = parameter('actorId', 'uuid');
const NOW = parameter('now', 'timestamptz');
/** Until when the actor has to hold what they give. */
const UNTIL = parameter('until', 'timestamptz');

/** Who gets what is given; null where something is taken away. */
const RECEIVER = parameter('receiverId', 'uuid');

/** The catalogue as rows, for statements about many permissions. */
const ENTRIES = sql`unnest(${sql.placeholder('ids')}::smallint[], ${sql.placeholder('objectOnly')}::int[],
  ${sql.placeholder('standings')}::text[], ${sql.placeholder('byModerating')}::int[]) as raw(id, object_only, standing, by_moderating)`;
const CATALOGUE = {
  ids: PERMISSION_NAMES.map((name) => PERMISSIONS[name].id),
  objectOnly: PERMISSION_NAMES.map((name) => Number(permissionEntry(name).objectOnly ?? false)),
  // No standing is written as the empty text, since an array of the driver has no null.
  standings: PERMISSION_NAMES.map((name) => permissionEntry(name).fromStanding ?? ''),
  byModerating: PERMISSION_NAMES.map((name) => Number(permissionEntry(name).byModeratingGroup ?? false)),
};

/** What there is to know of the actor; asked at `at`. */
function actorAt(at: SQL): SQL {
  return sql`
    principal as materialized (${principalsOf(ACTOR, at)}),
    entry as materialized (
      select id, object_only = 1 as object_only, nullif(standing, '')::group_standing as standing, by_moderating = 1 as by_moderating
      from ${ENTRIES}),
    own as materialized (
      select distinct held.permission_id from principal_permissions as held
      where ${mayAct(ACTOR)} and held.principal_id = any(${PRINCIPAL_IDS}) and ${inForce('held', at)}
        and not ${isRemoved(sql`held.principal_id`)}),
    everybody as materialized (
      select not exists (select from entry where entry.by_moderating and entry.id not in (select permission_id from own)) as moderated),
    refused as materialized (
      select exists (select from object_denies where object_denies.principal_id = any(${PRINCIPAL_IDS})) as something)`;
}

/**
 * Whether the actor is denied somewhere what whoever gets it everywhere would not be: then they would have more than the actor. What is
 * denied everybody holds for whoever gets it as well, and so does what is denied the role or group that they come into by it.
 */
function isDeniedMore(permissionId: SQL): SQL {
  return sql`exists (
    select from object_denies as mine
    where mine.principal_id = any(${PRINCIPAL_IDS}) and mine.permission_id = ${permissionId}
      and mine.principal_id not in (${SIGNED_IN}::uuid, ${EVERYONE}::uuid) and not ${isRemoved(sql`mine.principal_id`)}
      and not exists (
        select from object_denies as theirs
        where theirs.principal_id = ${RECEIVER} and theirs.permission_id = mine.permission_id and theirs.object_id = mine.object_id))`;
}

/**
 * Whether there is something in `wanted`, rows `(permission_id, object_id, object_type)` without an object for everywhere, that
 * the actor may not do. To moderate a group nobody may everywhere: whoever may do to everybody what a moderator may to the
 * people of a group may give it.
 */
function isBeyond(wanted: SQL): SQL {
  return sql`(
    with ${actorAt(UNTIL)}, wanted as materialized (${wanted})
    select exists (
      select from wanted join entry on entry.id = wanted.permission_id
      where not (${mayAct(ACTOR)} and case when wanted.object_id is null
        then wanted.permission_id in (select permission_id from own)
          and not (${RECEIVER} is not null and (select something from refused) and ${isDeniedMore(sql`wanted.permission_id`)})
        else ${isThere(sql`wanted.object_id`, sql`wanted.object_type`)}
          and not ((select something from refused) and ${deniedOn(sql`wanted.object_id`, sql`wanted.permission_id`)})
          and (
            (not entry.object_only and wanted.permission_id in (select permission_id from own))
            or (wanted.permission_id = ${MODERATE} and (select moderated from everybody))
            or (entry.standing is not null
              and ${standsIn(sql`wanted.object_id`, { userId: ACTOR, standing: sql`entry.standing`, now: UNTIL })})
            or ${grantedOn(sql`wanted.object_id`, sql`wanted.permission_id`, UNTIL)}
            or (entry.by_moderating and exists (
              select from (${groupsAbout(sql`wanted.object_id`, sql`wanted.object_type`, NOW)}) as business
              where ${moderates(sql`business.id`, UNTIL)})))
        end)) as beyond) as answer`;
}

const giftIsBeyond = prepared((db) =>
  db
    .select({ beyond: sql<boolean>`answer.beyond` })
    .from(
      isBeyond(sql`
        select given.permission_id, nullif(given.object_id, '')::uuid as object_id, given.object_type
        from unnest(${sql.placeholder('wantedIds')}::smallint[], ${sql.placeholder('objectIds')}::text[],
          ${sql.placeholder('objectTypes')}::text[]) as given(permission_id, object_id, object_type)`),
    )
    .prepare('gift_is_beyond'),
);

const PRINCIPAL = parameter('principalId', 'uuid');

const principalIsBeyond = prepared((db) =>
  db
    .select({ beyond: sql<boolean>`answer.beyond` })
    .from(
      isBeyond(sql`
        select held.permission_id, null::uuid as object_id, null::text as object_type from principal_permissions as held
        where held.principal_id = ${PRINCIPAL} and ${inForce('held', NOW)}
        union all
        select given.permission_id, given.object_id, given.object_type from object_grants as given
        where given.principal_id = ${PRINCIPAL} and ${inForce('given', NOW)}
          and not (given.object_type = 'group' and ${isRemoved(sql`given.object_id`)})`),
    )
    .prepare('principal_is_beyond'),
);

/**
 * Nobody gives what they lack. Asked within the transaction that gives, under the lock on the actor.
 * @param ask.receiverId who gets what is given everywhere, so that nobody gets past a denial of the giver; without it that is not looked at
 * @throws BEYOND_YOURS
 */
export async function refuseBeyond(
  db: Database,
  ask: { actorId: string; gift: Gift; receiverId?: string; now: Date },
): Promise<void> {
  const { actorId, gift, receiverId = null, now } = ask;
  const lines = [
    ...(gift.everywhere ?? []).map((permission) => ({ permission, id: '', type: '' })),
    ...(gift.onObjects ?? []).map(({ permission, object }) => ({ permission, ...object })),
  ];
  if (lines.length === 0) return;
  const [answer] = await giftIsBeyond(db).execute({
    actorId,
    wantedIds: lines.map(({ permission }) => PERMISSIONS[permission].id),
    objectIds: lines.map(({ id }) => id),
    objectTypes: lines.map(({ type }) => type),
    receiverId,
    ...CATALOGUE,
    now: now.toISOString(),
    until: lastMomentOf(gift.until),
  });
  if (answer?.beyond !== false) throw new DomainError('BEYOND_YOURS');
}

/**
 * The same of all that a role or a group gives: asked by whatever puts somebody into it. Stricter than it has to be for who
 * has some of it already.
 * @param ask.isTaken somebody is put out of it, or it goes
 * @throws BEYOND_YOURS
 */
export async function refuseBeyondPrincipal(
  db: Database,
  ask: { actorId: string; principalId: string; until: Date | null; isTaken?: true; now: Date },
): Promise<void> {
  const { actorId, principalId, until, isTaken, now } = ask;
  const [answer] = await principalIsBeyond(db).execute({
    actorId,
    principalId,
    receiverId: isTaken ? null : principalId,
    ...CATALOGUE,
    now: now.toISOString(),
    until: lastMomentOf(until),
  });
  if (answer?.beyond !== false) throw new DomainError('BEYOND_YOURS');
}

/** What ends at that moment is in force until right before it. */
function lastMomentOf(until: Date | null) {
  return until ? new Date(until.getTime() - 1).toISOString() : 'infinity';
}

/** What is power over other people when it is held on single objects; with apps and groups nobody is above anybody. */
const OVER_PEOPLE = PERMISSION_NAMES.filter(
  (name) => name === 'group.moderate' || ['person', 'report'].includes(PERMISSIONS[name].objectType),
).map((name) => PERMISSIONS[name].id);

/**
 * Those of some people on whom the actor may not act: themselves, and whoever may do something that the actor may not,
 * everywhere or to single people and cases. Their account need not be active for it. What they moderate counts as what only
 * somebody may do who may do it to everybody: one moderator of a group does not act on another.
 */
const peopleAbove = prepared((db) =>
  db
    .select({ id: sql<string>`person.id` })
    .from(
      sql`(
        with ${actorAt(NOW)}
        select wanted.id from unnest(${sql.placeholder('personIds')}::uuid[]) as wanted(id)
        where wanted.id = ${ACTOR} or exists (
          select from (
            select wanted.id union all
            select place.principal_id from memberships as place where place.user_id = wanted.id and ${inForce('place', NOW)}
          ) as theirs(id)
          where not ${isRemoved(sql`theirs.id`)} and (
            exists (select from principal_permissions as held
              where held.principal_id = theirs.id and ${inForce('held', NOW)} and held.permission_id not in (select permission_id from own))
            or exists (select from unnest(${sql.placeholder('overPeople')}::smallint[]) as over(id)
              cross join lateral (
                select given.object_id from object_grants as given
                where given.principal_id = theirs.id and given.permission_id = over.id and ${inForce('given', NOW)}
                  and (over.id = ${MODERATE} or not ${grantedOn(sql`given.object_id`, sql`given.permission_id`, NOW)})
                limit 1) as more
              where over.id not in (select permission_id from own)
                and not (over.id = ${MODERATE} and (select moderated from everybody)))))
      ) as person`,
    )
    .prepare('people_above'),
);

export async function listAbove(
  db: Database,
  { actorId, personIds, now }: { actorId: string; personIds: readonly string[]; now: Date },
): Promise<string[]> {
  const rows = await peopleAbove(db).execute({
    actorId,
    personIds,
    overPeople: OVER_PEOPLE,
    ...CATALOGUE,
    now: now.toISOString(),
  });
  return rows.map(({ id }) => id);
}

/** Nobody acts on themselves, nor on who may do something that they may not. @throws ABOVE_YOU */
export async function refuseAbove(
  db: Database,
  { actorId, personId, now }: { actorId: string; personId: string; now: Date },
): Promise<void> {
  const above = await listAbove(db, { actorId, personIds: [personId], now });
  if (above.length > 0) throw new DomainError('ABOVE_YOU');
}
