import { and, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { parameter, prepared } from '@/db/prepared';
import { groups } from '@/db/schema/groups';
import { memberships, objectGrants, roles } from '@/db/schema/permissions';
import { EVERYONE, SIGNED_IN } from '@/db/schema/principals';
import { profiles, users } from '@/db/schema/users';
import { isThere, MODERATE } from './parts';

/** Of one explanation at most. */
const MOST_FACTS = 500;

const USER = parameter('userId', 'uuid');
const PERMISSION = parameter('permissionId', 'smallint');
const OBJECT = parameter('objectId', 'uuid');
const TYPE = parameter('type', 'text');
const STANDING = sql`${sql.placeholder('standing')}::group_standing`;
const BY_MODERATING = parameter('byModerating', 'boolean');

/** Whom the person stands for, also where that has ended. */
const HOLDERS = sql`
  select own.id, own.kind, null::group_standing as standing, null::timestamptz as until, null::uuid as by,
    null::timestamptz as at, null::text as reason
  from (values (${USER}, 'self'), (${SIGNED_IN}::uuid, 'signed_in'), (${EVERYONE}::uuid, 'everyone')) as own(id, kind)
  where ${USER} is not null or own.kind = 'everyone'
  union all
  select held.principal_id, 'membership', held.standing, held.expires_at, held.granted_by, held.granted_at, held.reason
  from memberships as held where held.user_id = ${USER}`;

/** The groups whose moderators the object is the business of, also where that has ended. */
const BUSINESS = sql`
  select about.principal_id as id, about.expires_at as until from memberships as about
  where ${BY_MODERATING} and ${TYPE} = 'person' and about.user_id = ${OBJECT}
  union all
  select reported.group_id, null from cases as reported
  where ${BY_MODERATING} and ${TYPE} = 'report' and reported.id = ${OBJECT} and reported.group_id is not null
  union all
  select about.principal_id, about.expires_at from cases as reported
  join memberships as about on about.user_id = reported.person_id
  where ${BY_MODERATING} and ${TYPE} = 'report' and reported.id = ${OBJECT}`;

/** Everything that speaks for it or against it, whether it counts or not. */
const FACTS = sql`
  with holder as materialized (${HOLDERS}), business as materialized (${BUSINESS})
  select 'everywhere' as via, holder.*, held.expires_at, held.granted_by, held.granted_at, held.reason as why,
    null::uuid as business_id, null::timestamptz as business_until
  from holder join principal_permissions as held on held.principal_id = holder.id and held.permission_id = ${PERMISSION}
  union all
  select 'grant', holder.*, given.expires_at, given.granted_by, given.granted_at, given.reason, null, null
  from holder join object_grants as given
    on given.principal_id = holder.id and given.permission_id = ${PERMISSION} and given.object_id = ${OBJECT}
  union all
  select 'standing', holder.*, holder.until, holder.by, holder.at, holder.reason, null, null
  from holder where holder.kind = 'membership' and holder.id = ${OBJECT} and ${STANDING} is not null
  union all
  select 'moderating', holder.*, given.expires_at, given.granted_by, given.granted_at, given.reason, business.id, business.until
  from holder cross join business join object_grants as given
    on given.principal_id = holder.id and given.permission_id = ${MODERATE} and given.object_id = business.id
  union all
  select 'denied', holder.*, null, denied.denied_by, denied.denied_at, denied.reason, null, null
  from holder join object_denies as denied
    on denied.principal_id = holder.id and denied.permission_id = ${PERMISSION} and denied.object_id = ${OBJECT}
  union all
  select 'moderatingDenied', holder.*, null, denied.denied_by, denied.denied_at, denied.reason, business.id, business.until
  from holder cross join business join object_denies as denied
    on denied.principal_id = holder.id and denied.permission_id = ${MODERATE} and denied.object_id = business.id`;

const giver = alias(profiles, 'giver');
const admitter = alias(profiles, 'admitter');
const business = alias(groups, 'business_group');

/** One row for each fact, and one row of nothing where there is none. */
export const explanationFacts = prepared((db) =>
  db
    .select({
      status: users.status,
      objectIsThere: sql<boolean>`(${OBJECT} is null or ${isThere(OBJECT, TYPE)})`,
      via: sql<FactKind | null>`fact.via`,
      principalId: sql<string | null>`fact.id`,
      kind: sql<'self' | 'signed_in' | 'everyone' | 'membership' | null>`fact.kind`,
      standing: sql`fact.standing`.mapWith(memberships.standing),
      standingIsEnough: sql<boolean | null>`fact.standing >= ${STANDING}`,
      memberUntil: sql`fact.until`.mapWith(memberships.expiresAt),
      memberSince: sql`fact.at`.mapWith(memberships.grantedAt),
      memberReason: sql<string | null>`fact.reason`,
      memberById: sql<string | null>`fact.by`,
      memberByHandle: admitter.handle,
      until: sql`fact.expires_at`.mapWith(objectGrants.expiresAt),
      at: sql`fact.granted_at`.mapWith(objectGrants.grantedAt),
      reason: sql<string | null>`fact.why`,
      byId: sql<string | null>`fact.granted_by`,
      byHandle: giver.handle,
      groupName: groups.name,
      groupRemovedAt: groups.removedAt,
      roleName: roles.name,
      roleKey: roles.key,
      businessId: sql<string | null>`fact.business_id`,
      businessName: business.name,
      businessRemovedAt: business.removedAt,
      businessUntil: sql`fact.business_until`.mapWith(memberships.expiresAt),
    })
    .from(sql`(values (${USER})) as asked(user_id)`)
    .leftJoin(users, eq(users.id, sql`asked.user_id`))
    .leftJoin(sql`(${FACTS}) as fact`, sql`true`)
    .leftJoin(groups, eq(groups.id, sql`fact.id`))
    .leftJoin(roles, eq(roles.id, sql`fact.id`))
    .leftJoin(business, eq(business.id, sql`fact.business_id`))
    .leftJoin(giver, eq(giver.userId, sql`fact.granted_by`))
    .leftJoin(admitter, and(eq(admitter.userId, sql`fact.by`), sql`fact.kind = 'membership'`))
    .orderBy(sql`fact.via`, sql`fact.id`)
    .limit(MOST_FACTS)
    .prepare('explanation_facts'),
);

export type FactKind = 'everywhere' | 'grant' | 'standing' | 'moderating' | 'denied' | 'moderatingDenied';
export type Fact = Awaited<ReturnType<ReturnType<typeof explanationFacts>['execute']>>[number];
