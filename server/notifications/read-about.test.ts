import { eq, inArray } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { messages } from '@/db/schema/messages';
import { notificationEvents, notifications } from '@/db/schema/notifications';
import { users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import type { Given, Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { untilWaiting } from '@/server/testing/waiting';
import { fanOut } from './fan-out';
import { readAbout, rowId } from './read-about';

interface House {
  db: Database;
  given: Given;
  /** Who is told. */
  person: Person;
}

/** What tells a person of something, and then answers it. */
type Story = (house: House) => Promise<() => Promise<unknown>>;

async function asked({ db, given, person }: House) {
  const other = await given.user();
  await callerFor(db, other).contacts.ask({ userId: person.id });
  return { theirs: callerFor(db, other), mine: callerFor(db, person), other };
}

async function invited({ db, given, person }: House) {
  const owner = await given.user();
  const groupId = await given.group({ owners: [owner] });
  await callerFor(db, owner).groups.invite({ groupId, handle: person.handle, standing: 'member' });
  return { groupId, theirs: callerFor(db, owner), mine: callerFor(db, person).groups.invitations };
}

/** Somebody wants to come into a group in which another one decides as well. */
async function wished({ db, given, person }: House) {
  const [owner, asker] = [await given.user(), await given.user()];
  const people = { owners: [owner], managers: [person] };
  const groupId = await given.group(people, { joining: 'request', visibility: 'signed_in' });
  await callerFor(db, asker).groups.join({ groupId });
  const of = { groupId, personId: asker.id };
  return { of, groupId, theirs: callerFor(db, owner).groups.requests, askers: callerFor(db, asker).groups };
}

async function written({ db, given, person }: House) {
  const id = uuid();
  const other = await given.longHere(await given.user());
  await callerFor(db, other).privacy.contact.send({ id, toId: person.id, body: 'Good morning' });
  return { ids: [id], mine: callerFor(db, person).messages };
}

const STORIES: Record<string, Story> = {
  'a message is read': async (house) => {
    const { ids, mine } = await written(house);
    return () => mine.markRead({ ids });
  },
  'a message is removed': async (house) => {
    const { ids, mine } = await written(house);
    return () => mine.remove({ ids });
  },
  'a question is said yes to': async (house) => {
    const { mine, other } = await asked(house);
    return () => mine.contacts.accept({ userId: other.id });
  },
  'a question is said yes to by asking the same': async (house) => {
    const { mine, other } = await asked(house);
    return () => mine.contacts.ask({ userId: other.id });
  },
  'a question is said no to': async (house) => {
    const { mine, other } = await asked(house);
    return () => mine.contacts.decline({ userId: other.id });
  },
  'a question is taken back': async (house) => {
    const { theirs } = await asked(house);
    return () => theirs.contacts.withdraw({ userId: house.person.id });
  },
  'who asked is blocked': async (house) => {
    const { mine, other } = await asked(house);
    return () => mine.privacy.blocks.add({ userId: other.id });
  },
  'an invitation is accepted': async (house) => {
    const { mine, groupId } = await invited(house);
    return () => mine.accept({ groupId });
  },
  'an invitation is declined': async (house) => {
    const { mine, groupId } = await invited(house);
    return () => mine.decline({ groupId });
  },
  'an invitation is taken back': async (house) => {
    const { theirs, groupId } = await invited(house);
    return () => theirs.groups.invitations.withdraw({ groupId, personId: house.person.id });
  },
  'another one lets in who asked': async (house) => {
    const { theirs, of } = await wished(house);
    return () => theirs.admit(of);
  },
  'another one does not let in who asked': async (house) => {
    const { theirs, of } = await wished(house);
    return () => theirs.refuse(of);
  },
  'who asked to come in takes it back': async (house) => {
    const { askers, groupId } = await wished(house);
    return () => askers.requests.withdraw({ groupId });
  },
};

/** Has the worker lay out what waits. */
async function layOut(db: Database) {
  const events = await db.select({ id: notificationEvents.id }).from(notificationEvents);
  for (const { id } of events) await fanOut(db, { eventId: id });
}

function rowsOf(db: Database, { id }: { id: string }) {
  return db
    .select({ type: notifications.type, readAt: notifications.readAt })
    .from(notifications)
    .where(eq(notifications.userId, id))
    .orderBy(notifications.eventId);
}

describe('what somebody was told of is read', () => {
  test.for(Object.entries(STORIES))('when %s, and nothing else is', async ([, begin], { db, given }) => {
    const person = await given.user();
    await given.told(person, { type: 'product.announcement' });
    const answer = await begin({ db, given, person });
    await layOut(db);
    expect((await rowsOf(db, person)).map(({ readAt }) => readAt)).toEqual([null, null]);
    await answer();
    expect((await rowsOf(db, person)).map(({ readAt }) => readAt !== null)).toEqual([false, true]);
  });

  test.for(Object.entries(STORIES))('when %s before it was laid out', async ([, begin], { db, given }) => {
    const person = await given.user();
    await given.told(person, { type: 'product.announcement' });
    const answer = await begin({ db, given, person });
    await answer();
    await layOut(db);
    const unread = (await rowsOf(db, person)).filter(({ readAt }) => readAt === null);
    expect(unread.map(({ type }) => type)).toEqual(['product.announcement']);
  });

  test('by each administrator when one has decided before it was laid out', async ({ db, given }) => {
    const holder = () => given.holder('roles.assign', 'person.purge');
    const [asker, first, second] = [await holder(), await holder(), await holder()];
    const { handle: person } = await given.user();
    const id = uuid();
    const wish = { kind: 'purge', id, person, reason: 'A made-up account' } as const;
    await callerFor(db, asker).moderation.approvals.ask(wish);
    await callerFor(db, first).moderation.approvals.decline({ id });
    await layOut(db);
    for (const one of [first, second])
      expect(await rowsOf(db, one)).toEqual([{ type: 'moderation.approvalAsked', readAt: expect.any(Date) }]);
  });

  test('at the very moment in which it is laid out, whoever comes first', async ({ db, given }) => {
    const begin = async () => {
      const person = await given.user();
      const { ids } = await written({ db, given, person });
      return { person, ids, markRead: () => callerFor(db, person).messages.markRead({ ids }) };
    };
    const quicker = await begin();
    let work: Promise<unknown> | undefined;
    await db.transaction(async (tx) => {
      await tx.update(messages).set({ readAt: new Date() }).where(inArray(messages.id, quicker.ids));
      work = layOut(db);
      await untilWaiting(db, 1);
    });
    await work;
    expect(await rowsOf(db, quicker.person)).toEqual([
      { type: 'messages.received', readAt: expect.any(Date) },
    ]);

    const slower = await begin();
    await db.transaction(async (tx) => {
      // What the worker writes waits for this, and with it what it holds.
      await tx.select({ id: users.id }).from(users).where(eq(users.id, slower.person.id)).for('update');
      work = layOut(db);
      await untilWaiting(db, 1);
      work = Promise.all([work, slower.markRead()]);
      await untilWaiting(db, 2);
    });
    await work;
    expect(await rowsOf(db, slower.person)).toEqual([
      { type: 'messages.received', readAt: expect.any(Date) },
    ]);
  });

  test('by each administrator when one has decided', async ({ db, given }) => {
    const holder = () => given.holder('roles.assign', 'person.purge');
    const [asker, first, second] = [await holder(), await holder(), await holder()];
    const { handle: person } = await given.user();
    const id = uuid();
    const wish = { kind: 'purge', id, person, reason: 'A made-up account' } as const;
    await callerFor(db, asker).moderation.approvals.ask(wish);
    await layOut(db);
    expect(await rowsOf(db, asker)).toEqual([]);
    await callerFor(db, first).moderation.approvals.decline({ id });
    for (const one of [first, second])
      expect(await rowsOf(db, one)).toEqual([{ type: 'moderation.approvalAsked', readAt: expect.any(Date) }]);
  });
});

test('what was read keeps its time, and what others were told is theirs', async ({ db, given }) => {
  const [mia, noah] = [await given.user(), await given.user()];
  const objectId = uuid();
  for (const one of [mia, noah]) await given.told(one, { objectId });
  const [early, late] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-01-02T00:00:00Z')];
  for (const now of [early, late]) await readAbout(db, { userId: mia.id, objectIds: [objectId], now });
  expect(await rowsOf(db, mia)).toMatchObject([{ readAt: early }]);
  expect(await rowsOf(db, noah)).toMatchObject([{ readAt: null }]);
});

describe('who asks to be a contact', () => {
  test('and takes it back and asks again is told once a day', async ({ db, given, notices }) => {
    const [mia, noah] = [await given.user(), await given.user()];
    const { contacts } = callerFor(db, mia);
    for (let n = 0; n < 3; n++) {
      await contacts.ask({ userId: noah.id });
      await contacts.withdraw({ userId: noah.id });
    }
    expect(await notices(noah)).toHaveLength(1);
  });

  test('of somebody who said no, or does not see them, is told to nobody', async ({ db, given, notices }) => {
    const [mia, noah, hidden] = [await given.user(), await given.user(), await given.user()];
    const longAgo = new Date(Date.now() - 3 * 86_400_000);
    await given.contactRequest(mia, noah, { askedAt: longAgo, declinedAt: longAgo, withdrawnAt: longAgo });
    await given.privacy(hidden, { profile: 'contacts' });
    expect(await callerFor(db, mia).contacts.ask({ userId: noah.id })).toEqual({ became: 'asked' });
    expect(await callerFor(db, hidden).contacts.ask({ userId: noah.id })).toEqual({ became: 'asked' });
    expect(await notices(noah)).toEqual([]);
  });
});

test('what is between two people has one id, which names neither', () => {
  const [from, to] = [uuid(), uuid()];
  const id = rowId('contactRequest', from, to);
  expect(rowId('contactRequest', from, to)).toBe(id);
  expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
  expect(new Set([id, rowId('contactRequest', to, from), rowId('groupRequest', from, to)]).size).toBe(3);
});
