import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { privacySettings } from '@/db/schema/privacy';
import { users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import type { Given, Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

/** Everybody who cannot be contacted, and why. */
const UNREACHABLE: Record<string, (db: Database, given: Given, me: Person) => Promise<string>> = {
  'nobody at all': async () => uuid(),
  'somebody who blocked me': async (_db, given, me) => {
    const other = await given.user();
    await given.block(other, me);
    return other.id;
  },
  'somebody whom I blocked': async (_db, given, me) => {
    const other = await given.user();
    await given.block(me, other);
    return other.id;
  },
  'somebody who lets in nobody': (db, given) =>
    withSettings(db, given, { messagesFrom: 'nobody', contactRequestsFrom: 'nobody' }),
  'somebody who lets in people of their groups': (db, given) =>
    withSettings(db, given, { messagesFrom: 'group_mates', contactRequestsFrom: 'group_mates' }),
  'somebody hidden': (db, given) => withSettings(db, given, { profile: 'only_me' }),
  'somebody who shows themselves to contacts': (db, given) =>
    withSettings(db, given, { profile: 'contacts' }),
  'somebody who pauses': (db, given) => withStatus(db, given, 'deactivated'),
  'somebody who leaves': (db, given) => withStatus(db, given, 'leaving'),
  'somebody suspended': (db, given) => withStatus(db, given, 'suspended'),
  oneself: async (_db, _given, me) => me.id,
};

test('whoever cannot be contacted is refused alike, by the same statements, and nothing is written', async ({
  db,
  given,
  trail,
  jobs,
}) => {
  const before = (await jobs()).length;
  const texts = new Map<string, string[][]>();
  for (const [who, make] of Object.entries(UNREACHABLE)) {
    const me = await given.longHere(await given.user());
    const userId = await make(db, given, me);
    const message = { id: uuid(), toId: userId, body: 'Hello' };
    for (const [what, call] of Object.entries({
      ask: () => callerFor(db, me).contacts.ask({ userId }),
      send: () => callerFor(db, me).privacy.contact.send(message),
    })) {
      const { statements } = await recordStatements(async () =>
        expect(await refusal(call()), `${what} ${who}`).toEqual({ reason: 'CANNOT_CONTACT' }),
      );
      texts.set(what, [...(texts.get(what) ?? []), statements.map(({ text }) => text)]);
    }
    expect(await trail({ id: userId })).toEqual([]);
  }
  for (const [first, ...others] of texts.values()) for (const other of others) expect(other).toEqual(first);
  expect(await jobs()).toHaveLength(before);
});

test('the id of a message of somebody else is refused like anything', async ({ db, given }) => {
  const [me, other, stranger] = [
    await given.longHere(await given.user()),
    await given.user(),
    await given.user(),
  ];
  const id = await given.message(other, stranger);
  const send = callerFor(db, me).privacy.contact.send({ id, toId: stranger.id, body: 'Hello' });
  expect(await refusal(send)).toEqual({ reason: 'CANNOT_CONTACT' });
});

test('who is paused by now does nothing more', async ({ db, given }) => {
  const [me, other] = [await given.user(), await given.user()];
  const api = callerFor(db, me);
  await db.update(users).set({ status: 'deactivated' }).where(eq(users.id, me.id));
  for (const call of [
    api.contacts.ask({ userId: other.id }),
    api.privacy.blocks.add({ userId: other.id }),
    api.privacy.contact.send({ id: uuid(), toId: other.id, body: 'Hello' }),
  ])
    expect(await refusal(call)).toEqual({ reason: 'ACCOUNT_INACTIVE' });
});

async function withSettings(
  db: Database,
  given: Given,
  settings: Partial<typeof privacySettings.$inferInsert>,
) {
  const { id } = await given.user();
  await db.update(privacySettings).set(settings).where(eq(privacySettings.userId, id));
  return id;
}

async function withStatus(db: Database, given: Given, status: 'deactivated' | 'leaving' | 'suspended') {
  const { id } = await given.user();
  await db.update(users).set({ status }).where(eq(users.id, id));
  return id;
}
