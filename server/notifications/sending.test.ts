import { eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { notificationDeliveries, notificationEvents, notifications } from '@/db/schema/notifications';
import { rateLimits } from '@/db/schema/operations';
import { PRIORITIES } from '@/server/jobs/priorities';
import { callerFor } from '@/server/testing/callers';
import { test as base } from '@/server/testing/fixtures';
import { groupFactories } from '@/server/testing/group-factories';
import { refusal } from '@/server/testing/refusal';
import { fanOut } from './fan-out';
import type { SendWish } from './sending-inputs';

interface Service {
  client: { id: string };
  headers: Record<string, string>;
}

interface Wish extends Partial<Omit<SendWish, 'data' | 'to'>> {
  to: SendWish['to'];
  data?: Record<string, unknown>;
}

const test = base
  .extend('send', ({ db }) => ({ headers }: Pick<Service, 'headers'>, wish: Wish) => {
    const { notifications: api } = callerFor(db, null, { headers });
    const usual = {
      type: 'product.service',
      data: { title: 'Your parcel' },
      idempotencyKey: uuid(),
    } as const;
    return api.send({ ...usual, ...wish });
  })
  .extend('reached', ({ db }) => async (eventId: string) => {
    await fanOut(db, { eventId });
    const row = notifications;
    const rows = await db.select({ id: row.userId }).from(row).where(eq(row.eventId, eventId));
    return rows.map(({ id }) => id).toSorted();
  });

const toPeople = (...people: { id: string }[]) =>
  ({ kind: 'people', ids: people.map(({ id }) => id) }) as const;
const eventsOf = (db: Database, { client }: Service) =>
  db.select().from(notificationEvents).where(eq(notificationEvents.clientId, client.id));
const sorted = (...people: { id: string }[]) => people.map(({ id }) => id).toSorted();

test('people are told in the inbox, under the name of the app, in their language', async ({
  db,
  given,
  send,
  reached,
}) => {
  const service = await given.service({ name: 'Parcels', website: 'https://parcels.example.test/' });
  const [noah, other] = [await given.user(), await given.user()];
  const data = { title: ' Your  parcel ', text: 'It is here.', link: 'https://parcels.example.test/1' };
  const { id } = await send(service, { to: toPeople(noah, other, noah), data });
  expect(await reached(id)).toEqual(sorted(noah, other));
  const { notifications: told } = await callerFor(db, noah).notifications.inbox.list({ folder: 'unread' });
  expect(told).toMatchObject([
    {
      id,
      type: 'product.service',
      app: { id: service.client.id, name: 'Parcels' },
      actor: null,
      data: { title: 'Your parcel', text: 'It is here.' },
      href: 'https://parcels.example.test/1',
    },
  ]);
  const row = notificationDeliveries;
  const became = await db.select().from(row).where(eq(row.eventId, id));
  const mine = became.filter(({ userId }) => userId === noah.id);
  expect(mine.map(({ channel, state }) => `${channel} ${state}`).toSorted()).toEqual([
    'email bundled',
    'inApp sent',
    'push suppressed',
  ]);
});

test('a group is told, but for who has muted it, and whoever wants nothing of services', async ({
  db,
  given,
  send,
  reached,
}) => {
  const service = await given.service();
  const [owner, muting, unwilling, outside] = [
    await given.user(),
    await given.user(),
    await given.user(),
    await given.user(),
  ];
  const members = [muting, unwilling];
  const groupId = await groupFactories(db).group({ owners: [owner], members });
  await callerFor(db, muting).notifications.mutes.add({ kind: 'group', id: groupId });
  const off = { scope: 'type', key: 'product.service', channel: 'inApp', mode: 'off' } as const;
  await callerFor(db, unwilling).notifications.preferences.set(off);
  const { id } = await send(service, { to: { kind: 'group', groupId } });
  expect(await reached(id)).toEqual(sorted(owner, muting, unwilling));
  const unread = async (person: { token: string }) =>
    (await callerFor(db, person).notifications.inbox.unread()).count;
  expect(await unread(owner)).toBe(1);
  for (const person of [...members, outside]) expect(await unread(person)).toBe(0);
});

test('whoever has muted the app hears nothing of it, on no way, until they un-mute it', async ({
  db,
  given,
  send,
  reached,
}) => {
  const [service, another] = [await given.service({ name: 'Parcels' }), await given.service()];
  const noah = await given.user();
  const api = callerFor(db, noah).notifications;
  const app = { kind: 'app', id: service.client.id } as const;
  await api.mutes.add(app);
  expect((await api.mutes.list({})).mutes).toMatchObject([{ ...app, name: 'Parcels', handle: null }]);
  const sendBoth = async () => {
    const sent = [await send(service, { to: toPeople(noah) }), await send(another, { to: toPeople(noah) })];
    for (const { id } of sent) expect(await reached(id)).toEqual([noah.id]);
    return sent.map(({ id }) => id);
  };
  const [muted, heard] = await sendBoth();
  const { notifications: unread } = await api.inbox.list({ folder: 'unread' });
  expect(unread.map(({ id }) => id)).toEqual([heard]);
  const { deliveries } = await api.deliveries.list({ state: 'suppressed' });
  const rules = deliveries.filter(({ id }) => id === muted).map(({ channel, rule }) => [channel, rule]);
  expect(rules.toSorted()).toEqual(['email', 'inApp', 'push'].map((way) => [way, `object:app:${app.id}`]));
  const { entries } = await api.preferences.history({});
  expect(entries[0]?.changes).toEqual([{ scope: 'object', kind: 'app', name: 'Parcels', muted: true }]);
  await api.mutes.remove(app);
  const [again] = await sendBoth();
  const after = (await api.inbox.list({ folder: 'unread' })).notifications;
  expect(after.map(({ id }) => id)).toContain(again);
  expect(await refusal(api.mutes.add({ kind: 'app', id: uuid() }))).toEqual({ reason: 'NOT_FOUND' });
});

test('everyone who may see somebody is told, and nobody else', async ({ given, send, reached }) => {
  const service = await given.service();
  const [noah, contact, stranger] = [await given.user(), await given.user(), await given.user()];
  await given.contacts(noah, contact);
  await given.privacy(noah, { profile: 'contacts' });
  const { id } = await send(service, { to: { kind: 'object', type: 'person', id: noah.id } });
  const ids = await reached(id);
  expect(ids).toContain(contact.id);
  expect(ids).not.toContain(stranger.id);
});

test('sent twenty times at once under one key it is one message with one answer, and later as well', async ({
  db,
  given,
  jobs,
  send,
}) => {
  const service = await given.service();
  const [one, other] = [await given.user(), await given.user()];
  const wish = { data: { title: 'Once' }, idempotencyKey: 'order/1' };
  const ways = [toPeople(one, other), toPeople(other, one), toPeople(one, other, one)];
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => send(service, { ...wish, to: ways[n % 3] ?? toPeople(one) })),
  );
  const [event, ...more] = await eventsOf(db, service);
  expect(more).toEqual([]);
  expect(new Set(answers.map(({ id }) => id))).toEqual(new Set([event?.id]));
  const laying = (await jobs()).filter(({ payload }) => payload.eventId === event?.id);
  expect(laying.map(({ name }) => name)).toEqual(['notifications.fanOut']);
  // Somebody whom it was for has left since: it is the same message all the same.
  await db
    .update(notificationEvents)
    .set({ audience: toPeople(one) as { kind: 'people'; ids: string[] } })
    .where(eq(notificationEvents.clientId, service.client.id));
  expect(await send(service, { ...wish, to: toPeople(one, other) })).toEqual({ id: event?.id });
});

test('something else under the same key is refused, and under the same key of another app it is not', async ({
  db,
  given,
  send,
}) => {
  const [service, another] = [await given.service(), await given.service()];
  const [one, other] = [await given.user(), await given.user()];
  const wish = { to: toPeople(one), data: { title: 'One' }, idempotencyKey: 'order/1' };
  const { id } = await send(service, wish);
  for (const change of [
    { data: { title: 'Two' } },
    { data: { title: 'One', text: 'More' } },
    { to: toPeople(other) },
    { to: toPeople(one, other) },
    // Nobody: whether there is anybody is not told by a difference.
    { to: toPeople(one, { id: uuid() }) },
    { to: { kind: 'group', groupId: one.id } as const },
  ])
    expect(await refusal(send(service, { ...wish, ...change }))).toEqual({ reason: 'KEY_USED' });
  expect(await eventsOf(db, service)).toMatchObject([{ id, data: { title: 'One' } }]);
  expect((await send(another, wish)).id).not.toBe(id);
});

test('whether anybody is there is not told: the answer is the same', async ({ given, send, reached }) => {
  const service = await given.service();
  const nobody = [
    toPeople({ id: uuid() }),
    { kind: 'group', groupId: uuid() },
    { kind: 'object', type: 'group', id: uuid() },
    { kind: 'object', type: 'person', id: uuid() },
  ] as const;
  for (const to of nobody) {
    const answer = await send(service, { to: 'ids' in to ? { ...to, ids: [...to.ids] } : to });
    expect(answer).toEqual({ id: expect.any(String) });
    expect(await reached(answer.id)).toEqual([]);
  }
});

test('a link leads to where the app is at home', async ({ given, send }) => {
  const service = await given.service({
    website: 'https://parcels.example.test/about',
    redirectUris: ['https://app.example.test/back', 'com.example.app:/back'],
  });
  const to = toPeople(await given.user());
  const sent = (link: string, from = service) => send(from, { to, data: { title: 'Look', link } });
  for (const link of ['https://parcels.example.test/1?a=b', 'https://app.example.test/', ''])
    expect(await sent(link)).toEqual({ id: expect.any(String) });
  for (const link of [
    'https://elsewhere.example.test/',
    'https://parcels.example.test@elsewhere.example.test/',
    'https://parcels.example.test.elsewhere.example.test/',
    'https://parcels.example.test:8443/',
    'https://sub.parcels.example.test/',
  ])
    expect(await refusal(sent(link))).toEqual({ reason: 'LINK_ELSEWHERE' });
  const homeless = await given.service({ redirectUris: [] });
  expect(await refusal(sent('https://app.example.test/', homeless))).toEqual({ reason: 'LINK_ELSEWHERE' });
});

test.for<[string, Record<string, unknown>, string]>([
  ['a type that only Foyer sends', { type: 'security.newSignIn' }, 'type'],
  ['no title', { data: { title: ' ' } }, 'data.title'],
  ['a title of two lines', { data: { title: 'a\nb' } }, 'data.title'],
  ['a title that turns the direction', { data: { title: 'a\u202Eb' } }, 'data.title'],
  ['a title that is too long', { data: { title: 'a'.repeat(121) } }, 'data.title'],
  ['a text that is too long', { data: { title: 'a', text: 'a'.repeat(1001) } }, 'data.text'],
  ['a link without https', { data: { title: 'a', link: 'http://app.example.test/' } }, 'data.link'],
  ['a link that runs', { data: { title: 'a', link: 'javascript:alert(1)' } }, 'data.link'],
  ['more than the type has', { data: { title: 'a', html: '<b>a</b>' } }, 'data'],
  ['nobody', { to: { kind: 'people', ids: [] } }, 'to.ids'],
  ['everybody', { to: { kind: 'everyone' } }, 'to.kind'],
  ['a case of the moderators', { to: { kind: 'object', type: 'report', id: uuid() } }, 'to.type'],
  ['more people than one message names', { to: toPeople(...manyPeople(501)) }, 'to.ids'],
  ['no key', { idempotencyKey: '' }, 'idempotencyKey'],
  ['a key with a space', { idempotencyKey: 'a b' }, 'idempotencyKey'],
])('%s is refused by its field', async ([, wrong, field], { db, given, send }) => {
  const service = await given.service();
  const wish = { to: toPeople(await given.user()), ...wrong } as unknown as Wish;
  const { reason, problems = {} } = await refusal(send(service, wish));
  expect([reason, Object.keys(problems)]).toEqual(['INPUT_INVALID', [field]]);
  expect(await eventsOf(db, service)).toEqual([]);
});

test('an app sends so much and no more, and less of what goes to many', async ({ db, given, send }) => {
  const [service, free] = [await given.service(), await given.service()];
  const to = toPeople(await given.user());
  const used = async (limit: string, points: number) => {
    const row = { key: `${limit}:${service.client.id}`, points, expire: new Date(Date.now() + 60_000) };
    await db.insert(rateLimits).values(row).onConflictDoUpdate({ target: rateLimits.key, set: row });
  };
  const limited = { reason: 'RATE_LIMITED', retryAfter: expect.any(Number) };
  await used('sending.many', 60);
  expect(await refusal(send(service, { to: { kind: 'group', groupId: uuid() } }))).toEqual(limited);
  expect(await refusal(send(service, { to: toPeople(...manyPeople(51)) }))).toEqual(limited);
  const before = { to, idempotencyKey: 'order/1' };
  const { id } = await send(service, before);
  await used('sending.client', 600);
  expect(await refusal(send(service, { to }))).toEqual(limited);
  // Whoever has no answer to what was sent before gets it.
  expect(await send(service, before)).toEqual({ id });
  expect(await refusal(send(service, { ...before, data: { title: 'Other' } }))).toEqual(limited);
  await send(free, { to });
});

test('what many are told waits behind what one person waits for', async ({ db, given, send }) => {
  const service = await given.service();
  const priorityOf = async (to: SendWish['to']) => {
    const { id } = await send(service, { to });
    const [job] = await db.execute<{ priority: number }>(sql`
      select priority from graphile_worker._private_jobs where payload ->> 'eventId' = ${id}`);
    return job?.priority;
  };
  expect(await priorityOf(toPeople(await given.user()))).toBe(0);
  expect(await priorityOf(toPeople(...manyPeople(51)))).toBe(PRIORITIES.layOutForMany);
  expect(await priorityOf({ kind: 'group', groupId: uuid() })).toBe(PRIORITIES.layOutForMany);
});

function manyPeople(size: number) {
  return Array.from({ length: size }, () => ({ id: uuid() }));
}
