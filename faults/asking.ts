import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Person } from '@/server/testing/factories';
import { type Answer, call } from './ask';
import type { Finding } from './fault';
import type { Scene } from './stage';
import { until } from './until';

/** Mails for a new password that one address gets in an hour. */
const RESETS = 3;

/**
 * People who ask each other to be contacts, each time an event and the job that lays it out for somebody, and others who ask for a
 * link for a new password, each time a job that mails it.
 */
export interface Asking {
  contacts: Count;
  links: Count;
  /** Lets go on whoever is in the middle of it, and ends. */
  stop(): Promise<void>;
}

interface Count {
  acknowledged: number;
  /** Nobody knows whether it was done. */
  open: number;
}

/** Begins it: one after the other, each pair once. */
export function startAsking(scene: Scene, people: Person[]): Asking {
  let isOver = false;
  const asking: Asking = {
    contacts: { acknowledged: 0, open: 0 },
    links: { acknowledged: 0, open: 0 },
    async stop() {
      isOver = true;
      await done;
    },
  };
  const all = async (count: Count, asks: (() => Promise<Answer>)[]) => {
    for (let ask = asks.shift(); ask && !isOver; ask = asks.shift()) {
      const { status, reason } = await ask();
      if (status === 200) count.acknowledged++;
      else if (reason !== 'UNAVAILABLE') count.open++;
      if (status !== 200) await sleep(50);
    }
  };
  const contacts = people.flatMap(({ token }, n) =>
    people.slice(n + 1).map(
      ({ id: userId }) =>
        () =>
          call(scene.app.port, 'contacts.ask', { userId }, { token }),
    ),
  );
  const links = people.flatMap(({ email }) =>
    Array.from(
      { length: RESETS },
      () => () => call(scene.app.port, 'auth.password.requestReset', { email, locale: 'en' }),
    ),
  );
  const done = Promise.all([all(asking.contacts, contacts), all(asking.links, links)]);
  return asking;
}

/**
 * Waits until the queue has nothing of them left, and counts: each event is laid out for its person, once, and each mail was taken by
 * the server under one name. The same one may come twice, which its Message-ID tells.
 */
export async function jobsOnce(scene: Scene, asking: Asking, { limit = 90_000 } = {}): Promise<Finding> {
  const isEmpty = await until(() => isQueueEmpty(scene), { limit, every: 100 });
  const [row] = await scene.db.execute<{ events: number; told: number; laid_out: number }>(sql`
    select (select count(*)::int from notification_events where type = 'contacts.asked') as events,
      (select count(*)::int from notifications where type = 'contacts.asked') as told,
      (select coalesce(sum(laid_out), 0)::int from notification_events where type = 'contacts.asked') as laid_out`);
  const { events = 0, told = 0, laid_out: laidOut = 0 } = row ?? {};
  const [sent] = await scene.db.execute<{ noted: number }>(sql`
    select count(*)::int as noted from notification_deliveries where channel = 'email' and state = 'sent'`);
  const names = scene.mail.taken.map(({ id, to }) => `${id} ${to}`);
  const mails = new Set(names).size - (sent?.noted ?? 0);
  const isOnce = told === events && laidOut === events && isWithin(events, asking.contacts);
  return {
    must: 'each job has its effect once',
    held: isEmpty !== undefined && isOnce && isWithin(mails, asking.links),
    figure:
      `${inWords(asking.contacts)}: ${told} of ${events} told; ${inWords(asking.links)}: ${mails} mailed, ` +
      `${names.length - new Set(names).size} of them twice${isEmpty === undefined ? ', jobs left' : ''}`,
  };
}

function isWithin(number: number, { acknowledged, open }: Count) {
  return number >= acknowledged && number <= acknowledged + open;
}

function inWords({ acknowledged, open }: Count) {
  return `${acknowledged}${open ? ` to ${acknowledged + open}` : ''} asked for`;
}

async function isQueueEmpty({ db }: Scene) {
  const [row] = await db.execute<{ waiting: number }>(sql`
    select count(*)::int as waiting from graphile_worker.jobs
    where task_identifier in ('notifications.fanOut', 'notifications.mail', 'mail.resetPassword')
      and attempts < max_attempts and run_at < now() + interval '1 minute'`);
  return row?.waiting === 0;
}
