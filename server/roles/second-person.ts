import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { SIGNED_IN } from '@/db/schema/principals';
import { DomainError } from '@/server/errors';
import { findAdminStanding } from './last-admin';
import { BUILT_IN_ROLES, PERMISSIONS, type Permission } from './permissions';

const EVERYTHING = idsOf(BUILT_IN_ROLES.administrator);

interface Rise {
  personIds: readonly string[];
  /** What they are given. */
  added: readonly Permission[];
  now: Date;
}

/**
 * Nobody makes somebody an administrator alone while there is another one who could agree; the only one appoints the second
 * alone, or there would never be two. Asked before the write, under the locks on these people. @throws SECOND_PERSON_NEEDED
 */
export async function refuseAlone(db: Database, ask: Rise & { actorId: string }) {
  if (!(await makesAdministrator(db, ask))) return;
  const { hasOthers } = await findAdminStanding(db, { userId: ask.actorId, now: ask.now });
  if (hasOthers) throw new DomainError('SECOND_PERSON_NEEDED');
}

/**
 * Whether one of these people becomes an administrator, by the role of that name or by others that come to the same: whoever
 * would, with what is added, do everywhere all that an administrator may, and may not already.
 */
export async function makesAdministrator(db: Database, { personIds, added, now }: Rise): Promise<boolean> {
  if (added.length === 0 || personIds.length === 0) return false;
  const at = sql`${now.toISOString()}::timestamptz`;
  const [risen] = await db.execute<{ id: string }>(sql`
    select person.id from unnest(${sql.param(personIds)}::uuid[]) as person(id)
    cross join lateral (
      select needed.id from unnest(${sql.param(EVERYTHING)}::smallint[]) as needed(id)
      where not exists (
        select from principal_permissions as held
        where held.permission_id = needed.id and (held.expires_at is null or held.expires_at > ${at})
          and (held.principal_id in (person.id, ${SIGNED_IN}::uuid) or exists (
            select from memberships as place where place.user_id = person.id and place.principal_id = held.principal_id
              and (place.expires_at is null or place.expires_at > ${at}))))) as lacked
    group by person.id
    having bool_and(lacked.id = any(${sql.param(idsOf(added))}::smallint[]))
    limit 1`);
  return risen !== undefined;
}

function idsOf(names: readonly Permission[]) {
  return names.map((name) => PERMISSIONS[name].id);
}
