import { and, eq, inArray, or } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { messages } from '@/db/schema/messages';
import { blocks, contactRequests, contacts } from '@/db/schema/privacy';
import { users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import type { Given, Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';

/** Often enough that both orders come about, and that a deadlock would have been met. */
const TRIES = 12;

interface Pair {
  mia: Person;
  noah: Person;
}

async function pair(given: Given): Promise<Pair> {
  return { mia: await given.longHere(await given.user()), noah: await given.longHere(await given.user()) };
}

/** What is left between two people. */
async function between(db: Database, { mia, noah }: Pair) {
  const ids = [mia.id, noah.id];
  return {
    contacts: await db.$count(contacts, and(inArray(contacts.userId, ids), inArray(contacts.contactId, ids))),
    questions: await db.$count(
      contactRequests,
      or(inArray(contactRequests.fromId, ids), inArray(contactRequests.toId, ids)),
    ),
    blocks: await db.$count(blocks, inArray(blocks.blockerId, ids)),
    messages: await db.$count(messages, inArray(messages.recipientId, ids)),
  };
}

/** What became of calls that were made at the same moment: `ok`, or why not. */
async function together(...calls: Promise<unknown>[]) {
  const settled = await Promise.allSettled(calls);
  return settled.map((call) =>
    call.status === 'fulfilled' ? 'ok' : String(call.reason instanceof Error ? call.reason.message : ''),
  );
}

test('both ask at once: they are contacts, whoever was first', async ({ db, given }) => {
  for (let n = 0; n < TRIES; n++) {
    const people = await pair(given);
    const { mia, noah } = people;
    const said = await together(
      callerFor(db, mia).contacts.ask({ userId: noah.id }),
      callerFor(db, noah).contacts.ask({ userId: mia.id }),
    );
    expect(said).toEqual(['ok', 'ok']);
    expect(await between(db, people)).toMatchObject({ contacts: 2, questions: 0 });
  }
});

test('accepted and taken back at once: contacts, or nothing', async ({ db, given }) => {
  for (let n = 0; n < TRIES; n++) {
    const people = await pair(given);
    const { mia, noah } = people;
    await given.contactRequest(mia, noah);
    const [accepted] = await together(
      callerFor(db, noah).contacts.accept({ userId: mia.id }),
      callerFor(db, mia).contacts.withdraw({ userId: noah.id }),
    );
    const { contacts: rows } = await between(db, people);
    expect(rows).toBe(accepted === 'ok' ? 2 : 0);
    if (accepted !== 'ok') expect(accepted).toBe('NOT_FOUND');
  }
});

test('accepted and blocked at once: blocked, and no contacts', async ({ db, given }) => {
  for (let n = 0; n < TRIES; n++) {
    const people = await pair(given);
    const { mia, noah } = people;
    await given.contactRequest(mia, noah);
    const [accepted, blocked] = await together(
      callerFor(db, noah).contacts.accept({ userId: mia.id }),
      callerFor(db, mia).privacy.blocks.add({ userId: noah.id }),
    );
    expect(['ok', 'NOT_FOUND']).toContain(accepted);
    expect(blocked).toBe('ok');
    expect(await between(db, people)).toMatchObject({ contacts: 0, blocks: 1 });
    expect((await callerFor(db, noah).contacts.list()).askedBy).toEqual([]);
  }
});

test('sent and blocked at once: it arrived before, or is refused', async ({ db, given }) => {
  for (let n = 0; n < TRIES; n++) {
    const people = await pair(given);
    const { mia, noah } = people;
    const [sent, blocked] = await together(
      callerFor(db, mia).privacy.contact.send({ id: uuid(), toId: noah.id, body: 'Hello' }),
      callerFor(db, noah).privacy.blocks.add({ userId: mia.id }),
    );
    expect(blocked).toBe('ok');
    expect(await between(db, people)).toMatchObject({ messages: sent === 'ok' ? 1 : 0 });
    if (sent !== 'ok') expect(sent).toBe('CANNOT_CONTACT');
  }
});

test('sent while its writer is suspended: it arrived before, or is refused', async ({ db, given }) => {
  for (let n = 0; n < TRIES; n++) {
    const people = await pair(given);
    const { mia, noah } = people;
    const [sent] = await together(
      callerFor(db, mia).privacy.contact.send({ id: uuid(), toId: noah.id, body: 'Hello' }),
      db.update(users).set({ status: 'suspended' }).where(eq(users.id, mia.id)),
    );
    expect(await between(db, people)).toMatchObject({ messages: sent === 'ok' ? 1 : 0 });
    if (sent !== 'ok') expect(sent).toBe('ACCOUNT_INACTIVE');
  }
});

test('both block and both write at once: both are blocked, and nobody waits for anybody', async ({
  db,
  given,
}) => {
  for (let n = 0; n < TRIES; n++) {
    const people = await pair(given);
    const { mia, noah } = people;
    const said = await together(
      ...[people, { mia: noah, noah: mia }].flatMap(({ mia: one, noah: other }) => [
        callerFor(db, one).privacy.blocks.add({ userId: other.id }),
        callerFor(db, one).privacy.contact.send({ id: uuid(), toId: other.id, body: 'Hello' }),
        callerFor(db, one).contacts.ask({ userId: other.id }),
      ]),
    );
    for (const answer of said) expect(['ok', 'CANNOT_CONTACT']).toContain(answer);
    expect(await between(db, people)).toMatchObject({ blocks: 2, contacts: 0 });
  }
});

test('20 messages at the same moment: five arrive', async ({ db, given }) => {
  const { mia, noah } = await pair(given);
  const send = () => callerFor(db, mia).privacy.contact.send({ id: uuid(), toId: noah.id, body: 'Hello' });
  const said = await together(...Array.from({ length: 20 }, send));
  expect(said.filter((answer) => answer === 'ok')).toHaveLength(5);
  expect(await db.$count(messages, eq(messages.recipientId, noah.id))).toBe(5);
});
