import { and, eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { openDatabase } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { groups } from '@/db/schema/groups';
import { announcements, notifications } from '@/db/schema/notifications';
import { privacySettings } from '@/db/schema/privacy';
import { callerFor } from '@/server/testing/callers';
import type { Person } from '@/server/testing/factories';
import { test as base } from '@/server/testing/fixtures';
import { planOf } from '@/server/testing/plans';
import { refusal } from '@/server/testing/refusal';
import { archive, markRead, snooze } from './inbox-commands';
import { countUnreadNotifications, listNotifications } from './inbox-queries';
import type { FolderName } from './rules';

const NOW = new Date();
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

const test = base
  .extend('list', ({ db }) => async (person: { id: string }, folder: FolderName, now = NOW) => {
    const asked = { userId: person.id, folder, after: undefined, locale: 'en' as const, now };
    return (await listNotifications(db, asked)).notifications;
  })
  .extend('unread', ({ db }) => async (person: { id: string }, now = NOW) => {
    return (await countUnreadNotifications(db, { userId: person.id, now })).count;
  });

const sumOf = (scans: { rowsRead: number }[]) => scans.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
const idsOf = (found: { id: string }[]) => found.map(({ id }) => id);

test('each lies in the folders where it belongs, newest first', async ({ given, list, unread }) => {
  const person = await given.user();
  const read = await given.told(person, { at: ago(5), readAt: NOW });
  const archived = await given.told(person, { at: ago(4), archivedAt: NOW });
  const snoozed = await given.told(person, { at: ago(3), snoozedUntil: later(60) });
  const notShown = await given.told(person, {
    at: ago(2),
    isShown: false,
    deliveries: [{ channel: 'inApp', state: 'suppressed', rule: 'type:contacts.accepted' }],
  });
  const fresh = await given.told(person, { at: ago(1) });
  await given.told(await given.user(), { at: ago(1) });
  expect(idsOf(await list(person, 'unread'))).toEqual([fresh]);
  expect(idsOf(await list(person, 'all'))).toEqual([fresh, read]);
  expect(idsOf(await list(person, 'archived'))).toEqual([archived]);
  expect(idsOf(await list(person, 'held'))).toEqual([notShown, snoozed]);
  expect(await unread(person)).toBe(1);
  // Back at its time, without anybody's doing.
  expect(idsOf(await list(person, 'unread', later(61)))).toEqual([fresh, snoozed]);
  expect(await unread(person, later(61))).toBe(2);
});

test('among what is held lies what waits and what was left out, with the rule; not what nobody would have sent', async ({
  given,
  list,
}) => {
  const person = await given.user();
  const dueAt = later(90);
  const held = await given.told(person, { at: ago(9), deliveries: [{ rule: 'quietHours', dueAt }] });
  const bundled = await given.told(person, {
    at: ago(8),
    deliveries: [{ state: 'bundled', rule: 'category:people', dueAt }],
  });
  const off = await given.told(person, {
    at: ago(7),
    deliveries: [{ state: 'suppressed', rule: 'global' }],
  });
  for (const rule of ['default', 'read', 'noBrowser'])
    await given.told(person, { deliveries: [{ state: 'suppressed', rule }] });
  const found = await list(person, 'held');
  expect(idsOf(found)).toEqual([off, bundled, held]);
  expect(found.map(({ deliveries }) => deliveries)).toMatchObject([
    [{ channel: 'email', state: 'suppressed', rule: 'global', dueAt: null }],
    [{ channel: 'email', state: 'bundled', rule: 'category:people', dueAt: dueAt.toISOString() }],
    [{ channel: 'email', state: 'held', rule: 'quietHours', dueAt: dueAt.toISOString() }],
  ]);
});

test('pages go on where the one before ended, and each is one statement', async ({ db, given }) => {
  const person = await given.user();
  for (let n = 0; n < 32; n++) await given.told(person, { at: ago(n), data: { n } });
  const asked = { userId: person.id, folder: 'all' as const, locale: 'en' as const, now: NOW };
  const { result: first, statements } = await recordStatements(() =>
    listNotifications(db, { ...asked, after: undefined }),
  );
  expect(statements).toHaveLength(1);
  expect(first.notifications.map(({ data }) => data.n)).toEqual(Array.from({ length: 30 }, (_, n) => n));
  const second = await listNotifications(db, { ...asked, after: first.next ?? undefined });
  expect(second.notifications.map(({ data }) => data.n)).toEqual([30, 31]);
  expect(second.next).toBeNull();
});

test('whoever hides is nobody, and of a group who may not see it sees nothing', async ({
  db,
  given,
  list,
}) => {
  const [person, seen, hidden] = [await given.user(), await given.user(), await given.user()];
  await db.update(privacySettings).set({ profile: 'only_me' }).where(eq(privacySettings.userId, hidden.id));
  const [own, closed] = [await given.groupWith(person), await given.groupWith(seen)];
  await db.update(groups).set({ visibility: 'members' });
  await given.told(person, { at: ago(2), actor: seen, groupId: own, type: 'groups.joinAsked' });
  await given.told(person, { at: ago(1), actor: hidden, groupId: closed, type: 'groups.joinAsked' });
  expect(await list(person, 'all')).toMatchObject([
    { actor: null, group: null, href: '/settings/groups' },
    { actor: { userId: seen.id, handle: seen.handle }, group: { id: own }, href: `/groups/${own}` },
  ]);
});

test('an announcement is told in the language of its reader, and in English where it has no other', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const id = uuid();
  await db.insert(announcements).values({
    ...{ id, eventId: id },
    createdAt: NOW,
    title: { en: 'New hours', fr: 'Nouveaux horaires' },
    body: { en: 'From Monday on.' },
    link: 'https://example.test/hours',
  });
  await given.told(person, { id, type: 'product.announcement', data: { announcementId: id } });
  const asked = { userId: person.id, folder: 'all' as const, after: undefined, now: NOW };
  const { notifications: found } = await listNotifications(db, { ...asked, locale: 'fr' });
  expect(found).toMatchObject([
    { data: { title: 'Nouveaux horaires', text: 'From Monday on.' }, href: 'https://example.test/hours' },
  ]);
});

test('unread ones are counted up to 100 by their index, of however many read ones', async ({
  database,
  given,
}) => {
  const { db, sql: send } = database.connection;
  const person = await given.user();
  await db.execute(sql`
    insert into notifications (user_id, event_id, type, is_shown, read_at)
    select ${person.id}::uuid, gen_random_uuid(), 'contacts.accepted', true, case when n > 150 then now() end
    from generate_series(1, 20000) as n`);
  // As autovacuum does: the part in which they lie, and none that is empty.
  await db.execute(sql`analyze notifications_other`);
  const { result, statements } = await recordStatements(() =>
    countUnreadNotifications(db, { userId: person.id, now: NOW }),
  );
  expect(result).toEqual({ count: 100 });
  const [statement] = statements;
  if (!statement || statements.length !== 1) throw new Error('it is one statement');
  const plan = await send.unsafe(
    `explain ${statement.text}`,
    statement.parameters.map((value) => value as string),
  );
  expect(JSON.stringify(plan)).toMatch(/using notifications_\w+_user_id_event_id_idx/);
  expect(JSON.stringify(plan)).not.toContain('Seq Scan');
});

test.for(['held', 'archived'] as const)(
  'what is %s is found without looking at what is not',
  async (folder, { database, given }) => {
    const { db } = database.connection;
    const [person, reader] = [await given.user(), await given.user()];
    const wish =
      folder === 'held' ? { deliveries: [{ rule: 'quietHours', dueAt: later(60) }] } : { archivedAt: NOW };
    const days = (n: number) => ago(n * 1440);
    const found: string[] = [];
    // The newest and the oldest, so that all between lies on the way.
    for (const n of [0, 59])
      for (const one of [person, reader])
        found.push(await given.told(one, { at: days(n), readAt: NOW, ...wish }));
    // Of one all the others are read and went.
    await db.execute(sql`
    with told as (
      insert into notifications (user_id, event_id, type, is_shown, read_at)
      select ${reader.id}::uuid, overlay(gen_random_uuid()::text placing lpad(to_hex((extract(epoch from now() - n * interval '4 minutes') * 1000)::bigint), 12, '0')
        from 1 for 13)::uuid, 'contacts.accepted', true, now()
      from generate_series(1, 20000) as n returning user_id, event_id),
    event as (
      insert into notification_events (id, type, at, data, audience) select event_id, 'contacts.accepted', now(), '{}', '{}' from told)
    insert into notification_deliveries (user_id, event_id, channel, state, rule, sent_at)
    select user_id, event_id, channel, state, rule, now() from told
    cross join (values ('inApp', 'sent', 'default'), ('email', 'suppressed', 'default'), ('push', 'suppressed', 'noBrowser')) as way(channel, state, rule)`);
    // As autovacuum does: the parts in which something lies.
    const parts = await db.execute<{ part: string }>(sql`
    select part from months_of('notifications') union all select part from months_of('notification_deliveries')`);
    for (const { part } of [{ part: 'notification_events' }, ...parts])
      if ((await db.$count(sql`${sql.identifier(part)}`)) > 0)
        await db.execute(sql`analyze ${sql.identifier(part)}`);
    const cost = async ({ id: userId }: { id: string }, after?: string) => {
      const { result, statements } = await recordStatements(() =>
        listNotifications(db, { userId, folder, after, locale: 'en', now: NOW }),
      );
      const [statement] = statements;
      if (!statement || statements.length !== 1) throw new Error('it is one statement');
      const plan = await db.transaction(async (tx) => {
        // In the first hours of a month its part is so small that it is read from end to end.
        await tx.execute(sql`set local enable_seqscan = off`);
        return planOf(tx, statement);
      });
      return {
        ids: idsOf(result.notifications),
        rows: sumOf(plan?.scans ?? []),
        buffers: plan?.buffers ?? 0,
      };
    };
    for (const [n, one] of [person, reader].entries()) {
      const own = found.filter((_, at) => at % 2 === n);
      const [first, next] = [await cost(one), await cost(one, own[0])];
      expect([first.ids, next.ids]).toEqual([own, own.slice(1)]);
      for (const { rows, buffers } of [first, next]) {
        expect(rows).toBeLessThan(300);
        expect(buffers).toBeLessThan(200);
      }
    }
  },
);

test('what is named is looked for in its own month alone', async ({ database, given }) => {
  const { db, sql: send } = database.connection;
  const person = await given.user();
  const ids = [uuid({ msecs: Date.now() })];
  const api = callerFor(db, person).notifications.inbox;
  for (const call of [
    () => api.markRead({ ids, read: true }),
    () => api.archive({ ids, archived: true }),
    () => api.snooze({ ids, until: null }),
  ]) {
    const { statements } = await recordStatements<unknown>(call);
    const change = statements.find(({ text }) => text.includes('update "notifications"'));
    if (!change) throw new Error('it changes notifications');
    const values = change.parameters.map((value) => value as string);
    const plan = JSON.stringify(await send.unsafe(`explain ${change.text}`, values));
    expect(plan).toMatch(/notifications_\d{4}_\d\d/);
    expect(plan).not.toContain('notifications_other');
  }
});

test('marked read, and unread again, and those of others stay as they are', async ({ db, given, unread }) => {
  const [person, other] = [await given.user(), await given.user()];
  const ids = [await given.told(person), await given.told(person), await given.told(other)];
  expect(await markRead(db, { ids, read: true, userId: person.id, now: NOW })).toMatchObject({ changed: 2 });
  expect(await markRead(db, { ids, read: true, userId: person.id, now: later(1) })).toMatchObject({
    changed: 0,
  });
  expect([await unread(person), await unread(other)]).toEqual([0, 1]);
  await markRead(db, { ids, read: false, userId: person.id, now: NOW });
  expect(await unread(person)).toBe(2);
});

test('all up to one are read at once; taken back, those are unread that were, and no other', async ({
  given,
  list,
  db,
}) => {
  const person = await given.user();
  const before = await given.told(person, { at: ago(9), readAt: ago(8) });
  const old = await given.told(person, { at: ago(7) });
  const upTo = await given.told(person, { at: ago(6) });
  const newer = await given.told(person, { at: ago(1) });
  const api = callerFor(db, person).notifications.inbox;
  const { changed, asOf } = await api.markRead({ upTo });
  expect(changed).toBe(2);
  expect(idsOf(await list(person, 'unread'))).toEqual([newer]);
  await api.markRead({ upTo, read: false, asOf });
  expect(idsOf(await list(person, 'unread'))).toEqual([newer, upTo, old]);
  expect((await list(person, 'all')).find(({ id }) => id === before)).toMatchObject({ read: true });
});

test('what was put off is not read with all the others: it lies there unread when its time comes', async ({
  db,
  given,
  list,
}) => {
  const person = await given.user();
  const away = await given.told(person, { at: ago(2), snoozedUntil: later(60) });
  const upTo = await given.told(person, { at: ago(1) });
  expect(await markRead(db, { upTo, read: true, userId: person.id, now: NOW })).toMatchObject({ changed: 1 });
  expect(idsOf(await list(person, 'unread', later(60)))).toEqual([away]);
});

test('what was put away comes back as it was', async ({ db, given, list }) => {
  const person = await given.user();
  const ids = [
    await given.told(person, { at: ago(2), readAt: ago(1) }),
    await given.told(person, { at: ago(1) }),
  ];
  await archive(db, { ids, archived: true, userId: person.id, now: NOW });
  expect((await list(person, 'archived')).map(({ read }) => read)).toEqual([true, true]);
  await archive(db, { ids, archived: false, userId: person.id, now: NOW });
  expect((await list(person, 'all')).map(({ read }) => read)).toEqual([false, true]);
});

test('what was put off and then put away is not put off there, and comes back put off as it was', async ({
  db,
  given,
  list,
  unread,
}) => {
  const person = await given.user();
  const until = later(60);
  const ids = [await given.told(person, { at: ago(1), snoozedUntil: until })];
  const change = { ids, userId: person.id, now: NOW };
  await archive(db, { ...change, archived: true });
  expect(await list(person, 'held')).toEqual([]);
  expect(await list(person, 'archived')).toMatchObject([{ read: true, snoozedUntil: null }]);
  await archive(db, { ...change, archived: false });
  expect(await list(person, 'held')).toMatchObject([{ read: false, snoozedUntil: until.toISOString() }]);
  expect(await unread(person)).toBe(0);
  // While it was away its time came.
  await archive(db, { ...change, archived: true });
  await archive(db, { ...change, archived: false, now: later(61) });
  expect(idsOf(await list(person, 'unread', later(61)))).toEqual(ids);
});

test('what was put off is away until then, and comes back unread; at once where it is wanted', async ({
  db,
  given,
  list,
}) => {
  const person = await given.user();
  const ids = [await given.told(person, { readAt: ago(1) })];
  await snooze(db, { ids, until: later(60).toISOString(), userId: person.id, now: NOW });
  expect(await list(person, 'all')).toEqual([]);
  expect(await list(person, 'held')).toMatchObject([{ snoozedUntil: later(60).toISOString() }]);
  expect(idsOf(await list(person, 'unread', later(60)))).toEqual(ids);
  await snooze(db, { ids, until: null, userId: person.id, now: NOW });
  expect(idsOf(await list(person, 'unread'))).toEqual(ids);
});

test('nothing is put off for ever, and into the past is at once', async ({ db, given, list }) => {
  const person = await given.user();
  const ids = [await given.told(person, { readAt: ago(1) })];
  const { snooze, markRead } = callerFor(db, person).notifications.inbox;
  for (const until of ['9999-12-31T23:59:59Z', later(367 * 1440).toISOString(), '0000-01-01T00:00:00Z'])
    expect(await refusal(snooze({ ids, until }))).toMatchObject({ reason: 'INPUT_INVALID' });
  const taken = markRead({ upTo: ids[0], read: false, asOf: '0000-01-01T00:00:00Z' });
  expect(await refusal(taken)).toMatchObject({ reason: 'INPUT_INVALID' });
  await snooze({ ids, until: '1999-01-01T00:00:00Z' });
  expect(idsOf(await list(person, 'unread'))).toEqual(ids);
});

test('each change is one statement and is told to the open pages of its person, once there is one', async ({
  database,
  db,
  given,
}) => {
  const person = await given.user();
  const id = await given.told(person);
  const heard: string[] = [];
  const connection = openDatabase(database.url, { max: 1 });
  await connection.sql.listen('notifications_changed', (ids) => heard.push(ids));
  const api = callerFor(db, person).notifications.inbox;
  const changes: (() => Promise<unknown>)[] = [
    () => api.markRead({ ids: [id] }),
    () => api.archive({ ids: [id], archived: true }),
    () => api.archive({ ids: [id], archived: false }),
    () => api.snooze({ ids: [id], until: later(60).toISOString() }),
  ];
  for (const change of changes) {
    const { statements } = await recordStatements(change);
    // With the session.
    expect(statements).toHaveLength(2);
    await change();
  }
  await db.execute(sql`select pg_notify('notifications_changed', 'end')`);
  await expect.poll(() => heard.at(-1)).toBe('end');
  expect(heard.filter((ids) => ids === person.id)).toHaveLength(4);
  await connection.end({ timeout: 0 });
});

/** Does all of it at the same moment, on connections of their own. */
async function atOnce(
  url: string,
  acts: ((db: ReturnType<typeof openDatabase>['db']) => Promise<unknown>)[],
) {
  const connections = acts.map(() => openDatabase(url, { max: 1 }));
  await Promise.all(connections.map(({ db }) => db.execute(sql`select 1`)));
  const done = await Promise.all(acts.map((act, n) => act(connections[n]?.db ?? fail())));
  await Promise.all(connections.map(({ end }) => end()));
  return done;
}

function fail(): never {
  throw new Error('there is a connection for each');
}

test('marked read twice at once in opposite order each is marked once, and put away meanwhile all are both', async ({
  database,
  db,
  given,
}) => {
  const person: Person = await given.user();
  const ids: string[] = [];
  for (let n = 0; n < 40; n++) ids.push(await given.told(person));
  const mark = (which: string[]) => (own: typeof db) =>
    markRead(own, { ids: which, read: true, userId: person.id, now: NOW });
  const done = await atOnce(database.url, [
    mark(ids),
    mark(ids.toReversed()),
    (own) => archive(own, { ids, archived: true, userId: person.id, now: later(1) }),
  ]);
  const marked = done.map((one) => Number(Reflect.get(Object(one), 'changed') ?? 0));
  expect(marked.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(40);
  const rows = await db
    .select()
    .from(notifications)
    .where(and(eq(notifications.userId, person.id)));
  expect(rows.filter(({ readAt, archivedAt }) => readAt !== null && archivedAt !== null)).toHaveLength(40);
});
