import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { test } from '@/server/testing/fixtures';
import { decideAnewOfAll } from './decide-anew';
import { firstIdAt } from './event-ids';

const NOW = new Date('2027-03-01T12:00:00Z');

test('of several people everything is decided about, also where it takes more than one batch', async ({
  db,
  given,
}) => {
  const people = [await given.user(), await given.user(), await given.user()];
  const ids = people.map(({ id }) => id);
  // In the order of time one of each of them, so that no batch ends with a person.
  await db.execute(sql`
    with told as (
      insert into notification_events (id, type, at, data, audience)
      select (left(${firstIdAt(NOW)}, 24) || lpad(to_hex(n), 12, '0'))::uuid, 'contacts.asked', ${NOW.toISOString()}::timestamptz, '{}',
        '{"kind":"everyone"}'
      from generate_series(1, 1200) as n returning id
    )
    insert into notification_deliveries (user_id, event_id, channel, state, rule, due_at)
    select ids[1 + (row_number() over (order by id))::int % 3], id, 'email', 'held', 'quietHours', ${NOW.toISOString()}::timestamptz + interval '8 hours'
    from told, (values (${sql.param(ids)}::uuid[])) as people(ids)`);
  await decideAnewOfAll(db, { userIds: ids, now: NOW });
  const left = await db.execute<{ rule: string; many: number }>(sql`
    select rule, count(*)::int as many from notification_deliveries where user_id = any(${sql.param(ids)}::uuid[]) group by rule`);
  expect([...left]).toEqual([{ rule: 'default', many: 1200 }]);
});
