import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Activity } from './activity';
import { call } from './ask';
import type { Fault, Finding } from './fault';
import { startLeaving } from './leaving';
import { startRotating } from './rotating';
import { type Stage, setStage } from './stage';
import { until } from './until';
import { startUploading } from './uploading';

/** Five batches of a fan-out. */
const CROWD = 5_000;
const ROUNDS = 4;
/** Milliseconds until a job whose worker was killed has been done by another (ARCHITECTURE.md, "Jobs and mail"). */
const JOBS_LIMIT = 90_000;

/**
 * The app is killed with -9 while photos are sent, accounts deleted, five thousand people told of something, and tokens
 * rotated; and started again, four times.
 *
 * Nothing is half done: whoever has a photo has a whole one, and the last that was acknowledged; a deletion that was
 * acknowledged is carried out with one receipt; everybody is told once; every app that was let in stays in. Jobs that were
 * under way are done by the next process within a minute, when the killed one has been silent for long enough.
 */
export const appKilled: Fault = {
  name: 'app-killed',
  async run(ground) {
    const stage = await setStage(ground);
    await makeCrowd(stage);
    // The last one who can give roles could not leave.
    const staff = await stage.given.holder('announcements.send', 'roles.assign');
    const activities: Activity[] = [];
    for (const start of [startUploading, startLeaving, startRotating]) activities.push(await start(stage));
    const starts: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await announce(stage, staff);
      // Each time at another point of all that.
      await sleep(300 + 350 * round);
      ground.say('kill -9');
      await stage.app.kill();
      starts.push(await stage.startAgain());
      await sleep(1000);
    }
    await Promise.all(activities.map(({ stop }) => stop()));
    const told = await toldOnce(stage);
    const findings: Finding[] = [];
    for (const { finding } of activities) findings.push(await finding());
    return [
      ...findings,
      told,
      {
        must: 'starts again on what was left',
        held: starts.length === ROUNDS,
        figure: `ready after ${(Math.max(...starts) / 1000).toFixed(1)} s at most, ${ROUNDS} times`,
      },
    ];
  },
};

/** People who are there to be told. */
async function makeCrowd({ server, databaseUrl }: Stage) {
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

async function announce(stage: Stage, { token }: { token: string }) {
  const words = { title: { en: 'We move on Sunday' }, body: { en: 'Nothing will be there for an hour.' } };
  const announcement = { id: uuid(), ...words, link: '', audience: {} };
  const answer = await call(stage.app.port, 'notifications.announcements.send', announcement, { token });
  if (answer.status !== 200) throw new Error(`nothing was announced: ${answer.text}`);
}

async function toldOnce({ db }: Stage): Promise<Finding> {
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
    held: took !== undefined && row?.told === CROWD * ROUNDS && row.missing === 0,
    figure:
      `${row?.told} of ${CROWD * ROUNDS} told, ${row?.missing} missing; ` +
      (took === undefined ? 'some under way' : `done after ${(took / 1000).toFixed(0)} s`),
  };
}
