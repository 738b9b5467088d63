import { expect } from 'vitest';
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
