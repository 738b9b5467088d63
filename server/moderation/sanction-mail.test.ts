import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { users } from '@/db/schema/users';
import { test as jobsTest, queued } from '@/server/jobs/testing/jobs-test';
import { createMailer } from '@/server/mail/deliver';
import { startSmtp, type TestSmtp } from '@/server/mail/testing/smtp';
import { BUILT_IN_ROLES } from '@/server/roles/permissions';
import { callerFor, SECRET, servicesFor } from '@/server/testing/callers';
import { type Given, makeGiven } from '@/server/testing/factories';
import { sanctionTasks } from './sanction-tasks';

const until = { timeout: 15_000, interval: 20 };

/** Sends the mails about sanctions, with a mail server of this machine; what waits for its date stays. */
const test = jobsTest.extend<{ given: Given; deliverAll(): Promise<TestSmtp> }>({
  given: ({ db }, use) => use(makeGiven(db)),
  deliverAll: ({ db, work }, use) =>
    use(async () => {
      const smtp = await startSmtp();
      const from = 'Foyer <foyer@foyer.example.test>';
      const mailer = createMailer({ smtpUrl: smtp.url, from, outboxDir: '/nowhere' });
      const { appUrl } = servicesFor(db);
      work({ tasks: sanctionTasks({ db, mailer, appUrl, secret: SECRET }), concurrency: 1 });
      const mails = async () => (await queued(db)).filter(({ name }) => name.startsWith('mail.'));
      await expect.poll(mails, until).toEqual([]);
      return smtp;
    }),
});

test.for([
  ['en', 'warning', null],
  ['fr', 'suspension', 7],
  ['fr', 'limit', null],
  ['en', 'hiding', 3],
] as const)(
  'what goes out in %s about a %s is what was shown before',
  async ([locale, kind, days], { db, given, deliverAll }) => {
    const [ada, sam] = [await given.holder(...BUILT_IN_ROLES.moderator), await given.user()];
    await db.update(users).set({ locale, timeZone: 'Europe/Paris' }).where(eq(users.id, sam.id));
    const wish = {
      caseId: await given.case(sam),
      kind,
      rule: 'privacy' as const,
      words: 'Voilà <b>why</b>.\nhttps://walrus.example.test/',
      hides: kind === 'hiding' ? (['photo', 'bio'] as const) : [],
      days,
    };
    const { sanctions } = callerFor(db, ada).moderation;
    const sent = { ...wish, hides: [...wish.hides] };
    // It names minutes: whichever of the two it is sent in.
    const before = await sanctions.preview(sent);
    await sanctions.impose({ id: uuid(), ...sent });
    const after = await sanctions.preview(sent);
    const [mail, ...others] = (await deliverAll()).received;
    expect(others).toEqual([]);
    expect(mail?.to).toEqual([sam.email]);
    expect(before.locale).toBe(locale);
    expect([before.subject, after.subject]).toContain(mail?.mail.subject);
    expect([before.text, after.text].map((text) => text.trim())).toContain(mail?.mail.text?.trim());
    expect(mail?.mail.text).toContain('> Voilà <b>why</b>.\n> https://walrus.example.test/');
    expect(mail?.mail.html).not.toContain('href="https://walrus');
    // Who decided it is no business of theirs.
    expect(`${mail?.mail.text} ${mail?.mail.html}`).not.toContain(ada.displayName);
  },
);

test('one that was taken back before its mail went out is told of once, as over', async ({
  db,
  given,
  deliverAll,
}) => {
  const [ada, sam] = [await given.holder(...BUILT_IN_ROLES.moderator), await given.user()];
  const { sanctions } = callerFor(db, ada).moderation;
  const id = uuid();
  const caseId = await given.case(sam);
  await sanctions.impose({ id, caseId, kind: 'limit', rule: 'spam', words: 'Less of it.', days: 1 });
  await sanctions.end({ id });
  const { received } = await deliverAll();
  expect(received.map(({ mail }) => mail.subject)).toEqual(['Your account is no longer limited']);
  // Not even the job at its date is left.
  expect(await queued(db)).toEqual([]);
});
