import { sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { call } from './ask';
import type { Finding } from './fault';
import type { Scene } from './stage';
import { until } from './until';

/** Five batches of a fan-out. */
const CROWD = 5_000;
/** Milliseconds until a job whose worker was killed has been done by another (ARCHITECTURE.md, "Jobs and mail"). */
const JOBS_LIMIT = 90_000;

/** People who are there to be told. */
export async function makeCrowd({ server, databaseUrl }: Scene): Promise<void> {
  await server.admin(
    (admin) => admin`
      with crowd as (select gen_random_uuid() as id, n from generate_series(1, ${CROWD}::int) as n),
        principal as (insert into principals (id, kind) select id, 'user' from crowd),
        account as (
          insert into users (id, email, locale, passkey_handle, created_at)
          select id, 'crowd-' || n || '@example.test', 'en', id, now() from crowd
        ),
        profile as (
          insert into profiles (user_id, handle, display_name, updated_at)
          select id, 'crowd-' || n, 'Crowd', now() from crowd
        )
      insert into privacy_settings (user_id) select id from crowd`,
    databaseUrl,
  );
}

/** Tells everybody something, as somebody of the staff. */
export async function announce({ app }: Scene, { token }: { token: string }): Promise<void> {
  const words = { title: { en: 'We move on Sunday' }, body: { en: 'Nothing will be there for an hour.' } };
  const announcement = { id: uuid(), ...words, link: '', audience: {} };
  const answer = await call(app.port, 'notifications.announcements.send', announcement, { token });
  if (answer.status !== 200) throw new Error(`nothing was announced: ${answer.text}`);
}

/** Waits until all of it is laid out, and counts. */
export async function toldOnce(
  { db }: Scene,
  { announcements }: { announcements: number },
): Promise<Finding> {
  const isDone = async () => {
    const [row] = await db.execute<{ open: number }>(
      sql`select count(*)::int as open from notification_events where finished_at is null`,
    );
    return row?.open === 0;
  };
  const took = await until(isDone, { limit: JOBS_LIMIT, every: 200 });
  const [row] = await db.execute<{ told: number; missing: number }>(sql`
    select count(notifications.user_id)::int as told,
      count(*) filter (where notifications.user_id is null)::int as missing
    from users cross join notification_events left join notifications
      on notifications.user_id = users.id and notifications.event_id = notification_events.id
    where users.email like 'crowd-%' and notification_events.type = 'product.announcement'`);
  return {
    must: 'everybody is told once',
    held: took !== undefined && row?.told === CROWD * announcements && row.missing === 0,
    figure:
      `${row?.told} of ${CROWD * announcements} told, ${row?.missing} missing; ` +
      (took === undefined ? 'some under way' : `done after ${(took / 1000).toFixed(0)} s`),
  };
}
