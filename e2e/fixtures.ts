import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContextOptions, test as base, expect, type Page } from 'playwright/test';
import { type Database, openDatabase } from '@/db/client';
import type { Locale } from '@/server/http/locale';
import { type RunningApp, startApp } from './support/app';
import { type Complaints, listenForComplaints } from './support/complaints';
import { createDatabase, type OwnDatabase } from './support/database';
import { type Given, givenIn, type Person } from './support/people';
import { type Words, wordsOf } from './support/words';

/** The worker's app, with a look into its database. */
export type { Given };
export { expect };

/** The worker's app, with a look into its database. */
export type App = RunningApp & { db: Database };

interface WorkerFixtures {
  /** What its environment says beyond that. */
  appEnv: Record<string, string>;
  /** The production build in demo mode, with a database and a data directory that no other worker touches. */
  app: App;
}

interface TestFixtures {
  /** What the browser asks for; `test.use({ language: 'fr' })`. */
  language: Locale;
  /** The sentences of that language. */
  t: Words;
  given: Given;
  /** Gives a browser the session of a person, without the way through the pages. */
  signIn(person: Person, page?: Page): Promise<void>;
  /** A page in another browser: no cookie is shared with the first. */
  openOtherBrowser(options?: BrowserContextOptions): Promise<Page>;
  /** Another app, for a test that stops it or sets it up otherwise; all of it is gone after the test. */
  startOwnApp(env?: Record<string, string>): Promise<RunningApp & { database: OwnDatabase }>;
  /** Every browser of the test is listened to; what it complains of fails the test unless it was expected. */
  complaints: Complaints;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  appEnv: [{}, { scope: 'worker', option: true }],
  app: [
    async ({ appEnv }, provide) => {
      const database = await createDatabase();
      const dataDir = await mkdtemp(join(tmpdir(), 'foyer-e2e-'));
      const app = await startApp({ databaseUrl: database.url, dataDir, env: appEnv });
      const connection = openDatabase(database.url, { max: 2, applicationName: 'e2e' });
      await provide({ ...app, db: connection.db });
      await connection.end();
      expect(await app.stop(), 'the exit code of the app').toBe(0);
      expect(await database.countVisitors(), 'connections that the app left').toBe(0);
      await database.drop();
      await rm(dataDir, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  language: ['en', { option: true }],
  t: async ({ language }, provide) => provide(wordsOf(language)),
  locale: async ({ language }, provide) => provide(language === 'fr' ? 'fr-FR' : 'en-GB'),
  baseURL: async ({ app }, provide) => provide(app.url),

  complaints: [
    async ({ app }, provide, testInfo) => {
      const complaints = listenForComplaints();
      const from = app.output().length;
      await provide(complaints);
      const said = app.output().slice(from);
      if (said && testInfo.status !== testInfo.expectedStatus) await testInfo.attach('app', { body: said });
      complaints.check();
    },
    { auto: true },
  ],
  context: async ({ context, complaints }, provide) => {
    complaints.listenTo(context);
    await provide(context);
  },
  openOtherBrowser: async ({ browser, baseURL, locale, timezoneId, complaints }, provide) => {
    const opened: (() => Promise<void>)[] = [];
    await provide(async (options) => {
      const context = await browser.newContext({
        ...(baseURL && { baseURL }),
        ...(locale && { locale }),
        ...(timezoneId && { timezoneId }),
        ...options,
      });
      complaints.listenTo(context);
      opened.push(() => context.close());
      return context.newPage();
    });
    for (const close of opened) await close();
  },

  startOwnApp: async ({ browserName: _ }, provide) => {
    const undo: (() => Promise<unknown>)[] = [];
    await provide(async (env = {}) => {
      const database = await createDatabase();
      undo.unshift(() => database.drop());
      const dataDir = await mkdtemp(join(tmpdir(), 'foyer-e2e-'));
      undo.unshift(() => rm(dataDir, { recursive: true }));
      const app = await startApp({ databaseUrl: database.url, dataDir, env });
      undo.unshift(() => app.stop());
      return { ...app, database };
    });
    for (const step of undo) await step();
  },

  given: async ({ app }, provide) => provide(givenIn(app.db)),
  signIn: async ({ app, given, page }, provide) =>
    provide(async (person, where = page) => {
      const value = await given.session(person);
      const cookie = { name: 'foyer.session', value, url: app.url, httpOnly: true, sameSite: 'Lax' } as const;
      await where.context().addCookies([cookie]);
    }),
});
