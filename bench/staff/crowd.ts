import postgres from 'postgres';

/** A role that many hold, a group that many are in, and one that few are in. */
export const ROLE = '01900000-0000-7000-9000-000000000001';
export const GROUP = '01900000-0000-7000-9000-000000000002';
const CASE = (n: string) => `('01900000-0000-7000-a000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** What the list of people is narrowed by, of people of whom there are a million or fewer. */
const STATEMENTS = [
  // Joined over three years, ten of each moment.
  `update users set created_at = now() - make_interval(mins => (('x' || right(users.id::text, 8))::bit(32)::int / 10 * 15)),
     limited_until = case when right(users.id::text, 2) = 'a7' and users.id::text > '01900000-0000-7000-8000-00000000ffff' then 'infinity'::timestamptz end,
     status = (case right(users.id::text, 3) when 'abc' then 'suspended' when 'abd' then 'leaving' when 'abe' then 'erasing'
       else users.status::text end)::account_status
   where users.id in (select user_id from profiles)`,
  `insert into principals (id, kind) values ('${ROLE}', 'role'), ('${GROUP}', 'group')`,
  `insert into roles (id, name, created_at) values ('${ROLE}', 'Readers', now())`,
  `insert into groups (id, name, created_at) values ('${GROUP}', 'Everything about maps', now())`,
  `insert into memberships (user_id, principal_id) select id, '${ROLE}' from users where right(id::text, 2) = '4e' limit 6000`,
  `insert into memberships (user_id, principal_id) select id, '${GROUP}' from users where right(id::text, 1) = '3' limit 20000`,
  `insert into passkeys (id, user_id, credential_id, public_key, counter, aaguid, name, backup_eligible, backed_up, created_at)
    select id, id, id::text, '', 0, '', '', true, true, now() from users where right(id::text, 1) in ('1', '5')`,
  `insert into totp_authenticators (id, user_id, name, secret, created_at, confirmed_at)
    select id, id, '', '', now(), now() from users where right(id::text, 1) = '9'`,
  `insert into cases (id, subject_kind, subject_id, person_id, state, opened_at)
    select ${CASE('row_number() over ()')}, 'profile', id, id, (case when right(id::text, 3) < '200' then 'open' else 'resolved' end)::case_state, now()
    from users where right(id::text, 2) = '1f' limit 8000`,
  `insert into sanctions (id, person_id, case_id, kind, rule, starts_at)
    select id, person_id, id, 'limit', 'spam', now() from cases`,
];

/** Adds to the people of a database what moderators see of them. */
export async function seedStaffCrowd(databaseUrl: string, { log }: { log: (line: string) => void }) {
  const sql = postgres(databaseUrl, { max: 1, fetch_types: false, onnotice: () => undefined });
  try {
    await sql.unsafe('set statement_timeout = 0');
    for (const statement of STATEMENTS) {
      const begun = performance.now();
      await sql.unsafe(statement);
      log(`${((performance.now() - begun) / 1000).toFixed(1)} s  ${statement.trim().slice(0, 40)}`);
    }
    await sql.unsafe('vacuum analyze');
  } finally {
    await sql.end();
  }
}
