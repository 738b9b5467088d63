import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { describe, expect, vi } from 'vitest';
import type { Database } from '@/db/client';
import { principals } from '@/db/schema/principals';
import { signUps } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import { listFailingJobs, retryJob } from '@/server/jobs/dead-letters';
import { addJob } from '@/server/jobs/queue';
import { hurry, test as jobsTest, queued } from '@/server/jobs/testing/jobs-test';
import { readLink } from '@/server/links';
import { createMailer } from './deliver';
import { mailTasks } from './tasks';
import { closedPort, refusal, startDropper, startSmtp } from './testing/smtp';

const secret = 'a secret of at least thirty-two characters';
const appUrl = 'https://foyer.example.test';
const until = { timeout: 15_000, interval: 20 };

/** A worker that sends through the server at this address. */
const test = jobsTest.extend<{ deliverTo(smtpUrl: string): void }>({
  deliverTo: ({ db, work }, use) =>
    use((smtpUrl) => {
      const limits = { connect: 3_000, greeting: 3_000, silence: 3_000, whole: 6_000 };
      const mailer = createMailer({
        smtpUrl,
        from: 'Foyer <foyer@example.test>',
        outboxDir: '/nowhere',
        limits,
      });
      work({ tasks: mailTasks({ db, mailer, appUrl, secret }) });
    }),
});

async function signUp(db: Database, given: { locale?: 'en' | 'fr'; expiresAt?: Date; email?: string } = {}) {
  const id = v7();
  await db.insert(signUps).values({
    id,
    email: 'camille@example.test',
    displayName: 'Camille',
    passwordHash: 'x',
    locale: 'en',
    cookieHash: id,
    expiresAt: new Date(Date.now() + 3_600_000),
    ...given,
  });
  await addJob(db, { name: 'mail.verifyEmail', payload: { signUpId: id } });
  return id;
}

/** Lets the mails wait as after a long outage. */
async function postpone(db: Database, wait: string) {
  await db.execute(sql`
    select from graphile_worker.reschedule_jobs(
      array(select id from graphile_worker.jobs where task_identifier <> 'mail.probe'),
      run_at => now() + ${wait}::text::interval)`);
}

async function hurryProbe(db: Database) {
  await db.execute(sql`
    select from graphile_worker.reschedule_jobs(
      array(select id from graphile_worker.jobs where task_identifier = 'mail.probe'), run_at => now())`);
}

describe('the mail to verify an address', () => {
  test('goes to the address that signed up, with a link for that sign-up', async ({ db, deliverTo }) => {
    const smtp = await startSmtp();
    deliverTo(smtp.url);
    const id = await signUp(db, { locale: 'fr' });
    await vi.waitFor(() => expect(smtp.received).toHaveLength(1), until);
    const [received] = smtp.received;
    expect(received?.to).toEqual(['camille@example.test']);
    expect(received?.mail.subject).toBe('Confirmez votre adresse e-mail');
    const [, token = ''] =
      /https:\/\/foyer\.example\.test\/verify-email\?token=(\S+)/.exec(received?.mail.text ?? '') ?? [];
    expect(readLink({ secret, purpose: 'verify-email', token })).toBe(id);
  });

  test('is not sent for a sign-up that has expired or is gone', async ({ db, deliverTo }) => {
    const smtp = await startSmtp();
    await signUp(db, { expiresAt: new Date(Date.now() - 1_000) });
    await addJob(db, { name: 'mail.verifyEmail', payload: { signUpId: v7() } });
    deliverTo(smtp.url);
    await expect.poll(() => queued(db), until).toEqual([]);
    expect(smtp.received).toEqual([]);
  });
});

test('the mail about an account that exists goes to its stored address', async ({ db, deliverTo }) => {
  const smtp = await startSmtp();
  deliverTo(smtp.url);
  const [userId, now] = [v7(), new Date()];
  await db.insert(principals).values({ id: userId, kind: 'user' });
  await db.insert(users).values({ id: userId, email: 'stored@example.test', locale: 'en', createdAt: now });
  await db.insert(profiles).values({ userId, handle: 'camille', displayName: 'Camille', updatedAt: now });
  await addJob(db, { name: 'mail.accountExists', payload: { userId, locale: 'fr' } });
  await vi.waitFor(() => expect(smtp.received).toHaveLength(1), until);
  expect(smtp.received[0]).toMatchObject({
    to: ['stored@example.test'],
    mail: { subject: 'Vous avez déjà un compte' },
  });
  expect(smtp.received[0]?.mail.text).toContain('https://foyer.example.test/sign-in');
});

describe('when the mail server', () => {
  test('is down, no mail is lost, and all go out once it is back', async ({ db, deliverTo }) => {
    const port = await closedPort();
    deliverTo(`smtp://127.0.0.1:${port}`);
    const people = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.test`);
    for (const email of people) await signUp(db, { email });
    await expect.poll(async () => (await listFailingJobs(db)).length, until).toBe(people.length);
    // One job watches for its return, at most 20 s away, whatever the waits of the mails have grown to.
    const watching = (await queued(db)).filter(({ name }) => name === 'mail.probe');
    expect(watching).toMatchObject([{ attempts: 0 }]);
    expect(watching[0]?.wait).toBeLessThan(20);
    await postpone(db, '6 hours');

    const smtp = await startSmtp({ port });
    await hurryProbe(db);
    await vi.waitFor(() => expect(smtp.received).toHaveLength(people.length), until);
    await expect.poll(() => queued(db), until).toEqual([]);
    expect(smtp.received.flatMap(({ to }) => to).toSorted()).toEqual(people);
  });

  test('stays down, the watch goes on', async ({ db, deliverTo }) => {
    deliverTo(`smtp://127.0.0.1:${await closedPort()}`);
    await signUp(db);
    await expect.poll(async () => (await listFailingJobs(db)).length, until).toBe(1);
    await postpone(db, '6 hours');
    const probe = async () => (await queued(db)).find(({ name }) => name === 'mail.probe');
    const first = await probe();
    await hurryProbe(db);
    await expect.poll(async () => (await probe())?.id, until).not.toBe(first?.id);
    expect((await probe())?.attempts).toBe(0);
  });

  test('refuses the mail, it is a dead letter that can be tried again', async ({ db, deliverTo }) => {
    let refusing = true;
    const smtp = await startSmtp({
      onRcptTo: ({ address }, _session, done) => done(refusing ? refusal(550, `<${address}> unknown`) : null),
    });
    deliverTo(smtp.url);
    await signUp(db);
    await expect.poll(() => listFailingJobs(db), until).toMatchObject([{ dead: true, attempts: 1 }]);
    const [letter] = await listFailingJobs(db);
    expect(letter?.lastError).toMatch(/refused.*550/);
    expect(letter?.lastError).not.toContain('camille');
    refusing = false;
    await retryJob(db, letter?.id ?? '');
    await vi.waitFor(() => expect(smtp.received).toHaveLength(1), until);
    await expect.poll(() => queued(db), until).toEqual([]);
  });

  test('puts the mail off, it is tried again', async ({ db, deliverTo }) => {
    let busy = true;
    const smtp = await startSmtp({
      onRcptTo: (_to, _session, done) => done(busy ? refusal(451, 'greylisted') : null),
    });
    deliverTo(smtp.url);
    await signUp(db);
    await expect.poll(() => listFailingJobs(db), until).toMatchObject([{ dead: false, attempts: 1 }]);
    busy = false;
    await hurry(db);
    await vi.waitFor(() => expect(smtp.received).toHaveLength(1), until);
  });

  test('dies after taking the text, the next try waits longer', async ({ db, deliverTo }) => {
    deliverTo(await startDropper('.'));
    await signUp(db);
    await expect.poll(() => listFailingJobs(db), until).toMatchObject([{ dead: false, attempts: 1 }]);
    expect((await queued(db))[0]?.wait).toBeGreaterThan(40);
  });
});

test('every try of a job has the same Message-ID, every job another', async ({ db, deliverTo }) => {
  const seen: (string | undefined)[] = [];
  const smtp = await startSmtp({
    onData: (stream, _session, done) => {
      let raw = '';
      stream.on('data', (chunk: Uint8Array) => {
        raw += Buffer.from(chunk).toString();
      });
      stream.on('end', () => {
        seen.push(/^Message-ID: (.*)\r$/m.exec(raw)?.[1]);
        done(seen.length < 3 ? refusal(451, 'later') : null);
      });
    },
  });
  deliverTo(smtp.url);
  await signUp(db);
  for (const tries of [1, 2]) {
    await expect.poll(() => listFailingJobs(db), until).toMatchObject([{ attempts: tries }]);
    await hurry(db);
  }
  await expect.poll(() => queued(db), until).toEqual([]);
  await signUp(db);
  await vi.waitFor(() => expect(seen).toHaveLength(4), until);
  expect(new Set(seen.slice(0, 3)).size).toBe(1);
  expect(new Set(seen).size).toBe(2);
  expect(seen[0]).toMatch(/^<[0-9a-f]{32}@example\.test>$/);
});
