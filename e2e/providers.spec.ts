import { eq } from 'drizzle-orm';
import type { Page } from 'playwright/test';
import { v7 as uuid } from 'uuid';
import { connections, passkeys } from '@/db/schema/factors';
import { sessions } from '@/db/schema/sign-in';
import { anotherAccount } from '@/server/testing/connection-factories';
import type { OAuthServer } from '@/server/testing/oauth-server';
import { type App, expect } from './fixtures';
import { personPage } from './pages/person-page';
import { securityPage } from './pages/security-page';
import { test } from './provider-fixtures';
import { untilAlive } from './support/alive';
import { addressAt, callFrom, leaveFor } from './support/provider';
import type { Words } from './support/words';

for (const [provider, name] of [
  ['github', 'GitHub'],
  ['google', 'Google'],
] as const) {
  test(`${name}: connected in the settings, it signs its person in elsewhere, until it is disconnected`, async ({
    page,
    t,
    app,
    elsewhere,
    given,
    signIn,
    openOtherBrowser,
  }) => {
    const person = await given.user();
    const account = newAccount(elsewhere);
    const label = provider === 'github' ? account.login : account.email;
    await signIn(person);
    await securityPage(page, t).open();
    await page.getByRole('button', { name: t('security.connections.connect', { provider: name }) }).click();
    await expect(outcome(page, t('security.connections.outcome.added'))).toBeVisible();
    const list = page.getByRole('list', { name: t('securityCards.connections') });
    const row = list.getByRole('listitem').filter({ hasText: label });
    await expect(row).toContainText(name);
    expect(await accountsOf(app, person)).toEqual([String(account.id)]);

    // Somewhere else, wanting a page of theirs.
    const another = await openOtherBrowser();
    await another.goto(`/sign-in?next=/u/${person.handle}`);
    await continueWith(another, t, name);
    await expect(another).toHaveURL(new RegExp(`/u/${person.handle}$`));
    await expect(personPage(another, t).edit).toBeVisible();
    const rows = await app.db
      .select({ amr: sessions.amr })
      .from(sessions)
      .where(eq(sessions.userId, person.id));
    expect(rows.filter(({ amr }) => amr.fed !== undefined)).toHaveLength(1);

    await row
      .getByRole('button', {
        name: t('security.connections.disconnectNamed', { name: label, provider: name }),
      })
      .click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('security.removal.confirm.connection') })
      .click();
    await expect(
      page.getByText(t('security.connections.removed', { name: label, provider: name })),
    ).toBeVisible();
    await expect(list).toBeHidden();
    expect(await accountsOf(app, person)).toEqual([]);
    const third = await openOtherBrowser();
    await third.goto('/sign-in');
    await continueWith(third, t, name);
    await expect(outcome(third, t('access.errorNotLinked'))).toBeVisible();
  });
}

test('whoever has a second factor is asked for it', async ({
  page,
  t,
  app,
  elsewhere,
  given,
  complaints,
}) => {
  complaints.expect(/status of 412/);
  const person = await given.user();
  await addPasskey(app, person);
  await connect(app, person, newAccount(elsewhere));
  await page.goto('/sign-in');
  await continueWith(page, t, 'GitHub');
  await expect(page.getByRole('heading', { name: t('access.secondStepTitle') })).toBeVisible();
  await expect(page.getByRole('button', { name: t('access.passkeyAction') })).toBeVisible();
  // What the browser has by now opens nothing by itself.
  const finish = await callFrom(page, { procedure: 'auth.signIn.finish' });
  expect(finish).toMatchObject({ status: 412, json: { error: { message: 'ATTEMPT_EXPIRED' } } });
  expect(await isSignedIn(page)).toBe(false);
});

test('an account that nobody connected opens nothing, not even with the address of somebody here', async ({
  page,
  t,
  app,
  elsewhere,
  given,
}) => {
  const person = await given.user();
  for (const provider of ['github', 'google'] as const) {
    newAccount(elsewhere, { email: person.email });
    await page.goto('/sign-in');
    await leaveFor(page, { provider, next: '/settings/profile' });
    await expect(outcome(page, t('access.errorNotLinked'))).toBeVisible();
    expect(await isSignedIn(page)).toBe(false);
  }
  expect(await accountsOf(app, person)).toEqual([]);
});

test('who says no over there is back before the sign-in, or in the settings they came from', async ({
  page,
  t,
  elsewhere,
  given,
  signIn,
}) => {
  elsewhere.account = undefined;
  await page.goto('/sign-in');
  await leaveFor(page, { provider: 'github', next: '/settings/profile' });
  await expect(outcome(page, t('access.errorCancelled'))).toBeVisible();
  await signIn(await given.user());
  await leaveFor(page, { provider: 'google', next: '/settings/security' });
  await expect(outcome(page, t('security.connections.outcome.cancelled'))).toBeVisible();
});

test('a return that this browser was not sent for is refused', async ({
  page,
  t,
  app,
  elsewhere,
  given,
  openOtherBrowser,
}) => {
  const person = await given.user();
  await connect(app, person, newAccount(elsewhere));
  // Somebody else's way, as far as the address that leads back: who is made to open it would be signed in as them.
  const attacker = await openOtherBrowser();
  await attacker.goto('/sign-in');
  const address = await addressAt(attacker, { provider: 'github', next: '/settings/profile' });
  const back = await elsewhere.visit(new URL(address));
  const forged = new URL(back);
  forged.searchParams.set('state', 'forged');
  const silent = new URL(back);
  silent.searchParams.delete('state');
  for (const { href } of [back, forged, silent]) {
    await page.goto('/sign-in');
    await page.goto(href);
    await expect(outcome(page, t('access.errorProvider'))).toBeVisible();
    const status = await page.request.get('/api/trpc/auth.signIn.status');
    expect(await status.json()).toMatchObject({ error: { message: 'ATTEMPT_EXPIRED' } });
  }
});

test('after a provider one stays on the site, wherever the address wanted to lead', async ({
  openOtherBrowser,
  app,
  elsewhere,
  given,
}) => {
  await connect(app, await given.user(), newAccount(elsewhere));
  for (const next of [
    '//evil.test',
    '/\\evil.test',
    'javascript:alert(1)',
    '%2F%2Fevil.test',
    'https://evil.test/',
  ]) {
    // Nobody is signed in yet, or the sign-in page would send them on.
    const page = await openOtherBrowser();
    await page.goto('/sign-in');
    await leaveFor(page, { provider: 'github', next });
    await expect(page, next).toHaveURL(`${app.url}/settings/profile`);
  }
});

test('what is not used of next-auth is not there, and nobody is sent to a provider but by a page of ours', async ({
  page,
  app,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  await page.goto('/sign-in');
  for (const path of [
    'signin',
    'signin/github',
    'signout',
    'session',
    'providers',
    'error?error=x',
    'callback/ticket',
  ])
    expect((await page.request.get(`/api/auth/${path}`)).status(), path).toBe(404);
  const from = { origin: app.url };
  for (const path of ['signout', 'session', '_log', 'signin/ticket', 'callback/github'])
    expect((await page.request.post(`/api/auth/${path}`, { headers: from })).status(), path).toBe(404);
  // Its own token of the form is missing.
  const silent = await page.request.post('/api/auth/signin/github', { headers: from, maxRedirects: 0 });
  expect(silent.headers().location).toBe(`${app.url}/settings/security?connection=failed`);
  const elsewhere = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
  expect((await page.request.post('/api/auth/signin/github', { headers: elsewhere })).status()).toBe(403);
  expect(await isSignedIn(page)).toBe(true);
});

/** Takes a provider's button of the sign-in page. */
async function continueWith(page: Page, t: Words, provider: string) {
  await untilAlive(page);
  await page.getByRole('button', { name: t('access.continueWith', { provider }) }).click();
}

/** What came of a way to a provider. */
function outcome(page: Page, words: string) {
  return page.getByRole('main').getByRole('status').filter({ hasText: words });
}

/** Signs somebody new in over there, who will say yes. */
function newAccount(elsewhere: OAuthServer, wish: { email?: string } = {}) {
  const id = anotherAccount();
  const account = { id, login: `al-${id}`, email: `al-${id}@elsewhere.test`, ...wish };
  elsewhere.account = account;
  return account;
}

async function isSignedIn(page: Page) {
  const answer = await page.request.get('/api/trpc/viewer.current');
  return (await answer.json()).result.data !== null;
}

async function connect(app: App, person: { id: string }, account: { id: number; login: string }) {
  const row = { provider: 'github' as const, accountId: String(account.id), label: account.login };
  await app.db.insert(connections).values({ ...row, userId: person.id, createdAt: new Date() });
}

async function accountsOf(app: App, person: { id: string }) {
  const rows = await app.db
    .select({ accountId: connections.accountId })
    .from(connections)
    .where(eq(connections.userId, person.id));
  return rows.map(({ accountId }) => accountId);
}

async function addPasskey(app: App, person: { id: string }) {
  await app.db.insert(passkeys).values({
    id: uuid(),
    userId: person.id,
    credentialId: uuid(),
    publicKey: 'none',
    counter: 0,
    aaguid: uuid(),
    name: 'A passkey',
    backupEligible: false,
    backedUp: false,
    createdAt: new Date(),
  });
}
