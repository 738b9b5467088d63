import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { DomainError } from '@/server/errors';
import {
  deniedOn,
  grantedOn,
  groupsAbout,
  heldEverywhere,
  isThere,
  mayAct,
  moderates,
  principalsOf,
  standsIn,
} from './parts';
import { type ObjectType, type Permission, type PermissionOn, permissionEntry } from './permissions';

/** One object that can carry grants. */
export type ObjectOf<Type extends ObjectType> = { type: Type; id: string };

/** Whether somebody, or a visitor (null), may do something with one object; only what concerns objects of its type compiles. */
export type Question<Type extends ObjectType = ObjectType> = {
  [One in Type]: {
    userId: string | null;
    permission: PermissionOn<One>;
    object: ObjectOf<One>;
    now: Date;
  };
}[Type];

const USER = parameter('userId', 'uuid');
const PERMISSION = parameter('permissionId', 'smallint');
const OBJECT = parameter('objectId', 'uuid');
const STANDING = sql`${sql.placeholder('standing')}::group_standing`;
const NOW = parameter('now', 'timestamptz');

/**
 * What is asked one after the other, the cheapest and the likeliest first; nothing after the first answer is read. A statement
 * for each type, since what a type cannot come by need not be planned.
 */
const CHECKS = {
  person: checkOf('person'),
  group: checkOf('group'),
  report: checkOf('report'),
  client: checkOf('client'),
};

function checkOf(type: ObjectType) {
  const isModerated = type === 'person' || type === 'report';
  const byStanding = sql`or (${STANDING} is not null and ${standsIn(OBJECT, { userId: USER, standing: STANDING, now: NOW })})`;
  const byModerating = sql`or (${sql.placeholder('byModerating')}::boolean and exists (
    select from (${groupsAbout(OBJECT, sql.raw(`'${type}'::text`), NOW)}) as business where ${moderates(sql`business.id`, NOW)}))`;
  return prepared((db) =>
    db
      .select({ may: sql<boolean>`answer.may` })
      .from(
        sql`(
          with principal as materialized (${principalsOf(USER, NOW)})
          select ${mayAct(USER)} and ${isThere(OBJECT, sql.raw(`'${type}'::text`))} and not ${deniedOn(OBJECT, PERMISSION)} and (
            (${sql.placeholder('everywhere')}::boolean and ${heldEverywhere(PERMISSION, NOW)})
            ${type === 'group' ? byStanding : sql``}
            or ${grantedOn(OBJECT, PERMISSION, NOW)}
            ${isModerated ? byModerating : sql``}
          ) as may
        ) as answer`,
      )
      .prepare(`permission_check_${type}`),
  );
}

/**
 * Whether somebody may do something with an object at `now`: one prepared statement, and nothing is remembered. What is asked
 * is told in docs/permissions.md. An object that is not there, or was removed, nobody may do anything with.
 */
export async function can(db: Database, { userId, permission, object, now }: Question): Promise<boolean> {
  return canDo(db, { userId, permission, object, now });
}

/** The same of a permission and a type that come from outside; those that do not belong together are refused. */
export async function canDo(
  db: Database,
  question: { userId: string | null; permission: Permission; object: ObjectOf<ObjectType>; now: Date },
): Promise<boolean> {
  const { userId, permission, object, now } = question;
  const entry = permissionEntry(permission);
  if (entry.objectType !== object.type) return false;
  const [answer] = await CHECKS[object.type](db).execute({
    userId,
    permissionId: entry.id,
    objectId: object.id,
    standing: entry.fromStanding ?? null,
    everywhere: !entry.objectOnly,
    byModerating: entry.byModeratingGroup ?? false,
    now: now.toISOString(),
  });
  return answer?.may ?? false;
}

/** For whoever may not, the object does not exist. @throws NOT_FOUND */
export async function requireCan(db: Database, question: Question): Promise<void> {
  if (!(await can(db, question))) throw new DomainError('NOT_FOUND');
}
