import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';

/** Accounts of people, with nothing that they are shown by; their ids are the same each time. */
export async function manyPeople(db: Database, { until }: { until: number }) {
  const each = sql`select md5('person ' || n)::uuid as id, n from generate_series(1, ${until}::int) as n`;
  await db.execute(sql`insert into principals (id, kind) select id, 'user' from (${each}) as one`);
  await db.execute(sql`
    insert into users (id, email, locale, created_at)
    select id, 'many-' || n || '@example.test', 'en', now() from (${each}) as one`);
}
