import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { appeals, approvals } from '@/db/schema/moderation';
import { users } from '@/db/schema/users';
import { addJob } from '@/server/jobs/queue';
import { test as jobsTest, queued } from '@/server/jobs/testing/jobs-test';
import { purgeAccount } from '@/server/leaving/commands';
import { type Given, makeGiven } from '@/server/testing/factories';
import { decisionMailTasks } from './decision-tasks';
import { createMailer } from './deliver';
import { startSmtp, type TestSmtp } from './testing/smtp';

const until = { timeout: 15_000, interval: 20 };

/** Does all jobs about decisions that there are, with a mail server of this machine. */
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
      work({ tasks: decisionMailTasks(services), concurrency: 1 });
      await expect
        .poll(async () => (await queued(db)).filter(({ name }) => name.startsWith('mail.')), until)
        .toEqual([]);
      return smtp;
    }),
});

test('an administrator is asked in their language, and nothing of it leads where a name wants to', async ({
  db,
  given,
  deliverAll,
}) => {
  const [asker, admin] = [await given.user({ displayName: 'Mia' }), await given.user()];
  const person = await given.user({ displayName: 'Noah evil.example.test' });
  await db.update(users).set({ locale: 'fr' }).where(eq(users.id, admin.id));
  const approvalId = await given.approval(person, asker, { reason: 'Secret of the house' });
  const decided = await given.approval(await given.user(), asker, { outcome: 'refused' });
  for (const id of [approvalId, decided])
    await addJob(db, { name: 'mail.approvalAsked', payload: { approvalId: id, userId: admin.id } });
  const { received } = await deliverAll();
  // What is decided by then nobody need agree to.
  expect(received).toHaveLength(1);
  const [mail] = received;
  expect(mail?.to).toEqual([admin.email]);
  expect(mail?.mail.subject).toBe('Supprimer pour de bon le compte de Noah\u202F?');
  expect(mail?.mail.text).toContain('Mia souhaite supprimer pour de bon le compte de Noah.');
  expect(mail?.mail.text).toContain('https://foyer.example.test/admin/approvals');
  expect(`${mail?.raw}${mail?.mail.html}`).not.toContain('evil.example');
  expect(mail?.mail.text).not.toContain('Secret of the house');
  expect(await db.$count(approvals, eq(approvals.askedBy, asker.id))).toBe(2);
});

test('whose account was purged reads it at the address that is about to go, with the way to the receipt', async ({
  db,
  given,
  deliverAll,
}) => {
  const [admin, person] = [await given.user(), await given.user()];
  const cause = { actorId: admin.id };
  await db.transaction((tx) => purgeAccount(tx, { userId: person.id, cause, now: new Date() }));
  const { received } = await deliverAll();
  expect(received.map(({ to, mail }) => [to, mail.subject])).toEqual([
    [[person.email], 'Your account was deleted'],
  ]);
  expect(received[0]?.mail.text).toMatch(/https:\/\/foyer\.example\.test\/receipts\/[0-9a-f-]{36}/);
});

test('an appeal is answered in the words of who decided it', async ({ db, given, deliverAll }) => {
  const [person, first] = [await given.user(), await given.user()];
  const { caseId } = await given.actedOn(person, first);
  const id = await given.appeal(person, caseId);
  await addJob(db, { name: 'mail.appealDecided', payload: { appealId: id } });
  await db
    .update(appeals)
    .set({ outcome: 'granted', answer: 'You are right.\nSorry.' })
    .where(eq(appeals.id, id));
  const { received } = await deliverAll();
  const [mail] = received;
  expect(mail?.to).toEqual([person.email]);
  expect(mail?.mail.subject).toBe('Your appeal was granted');
  expect(mail?.mail.text).toContain('> You are right.\n> Sorry.\n');
  expect(mail?.mail.text).not.toContain(first.displayName);
});
