import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '@/db/client';
import { notificationEvents, notifications } from '@/db/schema/notifications';
import { securityEvents } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { listNotifications } from './notifications/inbox-queries';
import { seedActivity } from './seed-activity';
import { seedCrowd } from './seed-crowd';
import { createTestDatabase } from './testing/database';

const PEOPLE = 200;
const quiet = () => undefined;

test('what people leave behind is the same for the same number and moment, and made once', async () => {
  const [one, two] = [await createTestDatabase(), await createTestDatabase()];
  const until = new Date();
  try {
    for (const { url } of [one, two]) {
      await seedCrowd(url, { people: PEOPLE, seed: 1, log: quiet });
      const made = await seedActivity(url, { seed: 1, until, log: quiet });
      expect(made).toEqual({ sessions: 1000, securityEvents: 1000, notifications: 2000 });
    }
    expect(await seedActivity(one.url, { seed: 1, until, log: quiet })).toBeUndefined();
    const [first, second] = await Promise.all([one, two].map(({ connection }) => digest(connection.db)));
    expect(second).toEqual(first);
  } finally {
    await Promise.all([one, two].map((database) => database.drop()));
  }
});

test('it is as if people had left it: everybody has as much, and the app reads it', async () => {
  const database = await createTestDatabase();
  const { db } = database.connection;
  try {
    await seedCrowd(database.url, { people: PEOPLE, seed: 1, log: quiet });
    await seedActivity(database.url, { seed: 1, until: new Date(), log: quiet });
    const each = await db.execute<{ sessions: number; events: number; told: number }>(sql`select
      (select count(*)::int from ${sessions} where user_id = users.id) as sessions,
      (select count(*)::int from ${securityEvents} where user_id = users.id) as events,
      (select count(*)::int from ${notifications} where user_id = users.id) as told from ${users}`);
    expect(
      [...each].every(({ sessions: many, events, told }) => many === 5 && events === 5 && told === 10),
    ).toBe(true);
    expect(await db.$count(notificationEvents)).toBe(PEOPLE);
    // Moments of the ids are those of the rows, and none is still to come.
    const [wrong] = await db.execute(sql`
      select 1 from ${sessions} where created_at > now() or last_seen_at > now() or last_seen_at < created_at`);
    expect(wrong).toBeUndefined();
    const [someone] = await db.select({ id: users.id }).from(users).where(sql`status = 'active'`).limit(1);
    const inbox = await listNotifications(db, {
      userId: someone?.id ?? '',
      folder: 'all',
      after: undefined,
      locale: 'en',
      now: new Date(),
    });
    expect(inbox.notifications).toHaveLength(10);
  } finally {
    await database.drop();
  }
});

test('what was taken away to be fast is there again', async () => {
  const database = await createTestDatabase();
  const { db } = database.connection;
  try {
    await seedCrowd(database.url, { people: PEOPLE, seed: 1, log: quiet });
    const before = await keysAndIndexes(db);
    await seedActivity(database.url, { seed: 1, until: new Date(), log: quiet });
    expect(await keysAndIndexes(db)).toEqual(before);
  } finally {
    await database.drop();
  }
});

async function digest(db: Database) {
  const [row] = await db.execute<Record<string, string>>(sql`select
    (select md5(string_agg(sessions::text, ',' order by id)) from sessions) as sessions,
    (select md5(string_agg(security_events::text, ',' order by id)) from security_events) as events,
    (select md5(string_agg(notification_events::text, ',' order by id)) from notification_events) as happened,
    (select md5(string_agg(notifications::text, ',' order by user_id, event_id)) from notifications) as told`);
  return row;
}

async function keysAndIndexes(db: Database) {
  const keys = await db.execute<Record<string, unknown>>(sql`
    select conrelid::regclass::text as "table", conname, convalidated, pg_get_constraintdef(oid) as definition from pg_constraint
    where connamespace = 'public'::regnamespace and contype in ('f', 'p', 'u') order by 1, 2`);
  const indexes = await db.execute<Record<string, unknown>>(
    sql`select tablename, indexdef from pg_indexes where schemaname = 'public' order by 1, 2`,
  );
  return { keys: [...keys], indexes: [...indexes] };
}
