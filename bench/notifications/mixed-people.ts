import { sql } from 'drizzle-orm';
import { PEOPLE as SEEDED } from '@/bench/people';
import type { Database } from '@/db/client';

/** How many there are in the end. */
export const PEOPLE = 100_000;

/** More people, and what all of them want: most nothing in particular, and a tenth each of what else there is. */
export async function mixPeople(db: Database) {
  const each = sql`select md5('person ' || n)::uuid as id, n from generate_series(${SEEDED}::int, ${PEOPLE - 1}::int) as n`;
  await db.execute(sql`insert into principals (id, kind) select id, 'user' from (${each}) as one`);
  await db.execute(sql`
    insert into users (id, email, locale, created_at)
    select id, 'more-' || n || '@example.test', 'en', now() from (${each}) as one`);
  await db.execute(
    sql`create table numbered as select id, row_number() over (order by id)::int as n from users`,
  );
  await db.execute(sql`
    update users set time_zone = (array['Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe',
      'America/Sao_Paulo', 'Africa/Lagos', 'Asia/Tokyo', 'Pacific/Chatham'])[1 + numbered.n % 8]
    from numbered where numbered.id = users.id and numbered.n % 3 > 0`);
  const wish = (scope: string, key: string, rest: { channel: string; mode: string; every: number }) =>
    db.execute(sql`
      insert into notification_preferences (user_id, scope, key, channel, mode, means, changed_at)
      select id, ${scope}, ${key}, ${rest.channel}, ${rest.mode}, 'settings', now() from numbered where n % 10 = ${rest.every}::int`);
  await wish('type', 'product.announcement', { channel: 'email', mode: 'instant', every: 1 });
  await wish('type', 'product.announcement', { channel: 'inApp', mode: 'off', every: 2 });
  await wish('category', 'product', { channel: 'email', mode: 'digest', every: 3 });
  await wish('global', '', { channel: 'push', mode: 'off', every: 4 });
  await wish('global', '', { channel: 'email', mode: 'instant', every: 5 });
  // Two nights in three, of several lengths; some are away.
  await db.execute(sql`
    insert into notification_schedules (user_id, quiet, digest, digest_minute, paused_until, updated_at)
    select id, (select jsonb_agg(jsonb_build_object('day', day, 'from', 1320 + 15 * (n % 4), 'until', 420)) from generate_series(1, 7) as day),
      (array['daily', 'four_hours', 'weekly'])[1 + n % 3], 480, case when n % 7 = 0 then date_trunc('day', now()) + interval '3 days' end, now()
    from numbered where n % 10 in (3, 5, 7)`);
  await db.execute(sql`drop table numbered`);
  await db.execute(sql`analyze`);
}
