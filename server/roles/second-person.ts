import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import { SIGNED_IN } from '@/db/schema/principals';
import { DomainError } from '@/server/errors';
import { firstIdAt } from '@/server/notifications/event-ids';
import { listAdministrators } from './last-admin';
import { PERMISSIONS, type Permission } from './permissions';

/** Days in which who took the power to give roles from somebody else appoints nobody alone; as long as an approval is open. */
const ALONE_AFTER_DAYS = 7;

/** What an entry of the trail says of it, beside what was done: by this it is found, and seen. */
export const TOOK_ADMINISTRATOR = { tookAdministrator: true } as const;

interface Rise {
  personIds: readonly string[];
  /** What they are given. */
  added: readonly Permission[];
  /** For how long; null: for good. */
  until: Date | null;
  now: Date;
}

/**
 * Nobody makes somebody an administrator alone while there is another one who could agree: one for a time can as well, and whom it
 * is about cannot. The only one appoints the second alone, or there would never be two. But not who made themselves the only one:
 * whoever took that power from somebody else in the last seven days. Asked before the write, under the locks on these people.
 * @throws SECOND_PERSON_NEEDED
 */
export async function refuseAlone(db: Database, ask: Rise & { actorId: string }) {
  const risen = await findRisen(db, ask);
  if (risen.length === 0) return;
  const { actorId, now } = ask;
  const others = (await listAdministrators(db, { now })).filter((id) => id !== actorId);
  const couldAgree = others.some((other) => risen.some((id) => id !== other));
  if (couldAgree || (await tookAdministrator(db, { actorId, now })))
    throw new DomainError('SECOND_PERSON_NEEDED');
}

/**
 * Whether one of these people becomes an administrator, or is one for longer: whoever is given `roles.assign` for everywhere and
 * does not hold it for that long yet, by whichever role or permission. The same that counts for the last administrator, and for
 * who agrees to something.
 */
export async function makesAdministrator(db: Database, ask: Omit<Rise, 'now'>): Promise<boolean> {
  return (await findRisen(db, ask)).length > 0;
}

/** Two of them at most: more make no difference. */
async function findRisen(db: Database, { personIds, added, until }: Omit<Rise, 'now'>): Promise<string[]> {
  if (!added.includes('roles.assign') || personIds.length === 0) return [];
  const end = sql`${until?.toISOString() ?? 'infinity'}::timestamptz`;
  const risen = await db.execute<{ id: string }>(sql`
    select person.id from unnest(${sql.param(personIds)}::uuid[]) as person(id)
    where not exists (
      select from principal_permissions as held
      where held.permission_id = ${PERMISSIONS['roles.assign'].id} and coalesce(held.expires_at, 'infinity') >= ${end}
        and (held.principal_id in (person.id, ${SIGNED_IN}::uuid) or exists (
          select from memberships as place where place.user_id = person.id and place.principal_id = held.principal_id
            and coalesce(place.expires_at, 'infinity') >= ${end})))
    limit 2`);
  return risen.map(({ id }) => id);
}

async function tookAdministrator(db: Database, { actorId, now }: { actorId: string; now: Date }) {
  const since = firstIdAt(new Date(now.getTime() - ALONE_AFTER_DAYS * 86_400_000));
  const [found] = await db.execute<{ took: boolean }>(sql`
    select exists (
      select from ${auditEntries}
      where ${auditEntries.actorId} = ${actorId}::uuid and ${auditEntries.id} >= ${since}::uuid
        and ${auditEntries.after}->>'tookAdministrator' = 'true') as took`);
  return found?.took ?? false;
}
