import { inArray } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { notificationDeliveries } from '@/db/schema/notifications';
import { listFailingJobs, retryJob } from '@/server/jobs/dead-letters';
import { addJob } from '@/server/jobs/queue';
import { hurry, test as jobsTest, queued } from '@/server/jobs/testing/jobs-test';
import { createMailer } from '@/server/mail/deliver';
import type { SmtpLimits } from '@/server/mail/smtp';
import { mailTasks } from '@/server/mail/tasks';
import { closedPort, refusal, startDropper, startSmtp, startTalker } from '@/server/mail/testing/smtp';
import { type Given, makeGiven, type Person } from '@/server/testing/factories';
import { notificationMailTasks } from './mail-tasks';

const until = { timeout: 15_000, interval: 20 };
/** Of a server that answers, however busy this machine is. */
const PATIENT = { connect: 5_000, greeting: 5_000, silence: 5_000, whole: 10_000 };
/** Of one that does not, once greeted and before. */
const UNANSWERED = { ...PATIENT, silence: 2_000 };
const UNGREETED = { ...PATIENT, greeting: 500 };

interface Told {
  person: Person;
  eventIds: string[];
}

/** A worker that mails what somebody was told, by way of a mail server of this machine. */
const test = jobsTest.extend<{
  given: Given;
  /** One message to somebody, to be mailed at once; or two, that are due as a digest. */
  tell(howMany: 'one' | 'several'): Promise<Told>;
  /** Has a worker do the jobs by way of this server. */
  deliverBy(url: string, limits?: SmtpLimits): void;
  became(told: Told): Promise<{ state: string; failure: string | null }[]>;
}>({
  given: ({ db }, use) => use(makeGiven(db)),
  tell: ({ db, given }, use) =>
    use(async (howMany) => {
      const { person, say } = await reader(given);
      const { id: userId } = person;
      if (howMany === 'one') {
        const eventId = await say({ state: 'queued' });
        await addJob(db, { name: 'notifications.mail', payload: { eventId, userId } });
        return { person, eventIds: [eventId] };
      }
      const due = { state: 'bundled', dueAt: new Date(Date.now() - 1000) } as const;
      const eventIds = [await say(due), await say(due)];
      await addJob(db, { name: 'notifications.digestMail', payload: { userId } });
      return { person, eventIds };
    }),
  deliverBy: ({ db, work }, use) =>
    use((url, limits = PATIENT) => {
      const from = 'Foyer <foyer@foyer.example.test>';
      const mailer = createMailer({ smtpUrl: url, from, outboxDir: '/nowhere', limits });
      const services = { db, mailer, appUrl: 'https://foyer.example.test', secret: 'x'.repeat(32) };
      work({ tasks: { ...notificationMailTasks(services), ...mailTasks(services) }, concurrency: 2 });
    }),
  became: ({ db }, use) =>
    use(({ eventIds }) =>
      db
        .select({ state: notificationDeliveries.state, failure: notificationDeliveries.failure })
        .from(notificationDeliveries)
        .where(inArray(notificationDeliveries.eventId, eventIds)),
    ),
});

describe.each(['one', 'several'] as const)('of %s', (howMany) => {
  const all = <T>(value: T) => (howMany === 'one' ? [value] : [value, value]);

  test('the mail says how it is switched off, in headers that a mail program reads', async ({
    db,
    tell,
    deliverBy,
    became,
  }) => {
    const told = await tell(howMany);
    const smtp = await startSmtp();
    deliverBy(smtp.url);
    await expect.poll(() => queued(db), until).toEqual([]);
    expect(smtp.received.map(({ to }) => to)).toEqual([[told.person.email]]);
    const raw = smtp.received[0]?.raw ?? '';
    expect(raw).toMatch(
      /^List-Unsubscribe: <https:\/\/foyer\.example\.test\/api\/unsubscribe\?token=[\w-]{64}>\r$/m,
    );
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(await became(told)).toEqual(all({ state: 'sent', failure: null }));
  });

  test('a server that is down loses nothing: once it is back it has each mail once', async ({
    db,
    tell,
    deliverBy,
    became,
  }) => {
    const told = await tell(howMany);
    const port = await closedPort();
    deliverBy(`smtp://127.0.0.1:${port}`);
    await expect.poll(() => namesOfWaiting(db), until).toContain('mail.probe');
    expect(await became(told)).toEqual(all({ state: 'queued', failure: null }));
    const smtp = await startSmtp({ port });
    await hurry(db);
    await expect.poll(() => queued(db), until).toEqual([]);
    expect(smtp.received).toHaveLength(1);
    expect(await became(told)).toEqual(all({ state: 'sent', failure: null }));
  });

  test('a server that says nothing is tried again', async ({ db, tell, deliverBy, became }) => {
    const told = await tell(howMany);
    const heard: string[] = [];
    const url = await startTalker((socket) => void heard.push(String(socket.remotePort)));
    deliverBy(url, UNGREETED);
    await expect.poll(() => namesOfWaiting(db), until).toContain('mail.probe');
    expect(heard.length).toBeGreaterThan(0);
    expect(await became(told)).toEqual(all({ state: 'queued', failure: null }));
  });

  test('a recipient who is refused is noted, told to staff, and not tried again', async ({
    db,
    tell,
    deliverBy,
    became,
  }) => {
    const told = await tell(howMany);
    let refuses = true;
    const smtp = await startSmtp({
      onRcptTo: (_address, _session, done) => done(refuses ? refusal(550, 'No such mailbox') : null),
    });
    deliverBy(smtp.url);
    await expect.poll(() => became(told), until).toEqual(all({ state: 'failed', failure: 'refused' }));
    await expect.poll(async () => (await listFailingJobs(db)).map(({ dead }) => dead), until).toEqual([true]);
    expect(smtp.received).toEqual([]);
    // Staff have it tried again, once the mailbox is there.
    refuses = false;
    const [letter] = await listFailingJobs(db);
    await retryJob(db, letter?.id ?? '');
    await expect.poll(() => queued(db), until).toEqual([]);
    expect(smtp.received).toHaveLength(1);
    expect(await became(told)).toEqual(all({ state: 'sent', failure: null }));
  });

  test('a server that hangs up before it has the mail gets it again', async ({
    db,
    tell,
    deliverBy,
    became,
  }) => {
    const told = await tell(howMany);
    deliverBy(await startDropper('DATA'));
    await expect.poll(() => triesOf(db), until).toEqual([1]);
    expect(await became(told)).toEqual(all({ state: 'queued', failure: null }));
  });

  test('one whose answer is lost after the text gets it a second time, under the same Message-ID', async ({
    db,
    tell,
    deliverBy,
    became,
  }) => {
    const told = await tell(howMany);
    let drops = true;
    const ids: (string | undefined)[] = [];
    const smtp = await startSmtp({
      onData(stream, _session, done) {
        const chunks: Uint8Array[] = [];
        stream.on('data', (chunk: Uint8Array) => chunks.push(chunk));
        stream.on('end', () => {
          ids.push(/^Message-ID: (\S+)\r$/im.exec(Buffer.concat(chunks).toString())?.[1]);
          // It has the mail, and never says so.
          if (!drops) done();
        });
      },
    });
    deliverBy(smtp.url, UNANSWERED);
    await expect.poll(() => triesOf(db), until).toEqual([1]);
    expect(await became(told)).toEqual(all({ state: 'queued', failure: null }));
    drops = false;
    await hurry(db);
    await expect.poll(() => queued(db), until).toEqual([]);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toMatch(/^<[0-9a-f]{32}@foyer\.example\.test>$/);
    expect(ids[1]).toBe(ids[0]);
    expect(await became(told)).toEqual(all({ state: 'sent', failure: null }));
  });
});

async function reader(given: Given) {
  const [writer, person] = [await given.user(), await given.mailedWhileOnline(await given.user())];
  const say = async (delivery: { state: 'queued' | 'bundled'; dueAt?: Date }) => {
    const data = { messageId: await given.message(writer, person) };
    const deliveries = [{ channel: 'email' as const, ...delivery }];
    return given.told(person, { type: 'messages.received', actor: writer, data, deliveries });
  };
  return { person, say };
}

async function namesOfWaiting(db: Database) {
  return (await queued(db)).map(({ name }) => name);
}

/** How often each was tried, of what is not under way. */
async function triesOf(db: Database) {
  return (await queued(db)).filter(({ locked }) => !locked).map(({ attempts }) => attempts);
}
