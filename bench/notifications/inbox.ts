import { sql } from 'drizzle-orm';
import { atEnd } from '@/bench/at-end';
import { makeTemporaryDirectory } from '@/bench/directory';
import type { Line } from '@/bench/line';
import { PEOPLE, seedPeople } from '@/bench/people';
import { percentile } from '@/bench/rounds';
import { type Database, openDatabase } from '@/db/client';
import { startEmbeddedDatabase } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { users } from '@/db/schema/users';
import { prepareQueue } from '@/server/jobs/prepare-queue';
import { countUnreadNotifications, listNotifications } from '@/server/notifications/inbox-queries';

const ROWS = 10_000_000;
/** People to each event. */
const EACH = 10;
/** Events in one statement. */
const BATCH = 50_000;
const CALLS = 2000;

/** The count of what is unread and the first page of the inbox, of one person after the other, among ten million notifications. */
export async function inbox(): Promise<Line[]> {
  const log = (text: string) => process.stderr.write(`${text}\n`);
  const { url, stop } = await startEmbeddedDatabase({ dataDir: await makeTemporaryDirectory(), log });
  atEnd(stop);
  await migrate(url, { log });
  await prepareQueue({ databaseUrl: url });
  const limits = { statement: 300_000, transaction: 300_000 };
  const { db, end } = openDatabase(url, { max: 1, limits, applicationName: 'foyer bench' });
  atEnd(() => end());
  await seedPeople(db);
  await fill(db);
  const people = await db.select({ id: users.id }).from(users);
  const now = new Date();
  const someone = (n: number) => people[(n * 7919) % people.length]?.id ?? '';
  const waits = async (read: (userId: string) => Promise<unknown>) => {
    const took: number[] = [];
    for (let n = 0; n < CALLS; n++) {
      const begun = performance.now();
      await read(someone(n));
      took.push(performance.now() - begun);
    }
    return took;
  };
  const unread = await waits((userId) => countUnreadNotifications(db, { userId, now }));
  const page = await waits((userId) =>
    listNotifications(db, { userId, folder: 'unread', after: undefined, locale: 'en', now }),
  );
  const line = (name: string, took: number[]): Line => ({
    name: `${name}, p95`,
    value: percentile(took, 0.95),
    unit: 'ms',
    wanted: { most: 5 },
    note: `p50 ${percentile(took, 0.5).toFixed(1)} ms; ${ROWS} rows`,
  });
  return [
    line('what is unread, counted', unread),
    { ...line('first page of what is unread', page), wanted: { most: 50 } },
  ];
}

/** Events of a year, each to a few people; one in eight is unread, and of the last tenth it is known what became of them. */
async function fill(db: Database) {
  const events = ROWS / EACH;
  await db.execute(
    sql`create table numbered as select id, (row_number() over (order by id))::int - 1 as n from users`,
  );
  await db.execute(sql`create unique index on numbered (n)`);
  await db.execute(sql`select make_months(now() - make_interval(secs => ${events}::int * 30.0), 24)`);
  const at = sql`now() - make_interval(secs => (${events}::int - n) * 30.0)`;
  // Version 7: the moment, then what tells them apart.
  const id = sql`(lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid`;
  for (let from = 0; from < events; from += BATCH) {
    const each = sql`select n, ${at} as at, ${id} as id from generate_series(${from}::int, ${from + BATCH - 1}::int) as n`;
    await db.execute(sql`
      insert into notification_events (id, type, at, actor_id, data, audience, finished_at)
      select one.id, 'contacts.accepted', one.at, numbered.id, '{}', '{"kind":"people","ids":[]}', one.at
      from (${each}) as one join numbered on numbered.n = one.n % ${PEOPLE}::int`);
    const told = sql`(${each}) as one cross join generate_series(0, ${EACH - 1}::int) as k
      join numbered on numbered.n = (one.n::bigint * 7919 + k * 1009) % ${PEOPLE}::int`;
    await db.execute(sql`
      insert into notifications (user_id, event_id, type, is_shown, read_at)
      select numbered.id, one.id, 'contacts.accepted', true, case when (one.n + k) % 8 > 0 then one.at end from ${told}
      on conflict do nothing`);
    if (from < events * 0.9) continue;
    await db.execute(sql`
      insert into notification_deliveries (user_id, event_id, channel, state, rule, sent_at)
      select numbered.id, one.id, channel, 'sent', 'default', one.at from ${told}
      cross join unnest(array['inApp', 'email']) as channel on conflict do nothing`);
  }
  await db.execute(sql`drop table numbered`);
  await db.execute(sql`vacuum analyze`);
}
