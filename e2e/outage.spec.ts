import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@/db/client';
import { startEmbeddedDatabase } from '@/db/embedded';
import { test as base, expect } from './fixtures';
import { profilePage } from './pages/profile-page';
import { signUpPage } from './pages/sign-up-page';
import { expectAccessible } from './support/accessibility';
import { findFreePort, type RunningApp, startApp } from './support/app';
import { givenIn, newAddress, PASSWORD } from './support/people';

/** Milliseconds after its return within which everything has to work again. */
const RECOVERY_LIMIT = 5_000;

interface Apart {
  app: RunningApp;
  databaseUrl: string;
  outbox: string;
  killDatabase(): Promise<void>;
  bringDatabaseBack(): Promise<void>;
}

/** An app on a PostgreSQL of its own, which can be killed without hurting another test. */
const test = base.extend<{ apart: Apart }>({
  apart: async ({ browserName: _ }, provide) => {
    const directory = await mkdtemp(join(tmpdir(), 'foyer-e2e-'));
    const dataDir = join(directory, 'database');
    const port = await findFreePort();
    const start = () => startEmbeddedDatabase({ dataDir, port, fast: true, log: () => undefined });
    let database = await start();
    try {
      const app = await startApp({ databaseUrl: database.url, dataDir: join(directory, 'app') });
      await provide({
        app,
        databaseUrl: database.url,
        outbox: join(directory, 'app', 'outbox'),
        async killDatabase() {
          const { pid } = JSON.parse(await readFile(join(dataDir, 'postgres-running.json'), 'utf8'));
          process.kill(pid, 'SIGKILL');
          // Or it would be started again at once.
          await database.stop();
        },
        async bringDatabaseBack() {
          database = await start();
        },
      });
      expect(await app.stop()).toBe(0);
    } finally {
      await database.stop();
      await rm(directory, { recursive: true });
    }
  },
});

test('the database dies and comes back while people are at work', async ({
  apart,
  openOtherBrowser,
  t,
  complaints,
}) => {
  test.setTimeout(120_000);
  complaints.expect(/status of 503/);
  const { url } = apart.app;
  const connection = openDatabase(apart.databaseUrl, { max: 1 });
  const given = givenIn(connection.db);
  const person = await given.user();
  const token = await given.session(person);
  await connection.end();

  const page = await openOtherBrowser({ baseURL: url });
  await page
    .context()
    .addCookies([{ name: 'foyer.session', value: token, url, httpOnly: true, sameSite: 'Lax' }]);
  const profile = profilePage(page, t);
  await profile.open();
  await profile.location.fill('Valparaíso');
  const visitor = await openOtherBrowser({ baseURL: url });
  const isReady = async () => (await visitor.request.get('/api/health/ready')).status();

  await apart.killDatabase();
  await expect.poll(isReady).toBe(503);
  expect((await visitor.request.get('/api/health/live')).status()).toBe(200);

  // What was typed waits; who comes anew gets a page that says so.
  await profile.save();
  await expect(profile.refusal).toHaveText(t('reasons.UNAVAILABLE'));
  await expect(profile.location).toHaveValue('Valparaíso');
  const second = await page.context().newPage();
  const answer = await second.goto('/settings/profile');
  expect(answer?.status()).toBe(503);
  expect(answer?.headers()).toMatchObject({ 'retry-after': '2', 'cache-control': 'no-store' });
  await expect(second.getByRole('heading', { name: t('unavailable.title') })).toBeVisible();
  await expectAccessible(second, 'the page of an outage');
  const call = await page.request.get('/api/trpc/profile.me');
  expect(call.status()).toBe(503);
  expect(await call.json()).toMatchObject({ error: { data: { reason: 'UNAVAILABLE' } } });

  await apart.bringDatabaseBack();
  await expect.poll(isReady, { timeout: RECOVERY_LIMIT }).toBe(200);
  await profile.save();
  await expect(profile.savedNotice).toBeVisible({ timeout: RECOVERY_LIMIT });
  await second.getByRole('link', { name: t('unavailable.retry') }).click();
  await expect(profilePage(second, t).heading).toBeVisible();

  // Mail goes out again as well.
  const signUp = signUpPage(visitor, t);
  await signUp.open();
  await signUp.signUp({ displayName: 'Nadir Noon', email: newAddress(), password: PASSWORD });
  await expect(signUp.checkMail).toBeVisible();
  await expect
    .poll(async () => (await readdir(apart.outbox).catch(() => [])).length, { timeout: 20_000 })
    .toBe(1);
});
