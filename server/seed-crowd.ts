import postgres from 'postgres';
import { takeAwayChecks, timed } from './bulk-load';
import { PERMISSIONS } from './roles/permissions';

/** Who stands out of the crowd, by their number; the others are numbered on. */
export const CROWD = {
  /** In a thousand groups, each of which was given something. */
  inManyGroups: 1,
  /** Was given something on a tenth of all people: with a million of them, 100 000 grants. */
  withManyGrants: 2,
  /** On whom a twentieth of all people were given something: with a million of them, 50 000 grants. */
  givenToMany: 3,
  /** Nobody in particular. */
  ordinary: 1000,
};

const [VIEW, EMAIL, WARN, HIDE, LIMIT] = (
  ['person.view', 'person.viewEmail', 'person.warn', 'person.hide', 'person.limit'] as const
).map((name) => PERMISSIONS[name].id);

/** Given to each group, so that with a million people there are ten million grants. */
const PER_GROUP = 93;

const FIRST = `(array['Ada','Bea','Cem','Dov','Eva','Fay','Gus','Hal','Ida','Jon','Kai','Lea','Max','Nia','Ole','Pia','Quin','Rui','Sol','Tom','Uma','Vic','Wim','Xia','Yan','Zoé'])`;

/** The statements that make a crowd, in their order: the same for the same seed, wherever and whenever. */
function statementsOf({ people, seed }: { people: number; seed: number }) {
  const many = { groups: Math.ceil(people / 50), cases: Math.ceil(people / 20), clients: 100 };
  /** A number below `below` for each row of n, as good as by chance. */
  const chance = (of: string, salt: number, below: number) =>
    `((hashtextextended((${of})::text, ${seed * 1000 + salt}) & 4611686018427387903) % ${below})`;
  /** An id as those of the app: in the order of time, a moment apart, the groups made among the people. */
  const id = (kind: string, n: string, apart: number) => {
    const hash = `md5('${seed} ${kind} ' || ${n})`;
    return `(lpad(to_hex(1640000000000 + (${n}) * ${apart}::bigint), 12, '0') || '7' || substr(${hash}, 1, 3) || '8' || substr(${hash}, 5, 15))::uuid`;
  };
  const series = (name: string, count: number, apart: number) =>
    `create temporary table seeded_${name} on commit drop as select n, ${id(name, 'n', apart)} as id from generate_series(1, ${count}) as n`;
  const one = (n: number) => `(select id from seeded_people where n = ${n})`;
  const grants =
    'insert into object_grants (principal_id, principal_kind, permission_id, object_id, object_type, granted_at)';
  const at = `'2026-01-01T00:00:00Z'::timestamptz`;
  return [
    series('people', people, 120_000),
    series('groups', many.groups, 6_000_000),
    series('cases', many.cases, 2_400_000),
    series('clients', many.clients, 1000),
    ...['people', 'groups', 'cases', 'clients'].flatMap((name) => [
      `alter table seeded_${name} add primary key (n)`,
      `analyze seeded_${name}`,
    ]),
    `insert into principals (id, kind) select id, 'user' from seeded_people on conflict do nothing`,
    `insert into principals (id, kind) select id, 'group' from seeded_groups on conflict do nothing`,
    `insert into users (id, email, locale, status, passkey_handle, created_at)
      select id, 'person-${seed}-' || n || '@example.test', 'en',
        (case when ${chance('n', 1, 100)} = 0 then 'deactivated' else 'active' end)::account_status,
        encode(sha256(convert_to('${seed} ' || n, 'UTF8')), 'hex'), ${at} + n * interval '1 second'
      from seeded_people on conflict do nothing`,
    `insert into profiles (user_id, handle, display_name, bio, updated_at)
      select id, 'p${seed}-' || n, ${FIRST}[1 + ${chance('n', 2, 26)}] || ' ' ||
        initcap(translate(to_hex(${chance('n', 3, 400_000)}), '0123456789', 'ghijklmnop')), 'Draws maps.', ${at}
      from seeded_people on conflict do nothing`,
    `insert into privacy_settings (user_id) select id from seeded_people on conflict do nothing`,
    `insert into search_words (user_id, word, listed)
      select seeded.id, found.word, users.status = 'active' and searchable and privacy_settings.profile <= 'signed_in'
      from seeded_people as seeded join users on users.id = seeded.id join profiles on profiles.user_id = seeded.id
      join privacy_settings on privacy_settings.user_id = seeded.id
      cross join lateral search_words_of(handle, display_name) as found`,
    `insert into groups (id, name, created_at) select id, 'Group ${seed}-' || n, ${at} from seeded_groups on conflict do nothing`,
    `insert into cases (id, subject_kind, subject_id, person_id, urgency, kind, report_count, opened_at)
      select seeded_cases.id, 'profile', person.id, person.id, ${chance('seeded_cases.n', 4, 4)}, 'spam', 1, ${at} + seeded_cases.n * interval '1 minute'
      from seeded_cases join seeded_people as person on person.n = seeded_cases.n on conflict do nothing`,
    `insert into oauth_clients (id, name, type, redirect_uris, scopes, created_at, updated_at)
      select id, 'App ${seed}-' || n, 'public', '[]', '[]', ${at}, ${at} from seeded_clients on conflict do nothing`,
    ...Object.entries({ person: 'people', group: 'groups', report: 'cases', client: 'clients' }).map(
      ([type, name]) =>
        `insert into securables (id, type) select id, '${type}' from seeded_${name} on conflict do nothing`,
    ),
    // Three groups for everybody, the first of them now and then as an owner or a manager.
    `insert into memberships (user_id, principal_id, standing, granted_at)
      select person.id, seeded_groups.id, (case when k > 0 or ${chance('person.n', 5, 20)} > 1 then 'member'
        when ${chance('person.n', 5, 20)} = 0 then 'owner' else 'manager' end)::group_standing, ${at}
      from seeded_people as person cross join generate_series(0, 2) as k
      join seeded_groups on seeded_groups.n = (${chance('person.n', 6, many.groups)} + k * ${Math.max(1, Math.floor(many.groups / 3))}) % ${many.groups} + 1
      where person.n <> ${CROWD.inManyGroups}
      order by person.id`,
    `insert into memberships (user_id, principal_id, granted_at)
      select ${one(CROWD.inManyGroups)}, id, ${at} from seeded_groups order by n limit 1000`,
    `insert into memberships (user_id, principal_id, granted_at)
      select person.id, roles.id, ${at} from seeded_people as person join roles on roles.key = 'moderator' where person.n % 10000 = 7`,
    // To everybody: five things on people, two on groups, one on a case.
    `${grants} select principal.id, 'user', (array[${[VIEW, EMAIL, WARN, HIDE, LIMIT].join(', ')}])[k], object.id, 'person', ${at}
      from seeded_people as principal cross join generate_series(1, 5) as k
      join seeded_people as object on object.n = (${chance('principal.n', 7, people)} + k * 7919) % ${people} + 1
      where principal.n <> ${CROWD.withManyGrants} and not (k = 1 and object.n = ${CROWD.givenToMany}) order by principal.id`,
    `${grants} select principal.id, 'user', (array[${PERMISSIONS['group.view'].id}, ${PERMISSIONS['group.update'].id}])[k], object.id, 'group', ${at}
      from seeded_people as principal cross join generate_series(1, 2) as k
      join seeded_groups as object on object.n = (${chance('principal.n', 8, many.groups)} + k) % ${many.groups} + 1 order by principal.id`,
    `${grants} select principal.id, 'user', ${PERMISSIONS['report.handle'].id}, object.id, 'report', ${at}
      from seeded_people as principal join seeded_cases as object on object.n = ${chance('principal.n', 9, many.cases)} + 1 order by principal.id`,
    // To every group, on people; and one in a hundred groups has moderators who are another group.
    `${grants} select principal.id, 'group', (array[${[VIEW, EMAIL, WARN].join(', ')}])[1 + k % 3], object.id, 'person', ${at}
      from seeded_groups as principal cross join generate_series(0, ${Math.min(PER_GROUP, people) - 1}) as k
      join seeded_people as object on object.n = (${chance('principal.n', 10, people)} + k * ${Math.max(1, Math.floor(people / 100))}) % ${people} + 1
      order by principal.id`,
    `${grants} select principal.id, 'group', ${PERMISSIONS['group.moderate'].id}, object.id, 'group', ${at}
      from seeded_groups as object join seeded_groups as principal on principal.n = object.n % ${many.groups} + 1 where object.n % 100 = 50`,
    `${grants} select ${one(CROWD.withManyGrants)}, 'user', ${VIEW}, object.id, 'person', ${at}
      from seeded_people as object where object.n <= ${Math.floor(people / 10)}`,
    `${grants} select principal.id, 'user', ${VIEW}, ${one(CROWD.givenToMany)}, 'person', ${at}
      from seeded_people as principal where principal.n between 4 and ${Math.floor(people / 20) + 3}`,
  ];
}

/**
 * Adds a crowd of people with groups, memberships and grants on objects, at any size: the same for the same seed number. They
 * have no password. All in one transaction, over a connection without limits: cut off, nothing is there.
 * @returns how many there are of what
 */
export async function seedCrowd(
  databaseUrl: string,
  { people, seed, log }: { people: number; seed: number; log: (line: string) => void },
) {
  const sql = postgres(databaseUrl, { max: 1, fetch_types: false, onnotice: () => undefined });
  try {
    const [known] = await sql`select 1 from users where email = ${`person-${seed}-1@example.test`}`;
    if (known) return undefined;
    await sql.unsafe(`set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;
      set maintenance_work_mem = '512MB'; set work_mem = '128MB'; set synchronous_commit = off`);
    const counts = await sql.begin(async (tx) => {
      const restore = await takeAwayChecks(tx, { filled: FILLED, largest: LARGEST, indexed: INDEXED });
      for (const statement of statementsOf({ people, seed })) await timed(log, statement, tx);
      await restore((statement) => timed(log, statement, tx));
      return {
        people,
        memberships: await count(tx, 'memberships'),
        grants: await count(tx, 'object_grants'),
      };
    });
    await timed(log, 'vacuum (analyze, parallel 0)', sql);
    return counts;
  } finally {
    await sql.end();
  }
}

async function count(tx: postgres.TransactionSql, table: string) {
  const [row] = await tx.unsafe(`select count(*)::int as rows from ${table}`);
  return Number(row?.rows);
}

const FILLED = [
  'principals',
  'users',
  'profiles',
  'privacy_settings',
  'search_words',
  'groups',
  'cases',
  'oauth_clients',
  'securables',
  'memberships',
  'object_grants',
];

/** Of which the keys are made anew as well, and of these and the next two all other indexes: faster than row by row. */
const LARGEST = ['object_grants', 'memberships', 'search_words'];
const INDEXED = [...LARGEST, 'users', 'profiles'];
