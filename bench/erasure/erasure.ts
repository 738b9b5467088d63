import { Agent } from 'node:http';
import { eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { makeTemporaryDirectory } from '@/bench/directory';
import type { Line } from '@/bench/line';
import { ask } from '@/bench/load/ask';
import { emailOf, tokenOf } from '@/bench/people';
import { percentile } from '@/bench/rounds';
import { startApp } from '@/bench/running-app';
import type { World } from '@/bench/world';
import { type Database, openDatabase } from '@/db/client';
import { departures } from '@/db/schema/leaving';
import { users } from '@/db/schema/users';
import { cookieNames } from '@/server/http/cookies';
import { addJob } from '@/server/jobs/queue';

/** Messages to others, messages from others, and events. */
const ROWS = 100_000;
const BATCH = 5000;
const BEFORE = 400;
/** Who leaves, and who looks at their own profile meanwhile; nothing else in the bench is about these numbers. */
const LEAVER = 9900;
const OTHERS = { from: 9000, number: 100 };

/** Whether others wait while a large account is erased: `profile.me` before and meanwhile, one request after the other. */
export async function erasure(world: World): Promise<Line[]> {
  const databaseUrl = await world.databaseUrl();
  const { db, end } = openDatabase(databaseUrl, { max: 2, applicationName: 'foyer bench' });
  const userId = await fill(db);
  const app = await startApp({ dataDir: await makeTemporaryDirectory(), databaseUrl });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let asked = 0;
  const visit = async () => {
    const token = tokenOf(OTHERS.from + (asked++ % OTHERS.number));
    const cookie = `${cookieNames({ secure: false }).session}=${token}`;
    const begun = performance.now();
    await ask({ agent, port: app.port, path: '/api/trpc/profile.me', headers: { cookie } });
    return performance.now() - begun;
  };
  for (let n = 0; n < OTHERS.number; n++) await visit();
  const before: number[] = [];
  while (before.length < BEFORE) before.push(await visit());

  await addJob(db, { name: 'account.erase', payload: { userId } });
  const begun = performance.now();
  const meanwhile: number[] = [];
  // Asked now and then, so that the question itself is no load.
  let isThere = true;
  while (isThere) {
    meanwhile.push(await visit());
    if (meanwhile.length % 20 === 0) isThere = (await db.$count(users, eq(users.id, userId))) > 0;
  }
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  await app.stop();
  await end();
  const [quiet, busy] = [percentile(before, 0.95), percentile(meanwhile, 0.95)];
  return [
    {
      name: 'profile.me of others while a large account is erased, p95',
      value: busy,
      unit: 'ms',
      best: { name: 'before', value: quiet, ratio: busy / quiet },
      wanted: { within: [0, 2] },
      note: `${meanwhile.length} requests; ${3 * ROWS} rows`,
    },
    { name: 'that erasure', value: seconds, unit: 's' },
  ];
}

/** Somebody with a great many rows, whose deletion is due. @returns their id */
async function fill(db: Database) {
  const [leaver] = await db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.email, emailOf(LEAVER)));
  const [other] = await db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.email, emailOf(0)));
  if (!leaver || !other) throw new Error('there are too few people');
  const [me, them] = [sql`${leaver.id}::uuid`, sql`${other.id}::uuid`];
  const each = sql`generate_series(1, ${BATCH}::int)`;
  for (let n = 0; n < ROWS; n += BATCH) {
    await db.execute(sql`
      insert into messages (id, sender_id, recipient_id, body, at)
      select gen_random_uuid(), ${me}, ${them}, 'Good morning', now() from ${each}
      union all select gen_random_uuid(), ${them}, ${me}, 'Good morning', now() from ${each}`);
    await db.execute(sql`
      insert into security_events (id, user_id, at, kind)
      select gen_random_uuid(), ${me}, now(), 'session.started' from ${each}`);
  }
  const now = new Date();
  await db.update(users).set({ status: 'leaving' }).where(eq(users.id, leaver.id));
  await db
    .insert(departures)
    .values({ userId: leaver.id, kind: 'deletion', since: now, dueAt: now, receiptId: uuid() });
  return leaver.id;
}
