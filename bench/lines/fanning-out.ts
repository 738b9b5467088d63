import { eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Line } from '@/bench/line';
import { inRounds, median } from '@/bench/rounds';
import type { Database } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { groups } from '@/db/schema/groups';
import { notificationEvents } from '@/db/schema/notifications';
import { memberships } from '@/db/schema/permissions';
import { principals } from '@/db/schema/principals';
import { notify } from '@/server/notifications/commands';
import { fanOut } from '@/server/notifications/fan-out';
import type { Filled } from './ground';

const TABLES = ['notifications', 'notification_deliveries'] as const;
/** Memberships in one statement. */
const TOGETHER = 1000;

/** Something told to all visitors, ten thousand at most, beside PostgreSQL writing the same rows by a bare `insert … select`. */
export async function fanOutLine({ db, visitors }: Filled, { small }: { small: boolean }): Promise<Line> {
  const groupId = await groupOf(
    db,
    visitors.map(({ id }) => id),
  );
  for (const table of TABLES) {
    await db.execute(sql.raw(`drop table if exists bare_${table}`));
    await db.execute(sql.raw(`create table bare_${table} (like ${table} including all)`));
    await db.execute(
      sql.raw(`alter table bare_${table} add foreign key (user_id) references users on delete cascade`),
    );
    // What is copied is found beforehand.
    await db.execute(sql.raw(`drop table if exists found_${table}`));
    await db.execute(sql.raw(`create unlogged table found_${table} (like ${table})`));
  }
  if (!small) await layOut(db, groupId);
  const rounds = await inRounds(
    async () => {
      const ours = await layOut(db, groupId);
      return { ours, best: await copyBare(db, { groupId, eventId: ours.eventId }) };
    },
    small ? 1 : undefined,
  );
  for (const table of TABLES) await db.execute(sql.raw(`drop table bare_${table}, found_${table}`));
  const [first] = rounds;
  const rate = (of: 'ours' | 'best') => rounds.map((round) => round.ours.rows / round[of].seconds);
  return {
    name: 'rows of a notification to many (fan-out)',
    value: median(rate('ours')),
    unit: '/s',
    best: {
      name: 'a bare insert … select',
      value: median(rate('best')),
      ratio: median(rounds.map(({ ours, best }) => best.seconds / ours.seconds)),
    },
    ...(first && { details: { statements: first.ours.statements } }),
    wanted: { leastRatio: 0.5 },
    why: 'whether and how each of them is told is decided first, by what they want',
    note: `${visitors.length} people, ${first?.ours.rows} rows`,
  };
}

async function groupOf(db: Database, ids: string[]) {
  const id = uuid();
  await db.insert(principals).values({ id, kind: 'group' });
  await db.insert(groups).values({ id, name: `Visitors ${id}`, createdAt: new Date() });
  for (let from = 0; from < ids.length; from += TOGETHER)
    await db
      .insert(memberships)
      .values(ids.slice(from, from + TOGETHER).map((userId) => ({ userId, principalId: id })));
  return id;
}

/** Lays one out, as the worker does, job after job. */
async function layOut(db: Database, groupId: string) {
  const eventId = uuid();
  await notify(db, {
    id: eventId,
    type: 'product.announcement',
    to: { kind: 'group', id: groupId },
    data: { announcementId: uuid() },
    now: new Date(),
  });
  const begun = performance.now();
  const { statements } = await recordStatements(async () => {
    while (!(await isFinished(db, eventId))) await fanOut(db, { eventId });
  });
  const seconds = (performance.now() - begun) / 1000;
  let rows = 0;
  for (const table of TABLES) {
    const [row] = await db.execute<{ many: number }>(sql`
      select count(*)::int as many from memberships join ${sql.identifier(table)} as told using (user_id)
      where memberships.principal_id = ${groupId} and told.event_id = ${eventId}`);
    rows += row?.many ?? 0;
  }
  return { eventId, seconds, rows, statements: statements.length };
}

async function copyBare(db: Database, { eventId, groupId }: { eventId: string; groupId: string }) {
  for (const table of TABLES) {
    await db.execute(sql.raw(`truncate found_${table}`));
    await db.execute(sql`insert into ${sql.identifier(`found_${table}`)}
      select told.* from memberships join ${sql.identifier(table)} as told on told.user_id = memberships.user_id and told.event_id = ${eventId}
      where memberships.principal_id = ${groupId}`);
  }
  const begun = performance.now();
  for (const table of TABLES)
    await db.execute(sql.raw(`insert into bare_${table} select * from found_${table}`));
  return { seconds: (performance.now() - begun) / 1000 };
}

async function isFinished(db: Database, eventId: string) {
  const [event] = await db
    .select({ finishedAt: notificationEvents.finishedAt })
    .from(notificationEvents)
    .where(eq(notificationEvents.id, eventId));
  return event?.finishedAt !== null;
}
