import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { messages } from '@/db/schema/messages';
import { contactRequests, privacySettings } from '@/db/schema/privacy';
import { users } from '@/db/schema/users';
import type { Given, Person } from '@/server/testing/factories';
import { test } from './testing/mail-test';

async function message(given: Given, wish: Parameters<Given['message']>[2] = {}) {
  const mia = await given.user({ displayName: 'Mia', email: `mia-${Math.random()}@private.example.test` });
  const noah = await given.user({ displayName: 'Noah' });
  return { mia, noah, id: await given.message(mia, noah, wish) };
}

test('a message comes under the name of its writer, and shows no address', async ({ given, tell }) => {
  const body = 'Hello\n\nhttps://walrus.example.test/x?a=1&b=2\n<b>bold</b>\nHello';
  const { mia, noah, id } = await message(given, { body });
  const [mail] = await tell(noah, 'messages.received', { actor: mia, data: { messageId: id } });
  expect(mail).toMatchObject({ to: noah.email, subject: 'Mia wrote to you', fromName: 'Mia via Foyer' });
  expect(`${mail?.text}${mail?.html}`).not.toContain('mia-');
  expect(mail?.text).toContain('> Hello\n> \n> https://walrus.example.test/x?a=1&b=2\n> <b>bold</b>\n');
  // As text: neither what is written as HTML nor an address becomes anything.
  expect(mail?.html).toContain('&lt;b&gt;bold&lt;/b&gt;');
  expect(mail?.html).not.toContain('href="https://walrus');
});

test.for([
  ['evil.example.test', 'Somebody via Foyer'],
  ['Zoë 李', 'Zoë 李 via Foyer'],
] as const)('a name stays a name: %j', async ([displayName, shown], { given, tell }) => {
  const [mia, noah] = [await given.user({ displayName }), await given.user()];
  const data = { messageId: await given.message(mia, noah) };
  const [mail] = await tell(noah, 'messages.received', { actor: mia, data });
  expect(mail?.fromName).toBe(shown);
});

test('who hides from its reader is nobody in it', async ({ db, given, tell }) => {
  const { mia, noah, id } = await message(given);
  await db.update(privacySettings).set({ profile: 'only_me' }).where(eq(privacySettings.userId, mia.id));
  const [mail] = await tell(noah, 'messages.received', { actor: mia, data: { messageId: id } });
  expect(mail?.fromName).toBe('Somebody via Foyer');
  expect(`${mail?.text} ${mail?.html}`).not.toContain('Mia');
});

describe('no mail goes out for a message', () => {
  type Sent = Awaited<ReturnType<typeof message>>;
  test.for([
    ['that was read', (db: Database, { id }: Sent) => change(db, id, { readAt: new Date() })],
    ['that was removed', (db: Database, { id }: Sent) => change(db, id, { removedAt: new Date() })],
    ['that moderators hid', (db: Database, { id }: Sent) => change(db, id, { hiddenAt: new Date() })],
    ['that waits to be let in', (db: Database, { id }: Sent) => change(db, id, { isRequest: true })],
    ['that is gone', (db: Database, { id }: Sent) => db.delete(messages).where(eq(messages.id, id))],
    [
      'whose writer was blocked',
      (_db: Database, { mia, noah }: Sent, given: Given) => given.block(noah, mia),
    ],
    ['whose writer blocked', (_db: Database, { mia, noah }: Sent, given: Given) => given.block(mia, noah)],
    ['whose writer was suspended', (db: Database, { mia }: Sent) => become(db, mia, 'suspended')],
    ['whose reader pauses', (db: Database, { noah }: Sent) => become(db, noah, 'deactivated')],
  ] as const)('%s', async ([, meanwhile], { db, given, tell }) => {
    const sent = await message(given);
    await meanwhile(db, sent, given);
    const data = { messageId: sent.id };
    expect(await tell(sent.noah, 'messages.received', { actor: sent.mia, data })).toEqual([]);
  });
});

test('nobody is mailed what was written to somebody else', async ({ given, tell }) => {
  const { mia, id } = await message(given);
  const other = await given.user();
  expect(await tell(other, 'messages.received', { actor: mia, data: { messageId: id } })).toEqual([]);
});

test('who asks to be a contact is named by mail once a day, however often they ask', async ({
  given,
  tell,
}) => {
  const [mia, noah] = [await given.user({ displayName: 'Mia' }), await given.user()];
  await given.contactRequest(mia, noah);
  const mails = [];
  for (let n = 0; n < 3; n++) mails.push(...(await tell(noah, 'contacts.asked', { actor: mia })));
  expect(mails.map(({ fromName, subject }) => [fromName, subject])).toEqual([
    ['Mia via Foyer', 'Mia wants to be your contact'],
  ]);
});

describe('no mail goes out for a question', () => {
  interface Pair {
    mia: Person;
    noah: Person;
  }
  test.for([
    ['that was answered', (db: Database, { mia }: Pair) => withoutQuestion(db, mia)],
    [
      'that was declined',
      (db: Database, { mia }: Pair) =>
        db.update(contactRequests).set({ declinedAt: new Date() }).where(eq(contactRequests.fromId, mia.id)),
    ],
    ['of somebody blocked', (_db: Database, { mia, noah }: Pair, given: Given) => given.block(noah, mia)],
    ['of somebody who has left', (db: Database, { mia }: Pair) => become(db, mia, 'leaving')],
  ] as const)('%s', async ([, meanwhile], { db, given, tell }) => {
    const pair = { mia: await given.user(), noah: await given.user() };
    await given.contactRequest(pair.mia, pair.noah);
    await meanwhile(db, pair, given);
    expect(await tell(pair.noah, 'contacts.asked', { actor: pair.mia })).toEqual([]);
  });
});

test('who was asked and said yes is named, while the two are contacts', async ({ given, tell }) => {
  const [mia, noah] = [await given.user({ displayName: 'Mia' }), await given.user({ locale: 'fr' })];
  expect(await tell(noah, 'contacts.accepted', { actor: mia })).toEqual([]);
  await given.contacts(noah, mia);
  const [mail] = await tell(noah, 'contacts.accepted', { actor: mia });
  expect(mail?.subject).toBe('Mia fait désormais partie de vos contacts');
  expect(mail?.text).toContain('/settings/contacts');
});

test('who is invited is told once, by whom and where to; who blocked or declined is not', async ({
  db,
  given,
  tell,
}) => {
  const [mia, noah] = [await given.user({ displayName: 'Mia' }), await given.user()];
  const groupId = await given.group({ owners: [mia] }, { name: 'Walruses of evil.example' });
  await given.groupInvitation(groupId, noah, mia);
  const about = { actor: mia, groupId };
  const [mail] = await tell(noah, 'groups.invited', about);
  expect(await tell(noah, 'groups.invited', about)).toEqual([]);
  expect(mail).toMatchObject({ to: noah.email, subject: 'Mia invites you into a group' });
  expect(mail?.text).toContain('Walruses of');
  expect(mail?.text).toContain(`/groups/${groupId}`);
  // A name is no way to send somebody a link.
  expect(`${mail?.text}${mail?.html}`).not.toContain('evil.example');

  const [blocks, declined] = [await given.user(), await given.user()];
  await given.block(blocks, mia);
  await given.groupInvitation(groupId, blocks, mia);
  for (const person of [blocks, declined]) expect(await tell(person, 'groups.invited', about)).toEqual([]);

  const last = await given.user();
  await given.groupInvitation(groupId, last, mia);
  await db.update(groups).set({ hiddenAt: new Date() }).where(eq(groups.id, groupId));
  expect((await tell(last, 'groups.invited', about))[0]?.text).not.toContain('Walruses');
});

test('who decides about a group learns who asks, while that stands; who asked, that they are in', async ({
  db,
  given,
  tell,
}) => {
  const [owner, member] = [await given.user(), await given.user()];
  const mia = await given.user({ displayName: 'Mia' });
  const groupId = await given.group({ owners: [owner], members: [member] }, { name: 'Walruses' });
  await given.groupInvitation(groupId, mia, null);
  const asked = { actor: mia, groupId };
  const [mail] = await tell(owner, 'groups.joinAsked', asked);
  expect(mail?.subject).toBe('Mia asks to come into Walruses');
  expect(await tell(member, 'groups.joinAsked', asked)).toEqual([]);
  const joined = { actor: owner, groupId };
  expect(await tell(mia, 'groups.joined', joined)).toEqual([]);
  expect((await tell(member, 'groups.joined', joined))[0]?.subject).toBe('You are in the group Walruses');
  await db.update(groups).set({ removedAt: new Date() }).where(eq(groups.id, groupId));
  expect(await tell(owner, 'groups.joinAsked', asked)).toEqual([]);
  expect(await tell(member, 'groups.joined', joined)).toEqual([]);
});

function change(db: Database, id: string, values: Partial<typeof messages.$inferInsert>) {
  return db.update(messages).set(values).where(eq(messages.id, id));
}

function become(db: Database, { id }: Person, status: 'suspended' | 'deactivated' | 'leaving') {
  return db.update(users).set({ status }).where(eq(users.id, id));
}

function withoutQuestion(db: Database, { id }: Person) {
  return db.delete(contactRequests).where(eq(contactRequests.fromId, id));
}
