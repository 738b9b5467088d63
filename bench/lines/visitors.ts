import { sql } from 'drizzle-orm';
import { PASSWORD } from '@/bench/people';
import type { Connection, Database } from '@/db/client';
import { hashPassword } from '@/server/auth/passwords';
import { hashToken, randomToken } from '@/server/auth/tokens';
import type { BuiltInRole } from '@/server/roles/permissions';

/** Somebody who visits, with the cookie of a session. */
export interface Visitor {
  id: string;
  email: string;
  handle: string;
  token: string;
}

const MOST = 10_000;
/** Of them the first look after others. */
const MODERATORS = 20;

/**
 * The last of the crowd (`loadPeople`), half of it at most: everything that people have, a password that is known, a session that is
 * theirs here, and no second factor.
 */
export async function makeVisitors({ db }: Connection): Promise<Visitor[]> {
  const found = await db.execute<{ id: string; email: string; handle: string }>(sql`
    select id, email, handle from users join profiles on profiles.user_id = users.id
    where email like 'person-1-%' order by created_at desc
    limit least(${MOST}::int, (select count(*) / 2 from users where email like 'person-1-%'))`);
  const visitors = found.map((one) => ({ ...one, token: randomToken() }));
  await db.transaction((tx) => signIn(tx, visitors));
  await db.execute(
    sql`vacuum (analyze, parallel 0) users, sessions, passwords, memberships, privacy_settings`,
  );
  return visitors;
}

async function signIn(tx: Database, visitors: Visitor[]) {
  const ids = sql`any(${sql.param(visitors.map(({ id }) => id))}::uuid[])`;
  await tx.execute(
    sql`update users set status = 'active', limited_until = null where id = ${ids} and status <> 'active'`,
  );
  for (const table of ['totp_authenticators', 'recovery_codes', 'passkeys', 'trusted_devices'])
    await tx.execute(sql`delete from ${sql.identifier(table)} where user_id = ${ids}`);
  await tx.execute(sql`
    insert into passwords (user_id, hash, changed_at) select id, ${await hashPassword(PASSWORD)}, now() from users where id = ${ids}
    on conflict (user_id) do update set hash = excluded.hash`);
  await tx.execute(sql`update privacy_settings set bio = default where user_id = ${ids}`);
  // Seen in a while, so that no request of the bench is the one in a minute that writes it down.
  await tx.execute(sql`
    update sessions set token_hash = given.hash, last_seen_at = now() + interval '1 day', auth_time = now(), proven_at = now(),
      expires_at = now() + interval '30 days', amr = jsonb_build_object('pwd', now())
    from unnest(${sql.param(visitors.map(({ id }) => id))}::uuid[], ${sql.param(visitors.map(({ token }) => hashToken(token)))}::text[]) as given (user_id, hash)
    where sessions.id = (select id from sessions as own where own.user_id = given.user_id order by id desc limit 1)`);
  await give(tx, 'moderator', visitors.slice(0, MODERATORS));
  await give(tx, 'administrator', visitors.slice(MODERATORS, MODERATORS + 1));
}

async function give(tx: Database, role: BuiltInRole, visitors: Visitor[]) {
  await tx.execute(sql`
    insert into memberships (user_id, principal_id, granted_at)
    select users.id, roles.id, now() from users, roles
    where users.id = any(${sql.param(visitors.map(({ id }) => id))}::uuid[]) and roles.key = ${role}
    on conflict do nothing`);
}

/** Who of them looks after others. */
export const moderatorOf = (visitors: Visitor[], n: number) => known(visitors[n % MODERATORS]);
export const administratorOf = (visitors: Visitor[]) => known(visitors[MODERATORS]);

function known(visitor: Visitor | undefined): Visitor {
  if (!visitor) throw new Error('there is nobody to visit');
  return visitor;
}
