import { eq } from 'drizzle-orm';
import type { Page } from 'playwright/test';
import { profiles } from '@/db/schema/users';
import { DEMO_PASSWORD } from '@/server/demo-people';
import { moderationFactories } from '@/server/testing/moderation-factories';
import { type App, expect, type Given, test } from './fixtures';
import { accountPage } from './pages/account-page';
import { adminPage } from './pages/admin-page';
import { casePage } from './pages/case-page';
import { photoCard } from './pages/photo-card';
import { privacyPage } from './pages/privacy-page';
import { profilePage } from './pages/profile-page';
import { queuePage } from './pages/queue-page';
import { securityPage } from './pages/security-page';
import { signInPage } from './pages/sign-in-page';
import { factorsIn } from './support/factors';
import { landscape } from './support/images';
import { leaveMailStuck } from './support/stuck-mail';

test.use({ timezoneId: 'UTC' });

const ICLOUD = { name: 'iCloud Keychain', aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd', backedUp: true };
const KEY = { name: 'Key on my keyring', aaguid: 'fa2b99dc-9e39-4257-8f92-4a30d23c4118', backedUp: false };
const [WEEK, HOUR] = [604_800_000, 3_600_000];

// The first, since people and sessions are counted.
test('admin', async ({ page, t, app }) => {
  await leaveMailStuck(app.db);
  await signInPage(page, t).open('/admin');
  await signInPage(page, t).signIn({ email: 'admin@example.test', password: DEMO_PASSWORD });
  await expect(adminPage(page, t).job('mail.verifyEmail')).toBeVisible();
  await takePictures(page, 'admin');
});

test('settings', async ({ page, t }) => {
  await signInPage(page, t).open();
  await signInPage(page, t).signIn({ email: 'member@example.test', password: DEMO_PASSWORD });
  await expect(profilePage(page, t).heading).toBeVisible();
  await takePictures(page, 'settings');
});

test('security', async ({ page, t, app, given, signIn }) => {
  const person = await given.user({ displayName: 'Mia Member' });
  const factors = factorsIn(app);
  const before = (milliseconds: number) => new Date(Date.now() - milliseconds);
  await factors.passkey(person, { ...ICLOUD, createdAt: before(WEEK), lastUsedAt: before(2 * HOUR) });
  await factors.passkey(person, { ...KEY, createdAt: before(WEEK) });
  await factors.recoveryCodes(person, { count: 10 });
  await signIn(person);
  const security = securityPage(page, t);
  await security.open();
  await takePictures(page, 'security');
});

test('photo', async ({ page, t, app, given, signIn }) => {
  await signIn(await somebody(app, given, { handle: 'mia-outdoors' }));
  const photo = photoCard(page, t);
  await profilePage(page, t).open();
  await photo.pick(await landscape());
  await photo.zoom.fill('140');
  await photo.editorAlt.fill('Hills at sunrise');
  await takePictures(page, 'photo');
});

test('privacy', async ({ page, t, app, given, signIn }) => {
  await signIn(await somebody(app, given, { handle: 'mia-draws' }));
  const { open, choose, viewAs } = privacyPage(page, t);
  await open();
  await choose('location', 'contacts');
  await viewAs.open();
  await viewAs.lookAs('member');
  await expect(viewAs.differences.getByRole('listitem')).toHaveText([t('privacy.parts.location')]);
  await takePictures(page, 'privacy');
});

test('account', async ({ page, t, app, given, signIn }) => {
  await signIn(await somebody(app, given, { handle: 'mia-leaves' }));
  const { open, copies, deletion, cancel } = accountPage(page, t);
  await open();
  await copies.ask.click();
  await expect(copies.ready).toBeVisible({ timeout: 30_000 });
  await takePictures(page, 'account');
  await deletion.ask.click();
  await expect(cancel).toBeFocused();
  await takePictures(page, 'leaving');
});

test('moderation', async ({ page, t, app, given, signIn }) => {
  const made = moderationFactories(app.db);
  const before = (hours: number) => new Date(Date.now() - hours * HOUR);
  const ada = await given.user({ role: 'moderator', displayName: 'Ada Moderator' });
  const ben = await given.user({ role: 'moderator', displayName: 'Ben Moderator' });
  const [mia, noah] = [
    await given.user({ displayName: 'Mia Member' }),
    await given.user({ displayName: 'Noah Neighbour' }),
  ];
  const about = async (displayName: string, wish: Parameters<typeof made.case>[1]) =>
    made.case(await given.user({ displayName }), wish);
  await about('Vera Voucher', { kind: 'impersonation', urgency: 3, reportCount: 4, openedAt: before(5) });
  const claim = { claimedBy: ben.id, claimedAt: before(1) };
  await about('Lou Loud', { kind: 'harassment', urgency: 2, reportCount: 2, openedAt: before(30), ...claim });
  const sam = await given.user({ displayName: 'Sam Shifty', bio: 'Half price, today only.' });
  const hers = { claimedBy: ada.id, claimedAt: before(1) };
  const id = await made.case(sam, {
    kind: 'spam',
    urgency: 1,
    reportCount: 2,
    openedAt: before(52),
    ...hers,
  });
  const evidence = { displayName: 'Sam Shifty', bio: 'Half price, today only.' };
  await made.report(id, mia, { words: 'The same advertisement to everybody.', evidence, at: before(52) });
  await made.report(id, noah, { words: 'Me too, twice.', evidence, at: before(20) });
  await made.note(sam, ben, { body: 'Said in June that it would stop.', at: before(900) });
  await signIn(ada);
  const queue = queuePage(page, t);
  await queue.open();
  await expect(queue.link('Sam Shifty')).toBeVisible();
  await takePictures(page, 'queue');
  const one = casePage(page, t);
  await one.open(id);
  await takePictures(page, 'case');
  await one.action.open.click();
  await one.action.kind('limit').check();
  await one.action.rule.selectOption({ index: 1 });
  await expect(one.action.words).not.toHaveValue('');
  await takePictures(page, 'action');
});

/** Somebody whose page has something on it. */
async function somebody({ db }: App, given: Given, { handle }: { handle: string }) {
  const bio = 'Draws **maps** of places that are not there yet.\n\nAsk me about paper.';
  const person = await given.user({
    displayName: 'Mia Member',
    bio,
    location: 'Lyon',
    website: 'https://maps.example',
  });
  await db.update(profiles).set({ handle }).where(eq(profiles.userId, person.id));
  return { ...person, handle };
}

/** A picture in each theme, the same whenever it is taken, but for dates. */
async function takePictures(page: Page, name: string) {
  await untilAllAlive(page);
  // Nothing lies under it.
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    const here = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    // The port of the day; people have the usual one.
    while (here.nextNode()) {
      const { currentNode } = here;
      currentNode.nodeValue = currentNode.nodeValue?.replace(/localhost:\d+/, 'localhost:3000') ?? null;
    }
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    return document.fonts.ready.then(() => undefined);
  });
  // It comes from an id that is another in each database.
  await page.addStyleTag({ content: '[style*="--avatar-hue"] { --avatar-hue: 266 !important }' });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `docs/screenshots/${name}-${colorScheme}.png`, animations: 'disabled' });
  }
}

/** Until React has taken over each part of a page, those that come late as well: what it finds changed it would draw anew. */
async function untilAllAlive(page: Page) {
  const left = () =>
    page.locator('body').evaluate((body) => {
      const controls = [...body.querySelectorAll('main :is(a, button, input, select, textarea)')];
      const alive = controls.filter((control) =>
        Object.keys(control).some((key) => key.startsWith('__reactProps')),
      );
      return controls.length - alive.length;
    });
  await expect(page.locator('main .animate-pulse'), 'what is still loading').toHaveCount(0);
  await expect.poll(left).toBe(0);
}
