import { eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import {
  type Audience,
  notificationDeliveries,
  notificationEvents,
  notifications,
} from '@/db/schema/notifications';
import { memberships } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { erase } from '@/server/leaving/testing/erase-with';
import type { Given } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import type { NotificationType } from './catalog';
import { notify } from './commands';
import { fanOut } from './fan-out';

interface Told {
  to: Audience;
  type?: 'product.announcement' | 'contacts.asked' | 'account.deletionScheduled';
  actorId?: string;
}

/** Who of these is told, by their place among them. */
async function toldOf(
  db: Database,
  people: { id: string }[],
  { to, type = 'contacts.asked', actorId }: Told,
) {
  const id = uuid();
  const now = new Date();
  const data = type === 'product.announcement' ? { announcementId: uuid() } : {};
  await notify<NotificationType>(db, { id, type, to, data, actorId, now });
  await fanOut(db, { eventId: id });
  const rows = await db.select().from(notifications).where(eq(notifications.eventId, id));
  const told = new Set(rows.map(({ userId }) => userId));
  return people.flatMap((person, place) => (told.has(person.id) ? [place] : []));
}

async function several(given: Given, number: number) {
  return Promise.all(Array.from({ length: number }, () => given.user()));
}

test('a group is who is in it today', async ({ db, given }) => {
  const [owner, member, former, other] = await several(given, 4);
  if (!owner || !member || !former || !other) throw new Error('four were wanted');
  const people = [owner, member, former, other];
  const groupId = await given.group({ owners: [owner], members: [member, former] });
  await db
    .update(memberships)
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where(eq(memberships.userId, former.id));
  expect(await toldOf(db, people, { to: { kind: 'group', id: groupId } })).toEqual([0, 1]);
  expect(await toldOf(db, people, { to: { kind: 'reach', type: 'group', id: groupId } })).toEqual([
    0, 1, 2, 3,
  ]);
  expect(await toldOf(db, people, { to: { kind: 'everyone', groupId, locale: 'en' } })).toEqual([0, 1]);
  await db.update(users).set({ locale: 'fr' }).where(eq(users.id, member.id));
  expect(await toldOf(db, people, { to: { kind: 'everyone', groupId, locale: 'en' } })).toEqual([0]);
  await db.execute(sql`update groups set visibility = 'members' where id = ${groupId}`);
  expect(await toldOf(db, people, { to: { kind: 'reach', type: 'group', id: groupId } })).toEqual([0, 1]);
  await db.execute(sql`update groups set removed_at = now() where id = ${groupId}`);
  for (const to of [
    { kind: 'group', id: groupId } as const,
    { kind: 'reach', type: 'group', id: groupId } as const,
  ])
    expect(await toldOf(db, people, { to })).toEqual([]);
});

test('everyone, with a role or in a language; and everyone who sees somebody', async ({ db, given }) => {
  const holder = await given.holder('dashboard.view');
  const [shy, other] = await several(given, 2);
  if (!shy || !other) throw new Error('two were wanted');
  const people = [holder, shy, other];
  await db.update(users).set({ locale: 'fr' }).where(eq(users.id, other.id));
  expect(await toldOf(db, people, { to: { kind: 'everyone' } })).toEqual([0, 1, 2]);
  expect(await toldOf(db, people, { to: { kind: 'everyone', roleId: holder.roleId } })).toEqual([0]);
  expect(await toldOf(db, people, { to: { kind: 'everyone', locale: 'fr' } })).toEqual([2]);
  const groupId = await given.group({ owners: [shy], members: [other] });
  expect(await toldOf(db, people, { to: { kind: 'everyone', roleId: holder.roleId, groupId } })).toEqual([]);
  await db.insert(memberships).values({ userId: holder.id, principalId: groupId });
  expect(await toldOf(db, people, { to: { kind: 'everyone', roleId: holder.roleId, groupId } })).toEqual([0]);
  await db.execute(sql`update privacy_settings set profile = 'only_me' where user_id = ${shy.id}`);
  expect(await toldOf(db, people, { to: { kind: 'reach', type: 'person', id: shy.id } })).toEqual([1]);
});

test('whoever is not active is told of what concerns their account alone, and whoever blocked somebody nothing of them', async ({
  db,
  given,
}) => {
  const [actor, blocker, suspended] = await several(given, 3);
  if (!actor || !blocker || !suspended) throw new Error('three were wanted');
  const people = [actor, blocker, suspended];
  const to: Audience = { kind: 'people', ids: [...people.map(({ id }) => id), uuid()] };
  await given.block(blocker, actor);
  await db.update(users).set({ status: 'suspended' }).where(eq(users.id, suspended.id));
  expect(await toldOf(db, people, { to })).toEqual([0, 1]);
  expect(await toldOf(db, people, { to, actorId: actor.id })).toEqual([]);
  expect(await toldOf(db, people, { to, type: 'product.announcement', actorId: actor.id })).toEqual([1]);
  expect(await toldOf(db, people, { to, type: 'account.deletionScheduled' })).toEqual([0, 1, 2]);
  const [push] = await db
    .select({ rule: notificationDeliveries.rule })
    .from(notificationDeliveries)
    .where(sql`user_id = ${suspended.id} and channel = 'push'`);
  expect(push).toEqual({ rule: 'inactive' });
});

test('what is to come later, was cancelled or is nothing that there is, is laid out for nobody', async ({
  db,
  given,
  jobs,
}) => {
  const person = await given.user();
  const to: Audience = { kind: 'people', ids: [person.id] };
  const make = async (changes: Partial<typeof notificationEvents.$inferInsert>) => {
    const id = uuid();
    const event = { id, type: 'contacts.asked', at: new Date(), data: {}, audience: to, ...changes };
    await db.insert(notificationEvents).values(event);
    await fanOut(db, { eventId: id });
    return { id, told: await db.$count(notifications, eq(notifications.eventId, id)) };
  };
  const later = await make({ dueAt: new Date(Date.now() + 3_600_000) });
  expect(later.told).toBe(0);
  expect((await jobs()).filter(({ payload }) => payload.eventId === later.id)).toHaveLength(1);
  expect((await make({ cancelledAt: new Date() })).told).toBe(0);
  expect((await make({ type: 'once.was' })).told).toBe(0);
  expect((await make({})).told).toBe(1);
});

test('of who is erased nothing is left in what they were told, and others keep what they have', async ({
  db,
  given,
}) => {
  const [leaver, other] = await several(given, 2);
  if (!leaver || !other) throw new Error('two were wanted');
  const now = new Date();
  const [own, shared, done, waiting, unreached] = [uuid(), uuid(), uuid(), uuid(), uuid()];
  const people = (...ids: string[]): Audience => ({ kind: 'people', ids });
  const base = { type: 'contacts.asked', data: {}, now } as const;
  await notify(db, { ...base, id: own, to: people(leaver.id) });
  await notify(db, { ...base, id: shared, to: people(leaver.id, other.id) });
  await notify(db, { ...base, id: done, to: people(other.id), actorId: leaver.id });
  for (const eventId of [own, shared, done]) await fanOut(db, { eventId });
  await notify(db, { ...base, id: waiting, to: people(leaver.id) });
  // Who is suspended is not told, and stands nowhere by which it would be found.
  await db.update(users).set({ status: 'suspended' }).where(eq(users.id, leaver.id));
  await notify(db, { ...base, id: unreached, to: people(leaver.id, other.id) });
  await fanOut(db, { eventId: unreached });
  await db.update(users).set({ status: 'active' }).where(eq(users.id, leaver.id));

  await given.leaving(leaver, { dueAt: new Date(Date.now() - 1000) });
  await erase(db, leaver);
  const events = await db
    .select({
      id: notificationEvents.id,
      actorId: notificationEvents.actorId,
      audience: notificationEvents.audience,
    })
    .from(notificationEvents)
    .where(sql`id = any(${sql.param([own, shared, done, waiting, unreached])}::uuid[])`);
  expect(events.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
    { id: shared, actorId: null, audience: people(other.id) },
    { id: done, actorId: null, audience: people(other.id) },
    { id: unreached, actorId: null, audience: people(other.id) },
  ]);
  expect(await db.$count(notifications, eq(notifications.userId, other.id))).toBe(3);
});
