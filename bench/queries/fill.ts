import postgres from 'postgres';
import { takeAwayChecks, timed } from '@/server/bulk-load';
import { caseRows } from './case-rows';
import { peopleRows } from './people-rows';
import { DAYS } from './rows';
import { signInRows } from './sign-in-rows';

const NUMBERED = [
  `create temporary table numbered on commit drop as
      select row_number() over (order by created_at, id)::int as n, id from users where email like 'person-%'`,
  'alter table numbered add primary key (n)',
  'analyze numbered',
];

/**
 * Gives the crowd number 1 (server/seed-crowd.ts), of so many people, everything else that people have, in the proportions of a
 * service in use; made once. All in one transaction, over a connection without limits.
 */
export async function fillCrowd(
  databaseUrl: string,
  { people, log }: { people: number; log: (line: string) => void },
) {
  const sql = postgres(databaseUrl, { max: 1, fetch_types: false, onnotice: () => undefined });
  try {
    const [known] = await sql`select 1 from passwords where hash = 'none' limit 1`;
    if (known) return;
    await sql.unsafe(`set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;
      set maintenance_work_mem = '512MB'; set work_mem = '128MB'; set synchronous_commit = off`);
    const statements = [...NUMBERED, ...signInRows(), ...peopleRows(people), ...caseRows(people)];
    // Months before the first start, which hold what is spread over as many days.
    await sql`select make_months(now() - make_interval(days => ${DAYS}), 12)`;
    const filled = [...new Set(statements.flatMap((text) => /^insert into (\w+)/.exec(text)?.[1] ?? []))];
    await sql.begin(async (tx) => {
      const restore = await takeAwayChecks(tx, {
        filled,
        largest: LARGEST,
        indexed: ['sessions', ...LARGEST],
      });
      for (const statement of statements) await timed(log, statement, tx);
      await restore((statement) => timed(log, statement, tx));
    });
    await timed(log, 'vacuum (analyze, parallel 0)', sql);
  } finally {
    await sql.end();
  }
}

/** To which no other table refers. */
const LARGEST = [
  'security_events',
  'audit_entries',
  'notifications',
  'notification_events',
  'notification_deliveries',
];
