import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import type { Database } from '@/db/client';
import type { Services } from '@/server/context';
import { createTasks } from '@/server/jobs/tasks';
import { createLog } from '@/server/log';
import type { MailMessage } from '@/server/mail/message';
import { callerFor, SECRET, servicesFor } from './callers';
import { type Canary, dumpDatabase, findCanaries, type Place } from './canaries';
import { CookieJar } from './cookie-jar';
import { serve } from './http';
import { redeem } from './next-auth';

/** RFC 4648 section 6. */
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const APP_URL = 'http://localhost:3000';

/** Cookies that hold nothing secret. */
const OPEN_COOKIES = ['foyer.callback', 'foyer.locale'];

/**
 * Where a secret may be found. Nothing else is allowed, in any table, line of the log or mail.
 * - A link: in the mail that brings it, since that is how it comes to its owner.
 * - A challenge: in its row until it is answered. The answer is compared with it, and it opens nothing without the
 *   private key, which never leaves the authenticator.
 * - A user code: in its row, for ten minutes. It opens nothing without a person who is signed in and says yes, and what
 *   comes of that goes to whoever has the device code.
 */
const ALLOWED = new Map([
  ['challenge', 'public.webauthn_challenges.challenge'],
  ['user code', 'public.device_codes.user_code'],
]);

/** A mail that was sent, by the job that sent it. */
interface SentMail extends MailMessage {
  job: string;
  /** The secret of its link. */
  token: string | undefined;
}

/** Lets people live with a database, and remembers every secret that came up. */
export class CanaryRun {
  readonly #mails: SentMail[] = [];
  /** Stands in the database and in the log, so that it shows whether there is anything that finds. */
  readonly #planted = `planted ${randomBytes(12).toString('hex')}`;
  readonly #db: Database;
  readonly #services: Partial<Services>;
  readonly #lines: string[] = [];
  readonly #canaries: (Canary & { allowed?: string })[] = [];
  readonly #jars: CookieJar[] = [];
  readonly #done = new Set<string>();

  /** What was going on in the database before is none of its business. */
  static async start(db: Database, services: Partial<Services> = {}): Promise<CanaryRun> {
    const run = new CanaryRun(db, services);
    for (const { id } of await run.#jobs()) run.#done.add(id);
    return run;
  }

  private constructor(db: Database, services: Partial<Services>) {
    this.#db = db;
    const log = createLog('trace', { write: (line) => void this.#lines.push(line) });
    this.#services = { ...services, log };
    this.keep('secret of the installation', SECRET);
  }

  /** Notes a secret, and gives it back. */
  keep(name: string, value: string, bytes?: Buffer): string {
    const allowed = ALLOWED.get(name);
    this.#canaries.push({ name, value, bytes, ...(allowed && { allowed }) });
    return value;
  }

  /** Notes the key of an authenticator app, as it is told and as it is calculated with. */
  keepKey(key: string) {
    const bits = [...key].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
    this.keep('key of an app', key, Buffer.from(bits.match(/.{8}/g)?.map((byte) => parseInt(byte, 2)) ?? []));
  }

  /** A password that nobody else has. */
  password(name: string): string {
    return this.keep(name, `${name} ${randomBytes(8).toString('hex')}`);
  }

  /** A browser whose cookies are secrets. */
  browser() {
    const cookies = new CookieJar();
    this.#jars.push(cookies);
    const visit = { cookies, services: this.#services };
    const api = callerFor(this.#db, null, visit);
    const enter = async ({ ticket = '' }: { ticket?: string }) => {
      const { status } = await redeem(this.#db, { ticket: this.keep('ticket', ticket), ...visit });
      if (status !== 200) throw new Error('the ticket was not taken');
    };
    return { cookies, visit, api, enter };
  }

  /** Somebody who has signed up with a password, and the browser where they are signed in. */
  async account() {
    const password = this.password('password');
    const email = `canary-${randomBytes(6).toString('hex')}@example.test`;
    const browser = this.browser();
    const wish = { displayName: 'Canary', email, password, locale: 'en' as const, timeZone: null };
    await browser.api.auth.signUp(wish);
    await browser.enter(await browser.api.auth.verifyEmail({ token: await this.link('mail.verifyEmail') }));
    await browser.api.profile.update({ bio: this.#planted });
    return { ...browser, email, password, userId: (await browser.api.viewer.me()).userId };
  }

  /** Has the jobs done that wait, and answers the secret of the link in the one mail of this kind among them. */
  async link(job: string): Promise<string> {
    const fresh = (await this.#deliver()).filter((mail) => mail.job === job);
    const [token, ...others] = fresh.flatMap((mail) => mail.token ?? []);
    if (token === undefined || others.length) throw new Error(`no mail of ${job}, or more than one`);
    return token;
  }

  /**
   * Which secrets are where they must not be; what was planted is among them, in a table and in the log. `allowed`:
   * which kinds are where they may be. `lookedFor`: all kinds.
   */
  async leaks(): Promise<{ leaked: string[]; allowed: string[]; lookedFor: string[] }> {
    await this.#deliver();
    await this.#openLinks();
    servicesFor(this.#db, this.#services).log.info({ note: this.#planted });
    const canaries = [...this.#canaries, ...this.#cookies(), { name: 'planted', value: this.#planted }];
    const found = findCanaries(canaries, [
      ...(await dumpDatabase(this.#db)),
      { name: 'the log', text: this.#lines.join('') },
      ...this.#mails.map(placeOf),
    ]);
    const may = new Set(
      this.#canaries.flatMap(({ name, allowed }) => (allowed ? `${name} in ${allowed}` : [])),
    );
    return {
      leaked: found.filter((finding) => !may.has(finding)),
      allowed: kindsOf(found.filter((finding) => may.has(finding))),
      lookedFor: kindsOf(canaries.map(({ name }) => name)),
    };
  }

  async #deliver(): Promise<SentMail[]> {
    const fresh: SentMail[] = [];
    for (let job = await this.#nextJob(); job; job = await this.#nextJob()) {
      const { id: jobId, name, payload } = job;
      this.#done.add(jobId);
      const send = async (message: MailMessage) =>
        void fresh.push({ ...message, job: name, token: undefined });
      const mailer = { send, greet: async () => undefined, close: () => undefined };
      const tasks: Record<string, unknown> = createTasks({
        db: this.#db,
        mailer,
        appUrl: APP_URL,
        secret: SECRET,
        dataDir: '/nonexistent',
        outboxDir: '/nonexistent',
        uploadthingToken: undefined,
        previousSecrets: [],
        log: pino({ level: 'silent' }),
      });
      const task = tasks[name];
      if (typeof task !== 'function') throw new Error(`there is no task ${name}`);
      await task(payload, { jobId, attempt: 1, queuedAt: new Date() });
    }
    for (const mail of fresh) {
      const at = this.#mails.push(mail) - 1;
      const [, path, token] = /https?:\/\/[^/]+(\/\S*)\?token=(\S+)/.exec(mail.text) ?? [];
      mail.token = token;
      if (token !== undefined)
        this.#canaries.push({ name: `link ${at} ${path}`, value: token, allowed: placeOf(mail, at).name });
    }
    return fresh;
  }

  /** Opens the pages of all links as a browser does, cookies and all. */
  async #openLinks() {
    const server = await serve(this.#db, { services: this.#services });
    const cookie = this.#jars.flatMap((jar) => jar.header() ?? []).join('; ');
    for (const { text } of this.#mails)
      for (const [link] of text.matchAll(/https?:\S+/g)) {
        const { pathname, search } = new URL(link);
        await server.ask({ path: pathname + search, headers: { cookie } });
      }
    await server.stop();
  }

  /** What is done may add what is to be done. */
  async #nextJob() {
    return (await this.#jobs()).find(({ id }) => !this.#done.has(id));
  }

  async #jobs() {
    return this.#db.execute<{ id: string; name: string; payload: unknown }>(sql`
      select job.id::text, task.identifier as name, job.payload from graphile_worker._private_jobs as job
      join graphile_worker._private_tasks as task on task.id = job.task_id order by job.id`);
  }

  #cookies(): Canary[] {
    return this.#jars
      .flatMap(({ received }) => received)
      .map((cookie) => cookie.split(';', 1)[0]?.split('=') ?? [])
      .filter(([name = '', value = '']) => value.length > 0 && !OPEN_COOKIES.includes(name))
      .flatMap(([name, value = '']) => {
        const whole = decodeURIComponent(value);
        // next-auth's is a token and its hash.
        return whole.split('|').map((part) => ({ name: `cookie ${name}`, value: part }));
      });
  }
}

/** Without the number of a mail. */
function kindsOf(names: string[]) {
  return [...new Set(names.map((name) => name.replace(/\b\d+ /g, '')))];
}

function placeOf({ job, subject, text, html }: SentMail, at: number): Place {
  return { name: `mail ${at} (${job})`, text: [subject, text, html].join('\n') };
}
