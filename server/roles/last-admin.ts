import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { memberships, principalPermissions } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { PERMISSIONS } from './permissions';

const LOCK = 7_340_002;
const NOBODY = '00000000-0000-0000-0000-000000000000';

interface Standing {
  userId: string;
  now: Date;
}

/** Whether a person is an administrator, and whether there would be one if they were gone. */
export async function findAdminStanding(db: Database, { userId, now }: Standing) {
  const [standing] = await db.execute<{ isAdmin: boolean; hasOthers: boolean }>(
    sql`select ${isAdmin({ userId, now })} as "isAdmin", ${hasOthers(userId)} as "hasOthers"`,
  );
  return standing ?? { isAdmin: false, hasOthers: false };
}

/** Who can give roles at this moment, and be asked to agree to something. Enough of them for any installation. */
export async function listAdministrators(db: Database, { now }: { now: Date }): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select distinct ${users.id} from (${holders(sql`> ${now.toISOString()}::timestamptz`)}) as holder
    join ${users} on ${users.id} = holder.id and ${users.status} = 'active'
    order by ${users.id} limit 200`);
  return rows.map(({ id }) => id);
}

/**
 * Refuses what would take the last active person away who can give roles. Asked by every command that could: under
 * `lockPerson`, after all other locks on people. From here to the end of the transaction only one such command goes on, so
 * that of two administrators who leave at the same moment one stays. @returns whether they are one @throws LAST_ADMIN
 */
export async function refuseLastAdmin(db: Database, { userId, now }: Standing): Promise<boolean> {
  // Nobody becomes an administrator while they are locked, so that for everybody else this is all.
  const [own] = await db.execute<{ is: boolean }>(sql`select ${isAdmin({ userId, now })} as is`);
  if (!own?.is) return false;
  await db.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
  // A statement of its own: one that waits for the lock sees the others as they were before it waited.
  const [others] = await db.execute<{ are: boolean }>(sql`select ${hasOthers(userId)} as are`);
  if (!others?.are) throw new DomainError('LAST_ADMIN');
  return true;
}

/**
 * The same of several who would go at once, under the locks on them: those of them who can give roles, whatever their account is,
 * and whether without all of them there would be nobody.
 */
export async function findAdminsAmong(
  db: Database,
  { userIds, now }: { userIds: readonly string[]; now: Date },
): Promise<{ administrators: string[]; areLast: boolean }> {
  const held = holders(sql`> ${now.toISOString()}::timestamptz`);
  const rows = await db.execute<{ id: string }>(sql`
    select distinct holder.id from (${held}) as holder where holder.id = any(${sql.param(userIds)}::uuid[])`);
  const administrators = rows.map(({ id }) => id);
  if (administrators.length === 0) return { administrators, areLast: false };
  await db.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
  const [others] = await db.execute<{ are: boolean }>(sql`select ${hasOthers(...administrators)} as are`);
  return { administrators, areLast: !others?.are };
}

/**
 * The same of what was just written, and may have taken it from several at once: a role that gives it no more, an end that was
 * set. Asked after the write, and undoes it by throwing. @throws LAST_ADMIN
 */
export async function refuseNoAdmin(db: Database) {
  await db.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
  const [left] = await db.execute<{ are: boolean }>(sql`select ${hasOthers(NOBODY)} as are`);
  if (!left?.are) throw new DomainError('LAST_ADMIN');
}

function isAdmin({ userId, now }: Standing) {
  const held = holders(sql`> ${now.toISOString()}::timestamptz`);
  return sql`exists (select from (${held}) as holder where id = ${userId}::uuid)`;
}

/** Active, and not only for a time: after that there would be nobody. */
function hasOthers(...userIds: string[]) {
  return sql`exists (
    select from (${holders()}) as holder
    join ${users} on ${users.id} = holder.id and ${users.status} = 'active'
    where holder.id <> all(${sql.param(userIds)}::uuid[]))`;
}

/** The ids of who holds `roles.assign`, themselves or by a role; without `orUntil` only of those who hold it for good. */
function holders(orUntil = sql`= 'infinity'`) {
  const lasting = (column: typeof memberships.expiresAt | typeof principalPermissions.expiresAt) =>
    sql`coalesce(${column}, 'infinity') ${orUntil}`;
  const held = sql`${principalPermissions.permissionId} = ${PERMISSIONS['roles.assign'].id} and ${lasting(principalPermissions.expiresAt)}`;
  return sql`
    select ${principalPermissions.principalId} as id from ${principalPermissions} where ${held}
    union all
    select ${memberships.userId} from ${memberships}
    join ${principalPermissions} on ${principalPermissions.principalId} = ${memberships.principalId}
    where ${held} and ${lasting(memberships.expiresAt)}`;
}
