import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { v4, v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { letUseTables } from './app-role';
import { migrate } from './migrate';
import { MONTHS_AHEAD, makeMonthsAhead } from './months';
import { type PostgresServer, startPostgres } from './testing/postgres-server';

/** Before any month of today, so that a test is the same whenever it runs. */
const PERSON = '01900000-0000-7000-8000-000000000001';
const log = () => undefined;

let room: string;
// A server of its own: the one that the tests share gives nobody the right to make roles.
let server: PostgresServer;
let url: string;
let sql: postgres.Sql;
let count = 0;

beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), 'foyer-months-'));
  await chmod(room, 0o711);
  server = await startPostgres();
  const admin = connect('postgres');
  await admin`create database migrated`;
  await migrate(urlOf('migrated'), { log });
  await admin.end();
});
afterAll(async () => {
  await server.stop();
  await rm(room, { recursive: true, force: true });
});
beforeEach(async () => {
  await open('migrated');
});
afterEach(() => sql.end());

const urlOf = (database: string, role = 'postgres') =>
  `postgres://${role}@127.0.0.1:${server.port}/${database}`;
const connect = (database: string, { max = 1, role = 'postgres' } = {}) =>
  postgres(urlOf(database, role), { max, fetch_types: false, onnotice: () => undefined });

/** A database of the test's own. */
async function open(template: string) {
  const admin = connect('postgres');
  await admin`create database ${admin(`months_${++count}`)} template ${admin(template)}`;
  await admin.end();
  url = urlOf(`months_${count}`);
  sql = connect(`months_${count}`, { max: 10 });
}

/** Another one, as a version had it that knew no migration from this one on. */
async function openBefore(tag: string) {
  await sql.end();
  await open('template0');
  const folder = join(room, `before_${count}`);
  await cp(join(import.meta.dirname, 'migrations'), folder, { recursive: true });
  const journal = join(folder, 'meta', '_journal.json');
  const all: { entries: { tag: string }[] } = JSON.parse(await readFile(journal, 'utf8'));
  const entries = all.entries.slice(
    0,
    all.entries.findIndex((entry) => entry.tag === tag),
  );
  await writeFile(journal, JSON.stringify({ ...all, entries }));
  await migrate(url, { log, folder });
}

async function addPerson(id = PERSON) {
  await sql`insert into principals (id, kind) values (${id}, 'user')`;
  await sql`insert into users (id, email, locale, created_at) values (${id}, ${`${id}@example.test`}, 'en', now())`;
}

async function tell(eventId: string, { state = 'sent', userId = PERSON } = {}) {
  const dueAt = state === 'held' ? new Date('2099-01-01') : null;
  await sql`insert into notifications (user_id, event_id, type, is_shown) values (${userId}, ${eventId}, 'contacts.asked', true)`;
  await sql`insert into notification_deliveries (user_id, event_id, channel, state, rule, due_at)
    values (${userId}, ${eventId}, 'email', ${state}, 'default', ${dueAt})`;
}

const idAt = (moment: Date | string | number) => v7({ msecs: new Date(moment).getTime() });
const make = (since: Date | string, ahead: number, by = sql) =>
  by`select make_months(${new Date(since).toISOString()}::timestamptz, ${ahead}) as made`.then(
    (rows) => rows[0]?.made,
  );
const drop = (parent: string, before: Date | string, by = sql) =>
  by`select drop_months(${parent}, month_begins(${new Date(before).toISOString()}::timestamptz)) as dropped`.then(
    (rows) => rows[0]?.dropped,
  );

/** Which part each row of a table lies in, by its event. */
async function places(table: 'notifications' | 'notification_deliveries' = 'notifications') {
  const rows =
    await sql`select event_id as id, tableoid::regclass::text as part from ${sql(table)} order by event_id`;
  return Object.fromEntries(rows.map(({ id, part }) => [String(id), String(part)]));
}

/** `2026_11`: the month, so many months after now. */
function monthOf(moment: Date) {
  return moment.toISOString().slice(0, 7).replace('-', '_');
}
function inMonths(months: number) {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1));
}

test('a database in use keeps every row where it is, and what comes next month goes to its own', async () => {
  await openBefore('0027_months');
  await addPerson();
  const old = [idAt('2025-01-31'), idAt('2025-02-01'), idAt(Date.now())];
  // Nothing makes such ids: they are no reason to fail.
  const odd = ['00000000-0000-0000-0000-000000000000', v4().replace(/^./, 'f')];
  for (const id of [...old, ...odd]) await tell(id);
  const [file] =
    await sql`select pg_relation_filenode('notifications') as node, (select count(*)::int from notifications) as rows`;

  await migrate(url, { log });
  const [now] =
    await sql`select pg_relation_filenode('notifications_before') as node, (select count(*)::int from notifications) as rows`;
  expect(now).toEqual(file);
  const found = await places();
  for (const id of [...old, odd[0] ?? '']) expect(found[id]).toBe('notifications_before');
  expect(found[odd[1] ?? '']).toBe('notifications_other');
  expect(await places('notification_deliveries')).toEqual(
    Object.fromEntries(
      Object.entries(found).map(([id, part]) => [
        id,
        part.replace('notifications', 'notification_deliveries'),
      ]),
    ),
  );

  const next = idAt(inMonths(2));
  await tell(next);
  expect((await places())[next]).toBe(`notifications_${monthOf(inMonths(2))}`);
  // Indexes and keys are one for all parts: none was left behind or made anew beside it.
  const loose = await sql`select indexrelid::regclass from pg_index join pg_inherits on inhrelid = indrelid
    where inhparent in ('notifications'::regclass, 'notification_deliveries'::regclass)
      and indexrelid not in (select inhrelid from pg_inherits) and not indexrelid::regclass::text like '%by_time'`;
  expect(loose).toEqual([]);
  await sql`delete from users where id = ${PERSON}`;
  expect(await places()).toEqual({});
  expect(await places('notification_deliveries')).toEqual({});
});

test('an empty database has no part for what was before', async () => {
  const parts = await sql`select part from months_of('notifications') order by part`;
  expect(parts.map(({ part }) => part)).toEqual([
    ...Array.from({ length: MONTHS_AHEAD + 1 }, (_, n) => `notifications_${monthOf(inMonths(n))}`),
    'notifications_other',
  ]);
});

test('the last moment of a month and the first of the next are in two parts; years begin and days are added', async () => {
  await addPerson();
  await make('2023-11-30T23:59:59Z', 4);
  const moments = [
    ['2023-11-30T23:59:59.999Z', '2023_11'],
    ['2023-12-01T00:00:00.000Z', '2023_12'],
    ['2023-12-31T23:59:59.999Z', '2023_12'],
    ['2024-01-01T00:00:00.000Z', '2024_01'],
    ['2024-02-29T23:59:59.999Z', '2024_02'],
    ['2024-03-01T00:00:00.000Z', '2024_03'],
  ] as const;
  for (const [moment, month] of moments) {
    const id = idAt(moment);
    await tell(id);
    expect((await places())[id]).toBe(`notifications_${month}`);
  }
  // Whatever the zone of who asks.
  await sql.reserve().then(async (one) => {
    await one`set timezone = 'Pacific/Auckland'`;
    const [row] = await one`select month_begins('2024-02-29T23:59:59Z') as begins`;
    one.release();
    expect(row?.begins).toBe('018d61f7-1800-7000-8000-000000000000');
    expect(0x018d61f71800).toBe(Date.UTC(2024, 1, 1));
  });
});

test('what falls into a month that nobody made is caught, and taken along when it is made', async () => {
  await addPerson();
  const ids = Array.from({ length: 20 }, () => idAt('2023-05-17'));
  const earlier = idAt('2023-04-30');
  for (const id of [...ids, earlier]) await tell(id);
  expect(new Set(Object.values(await places()))).toEqual(new Set(['notifications_other']));
  expect(await make('2023-05-03', 1)).toBe(4);
  const found = await places();
  for (const id of ids) expect(found[id]).toBe('notifications_2023_05');
  expect(found[earlier]).toBe('notifications_other');
  expect(Object.keys(found)).toHaveLength(21);
  // By the index of the part, and by that of the person.
  expect(
    await sql`delete from notification_deliveries where user_id = ${PERSON} and event_id = ${ids[0] ?? ''}`,
  ).toMatchObject({ count: 1 });
  expect(await make('2023-05-03', 1)).toBe(0);
});

test('several at once make each month once', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => make('2023-01-01', 5)));
  // One that found another at it leaves the rest to that one.
  expect(made.reduce((sum: number, each) => sum + Number(each), 0)).toBe(12);
  const parts =
    await sql`select part from months_of('notification_deliveries') where part like '%2023%' order by part`;
  expect(parts).toHaveLength(6);
  await Promise.all([makeMonthsAhead({ migrationUrl: url }), makeMonthsAhead({ migrationUrl: url })]);
});

test('while somebody holds a table it gives way within a moment, and leaves nothing half made', async () => {
  await addPerson();
  const id = idAt('2023-05-17');
  await tell(id);
  const last = `notifications_${monthOf(inMonths(MONTHS_AHEAD))}`;
  await sql`drop table ${sql(last)}`;
  const parts = () => sql`select part from months_of('notifications') order by part`;
  const before = await parts();
  await sql.begin(async (tx) => {
    await tx`select from notifications where user_id = ${PERSON}`;
    await expect(make('2023-05-01', 0)).rejects.toMatchObject({ code: '55P03' });
    await expect(drop('notifications', '2099-01-01')).rejects.toMatchObject({ code: '55P03' });
    // At a start it is left to the worker.
    await makeMonthsAhead({ migrationUrl: url });
    // Who came after us is not kept waiting.
    expect(await places()).toEqual({ [id]: 'notifications_other' });
  });
  expect(await parts()).toEqual(before);
  await makeMonthsAhead({ migrationUrl: url });
  expect((await parts()).map(({ part }) => part)).toContain(last);
  expect(await make('2023-05-01', 0)).toBe(2);
  expect(await places()).toEqual({ [id]: 'notifications_2023_05' });
});

test('what is over is dropped as a whole, but for what still waits', async () => {
  await addPerson();
  await make('2023-01-01', 3);
  const [gone, waits, stays] = [idAt('2023-02-10'), idAt('2023-02-11'), idAt('2023-03-01')];
  await tell(gone);
  await tell(waits, { state: 'held' });
  await tell(stays);
  // Not the month that the moment is in.
  expect(await drop('notification_deliveries', '2023-03-31')).toBe(2);
  expect(await places('notification_deliveries')).toEqual({
    [waits]: 'notification_deliveries_other',
    [stays]: 'notification_deliveries_2023_03',
  });
  expect(Object.keys(await places())).toHaveLength(3);
  expect(await drop('notifications', '2023-03-31')).toBe(2);
  expect(await places()).toEqual({ [stays]: 'notifications_2023_03' });
  expect(await drop('notifications', '2023-03-31')).toBe(0);
});

test('what was there before is dropped once all of it is over', async () => {
  await openBefore('0027_months');
  await addPerson();
  await tell(idAt('2025-01-31'));
  await migrate(url, { log });
  expect(await drop('notifications', new Date())).toBe(0);
  expect(await drop('notifications', inMonths(2))).toBeGreaterThan(0);
  expect(await places()).toEqual({});
});

test('another role makes and drops months, and nothing else', async () => {
  await addPerson();
  await sql`create role months_app login`;
  const app = connect(`months_${count}`, { role: 'months_app' });
  try {
    await expect(make('2023-01-01', 1, app)).rejects.toMatchObject({ code: '42501' });
    await letUseTables({ migrationUrl: url, appRole: 'months_app' });
    expect(await make('2023-01-01', 1, app)).toBe(4);
    const id = idAt('2023-01-05');
    await app`insert into notifications (user_id, event_id, type, is_shown) values (${PERSON}, ${id}, 'contacts.asked', true)`;
    await app`update notifications set read_at = now() where event_id = ${id}`;
    expect(await places()).toEqual({ [id]: 'notifications_2023_01' });
    const owner = 'select tableowner from pg_tables where tablename';
    expect(await app.unsafe(`${owner} = 'notifications_2023_01'`)).toMatchObject([
      { tableowner: 'postgres' },
    ]);
    for (const forbidden of [
      () => app`drop table notifications_2023_01`,
      () => app`alter table notifications detach partition notifications_2023_01`,
      () =>
        app`create table notifications_2099_01 partition of notifications for values from ('f0000000-0000-7000-8000-000000000000') to (maxvalue)`,
      () => drop('users', '2099-01-01', app),
      () => drop('audit_entries', '2099-01-01', app),
    ])
      await expect(forbidden()).rejects.toMatchObject({ code: '42501' });
    await expect(make('2023-01-01', 1000, app)).rejects.toMatchObject({ code: '22023' });
    expect(await drop('notifications', '2023-03-01', app)).toBe(2);
    expect(await places()).toEqual({});
    // Nobody takes its place by a table of the same name.
    await app`create temporary table notification_deliveries_other (like notification_deliveries)`;
    expect(await make('2023-01-01', 0, app)).toBe(1);
  } finally {
    await app.end();
  }
});

test('what an older version deletes by the place of a row is refused: in each part there is one', async () => {
  await addPerson();
  const [old, fresh] = [idAt('2023-01-01'), idAt(Date.now())];
  await tell(old);
  await tell(fresh);
  const sweep = sql`delete from "notifications" where ctid = any(array(select ctid from "notifications" where event_id < ${idAt('2024-01-01')}::uuid limit 1000))`;
  await expect(sweep).rejects.toMatchObject({ code: '0A000' });
  expect(Object.keys(await places()).sort()).toEqual([old, fresh].sort());
});
