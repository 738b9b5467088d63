import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { messages } from '@/db/schema/messages';
import { contactRequests, privacySettings } from '@/db/schema/privacy';
import { users } from '@/db/schema/users';
import { addJob } from '@/server/jobs/queue';
import { test as jobsTest, queued } from '@/server/jobs/testing/jobs-test';
import { type Given, makeGiven, type Person } from '@/server/testing/factories';
import { createMailer } from './deliver';
import { messageMailTasks } from './message-tasks';
import { startSmtp, type TestSmtp } from './testing/smtp';

const until = { timeout: 15_000, interval: 20 };

/** Does all jobs there are, with a mail server of this machine. */
const test = jobsTest.extend<{ given: Given; deliverAll(): Promise<TestSmtp> }>({
  given: ({ db }, use) => use(makeGiven(db)),
  deliverAll: ({ db, work }, use) =>
    use(async () => {
      const smtp = await startSmtp();
      const mailer = createMailer({
        smtpUrl: smtp.url,
        from: 'Foyer <foyer@foyer.example.test>',
        outboxDir: '/nowhere',
      });
      const services = { db, mailer, appUrl: 'https://foyer.example.test', secret: 'x'.repeat(32) };
      work({ tasks: messageMailTasks(services), concurrency: 1 });
      await expect.poll(() => queued(db), until).toEqual([]);
      return smtp;
    }),
});

async function message(db: Database, given: Given, wish: Parameters<Given['message']>[2] = {}) {
  const mia = await given.user({ displayName: 'Mia', email: 'mia@private.example.test' });
  const noah = await given.user({ displayName: 'Noah', email: 'noah@private.example.test' });
  const id = await given.message(mia, noah, wish);
  await addJob(db, { name: 'mail.message', payload: { messageId: id } });
  return { mia, noah, id };
}

test('a message goes out under our address and the name of its writer, and shows neither address', async ({
  db,
  given,
  deliverAll,
}) => {
  const { noah } = await message(db, given, {
    body: 'Hello\n\nhttps://walrus.example.test/x?a=1&b=2\n<b>bold</b>\nHello',
  });
  const { received } = await deliverAll();
  const [mail] = received;
  expect(mail?.to).toEqual([noah.email]);
  expect(mail?.from).toBe('foyer@foyer.example.test');
  expect(mail?.mail.from).toEqual({ name: 'Mia via Foyer', address: 'foyer@foyer.example.test' });
  expect(mail?.mail.replyTo).toBeUndefined();
  expect(mail?.mail.subject).toBe('Mia wrote to you');
  // The one address in it is that of who gets it, in the one header that says so.
  const everything = `${mail?.raw}\n${mail?.mail.text}\n${mail?.mail.html}`;
  expect(everything).not.toContain('mia@');
  expect(everything.match(/noah@private/g)).toHaveLength(1);
  expect(mail?.raw).toMatch(/^To: noah@private\.example\.test\r$/m);
  expect(mail?.mail.text).toContain('> Hello\n> \n> https://walrus.example.test/x?a=1&b=2\n> <b>bold</b>\n');
  // As text: neither what is written as HTML nor an address becomes anything.
  expect(mail?.mail.html).toContain('&lt;b&gt;bold&lt;/b&gt;');
  expect(mail?.mail.html).not.toContain('href="https://walrus');
  expect(mail?.mail.html).toContain('href="https://foyer.example.test/notifications"');
});

test.for([
  ['Mia" <evil@evil.example.test>, "x', /^"?Mia" , "x via Foyer"?$|^Mia.* via Foyer$/],
  ['evil.example.test', /^Somebody via Foyer$/],
  ['Mia\r\nBcc: evil@evil.example.test', /^Mia Bcc.* via Foyer$/],
  ['Zoë 李', /^Zoë 李 via Foyer$/],
] as const)('a name stays a name: %j', async ([displayName, shown], { db, given, deliverAll }) => {
  const mia = await given.user({ displayName });
  const noah = await given.user();
  const id = await given.message(mia, noah);
  await addJob(db, { name: 'mail.message', payload: { messageId: id } });
  const { received } = await deliverAll();
  expect(received).toHaveLength(1);
  expect(received[0]?.to).toEqual([noah.email]);
  expect(received[0]?.mail.from?.address).toBe('foyer@foyer.example.test');
  expect(received[0]?.mail.from?.name).toMatch(shown);
  expect(received[0]?.mail.bcc).toBeUndefined();
  expect(received[0]?.raw).not.toMatch(/^Bcc:/im);
  expect(received[0]?.raw).not.toContain('evil@');
});

test('it is written in the language of who gets it', async ({ db, given, deliverAll }) => {
  const [mia, noah] = [await given.user({ displayName: 'Mia' }), await given.user({ locale: 'fr' })];
  const id = await given.message(mia, noah);
  await addJob(db, { name: 'mail.message', payload: { messageId: id } });
  const { received } = await deliverAll();
  expect(received[0]?.mail.subject).toBe('Mia vous a écrit');
});

test('who hides from its reader is nobody in it', async ({ db, given, deliverAll }) => {
  const { mia } = await message(db, given);
  await db.update(privacySettings).set({ profile: 'only_me' }).where(eq(privacySettings.userId, mia.id));
  const { received } = await deliverAll();
  expect(received[0]?.mail.from?.name).toBe('Somebody via Foyer');
  expect(`${received[0]?.mail.text} ${received[0]?.mail.html}`).not.toContain('Mia');
});

describe('no mail goes out for a message', () => {
  type Sent = Awaited<ReturnType<typeof message>>;
  test.for([
    ['that was read', (db: Database, { id }: Sent) => change(db, id, { readAt: new Date() })],
    ['that was removed', (db: Database, { id }: Sent) => change(db, id, { removedAt: new Date() })],
    ['that waits to be let in', (db: Database, { id }: Sent) => change(db, id, { isRequest: true })],
    ['that is gone', (db: Database, { id }: Sent) => db.delete(messages).where(eq(messages.id, id))],
    [
      'whose writer was blocked',
      (_db: Database, { mia, noah }: Sent, given: Given) => given.block(noah, mia),
    ],
    ['whose writer blocked', (_db: Database, { mia, noah }: Sent, given: Given) => given.block(mia, noah)],
    [
      'whose writer was suspended',
      (db: Database, { mia }: Sent) =>
        db.update(users).set({ status: 'suspended' }).where(eq(users.id, mia.id)),
    ],
    [
      'whose reader pauses',
      (db: Database, { noah }: Sent) =>
        db.update(users).set({ status: 'deactivated' }).where(eq(users.id, noah.id)),
    ],
    [
      'whose reader does not want mails',
      (db: Database, { noah }: Sent) =>
        db.update(privacySettings).set({ messagesByMail: false }).where(eq(privacySettings.userId, noah.id)),
    ],
  ] as const)('%s', async ([, meanwhile], { db, given, deliverAll }) => {
    await meanwhile(db, await message(db, given), given);
    expect((await deliverAll()).received).toEqual([]);
  });
});

test('somebody gets ten mails an hour', async ({ db, given, deliverAll }) => {
  const { mia, noah } = await message(db, given);
  for (let n = 0; n < 11; n++) {
    const id = await given.message(mia, noah);
    await addJob(db, { name: 'mail.message', payload: { messageId: id } });
  }
  expect((await deliverAll()).received).toHaveLength(10);
});

test('who asks to be a contact is named by mail once a day, however often they ask', async ({
  db,
  given,
  deliverAll,
}) => {
  const [mia, noah] = [await given.user({ displayName: 'Mia' }), await given.user()];
  await given.contactRequest(mia, noah);
  for (let n = 0; n < 3; n++)
    await addJob(db, { name: 'mail.contactRequest', payload: { fromId: mia.id, toId: noah.id } });
  const { received } = await deliverAll();
  expect(received).toHaveLength(1);
  expect(received[0]?.mail.from).toEqual({ name: 'Mia via Foyer', address: 'foyer@foyer.example.test' });
  expect(received[0]?.raw).not.toContain(mia.email);
});

describe('no mail goes out for a question', () => {
  interface Pair {
    mia: Person;
    noah: Person;
  }
  const settle = (db: Database, { id }: Person, values: Partial<typeof privacySettings.$inferInsert>) =>
    db.update(privacySettings).set(values).where(eq(privacySettings.userId, id));
  const answer = (db: Database, { noah }: Pair, values: Partial<typeof contactRequests.$inferInsert>) =>
    db.update(contactRequests).set(values).where(eq(contactRequests.toId, noah.id));

  test.for([
    ['that was declined', (db: Database, pair: Pair) => answer(db, pair, { declinedAt: new Date() })],
    ['that was taken back', (db: Database, pair: Pair) => answer(db, pair, { withdrawnAt: new Date() })],
    [
      'that is too old',
      (db: Database, pair: Pair) => answer(db, pair, { askedAt: new Date(Date.now() - 91 * 86_400_000) }),
    ],
    ['of who hides by now', (db: Database, { mia }: Pair) => settle(db, mia, { profile: 'only_me' })],
    [
      'of who shows themselves to contacts alone by now',
      (db: Database, { mia }: Pair) => settle(db, mia, { profile: 'contacts' }),
    ],
    [
      'of who pauses',
      (db: Database, { mia }: Pair) =>
        db.update(users).set({ status: 'deactivated' }).where(eq(users.id, mia.id)),
    ],
    ['of who was blocked', (_db: Database, { mia, noah }: Pair, given: Given) => given.block(noah, mia)],
    ['of who blocked', (_db: Database, { mia, noah }: Pair, given: Given) => given.block(mia, noah)],
    [
      'to who does not want mails',
      (db: Database, { noah }: Pair) => settle(db, noah, { messagesByMail: false }),
    ],
  ] as const)('%s', async ([, meanwhile], { db, given, deliverAll }) => {
    const pair = { mia: await given.user(), noah: await given.user() };
    await given.contactRequest(pair.mia, pair.noah);
    await meanwhile(db, pair, given);
    expect(await db.$count(contactRequests)).toBe(1);
    await addJob(db, { name: 'mail.contactRequest', payload: { fromId: pair.mia.id, toId: pair.noah.id } });
    expect((await deliverAll()).received).toEqual([]);
  });

  test('that the inbox does not show, whoever sees it besides', async ({ db, given, deliverAll }) => {
    const [mia, noah] = [await given.user(), await given.holder('profiles.viewAll')];
    await given.contactRequest(mia, noah);
    await settle(db, mia, { profile: 'only_me' });
    await addJob(db, { name: 'mail.contactRequest', payload: { fromId: mia.id, toId: noah.id } });
    expect((await deliverAll()).received).toEqual([]);
  });
});

function change(db: Database, id: string, values: Partial<typeof messages.$inferInsert>) {
  return db.update(messages).set(values).where(eq(messages.id, id));
}
