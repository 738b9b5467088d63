import type { Page } from 'playwright/test';
import { sessions } from '@/db/schema/sign-in';
import { DEMO_PASSWORD } from '@/server/demo-people';
import { expect, test } from './fixtures';
import { adminPage } from './pages/admin-page';
import { profilePage } from './pages/profile-page';
import { securityPage } from './pages/security-page';
import { signInPage } from './pages/sign-in-page';
import { factorsIn } from './support/factors';
import { leaveMailStuck } from './support/stuck-mail';

test.use({ timezoneId: 'UTC' });

const ICLOUD = { name: 'iCloud Keychain', aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd', backedUp: true };
const KEY = { name: 'Key on my keyring', aaguid: 'fa2b99dc-9e39-4257-8f92-4a30d23c4118', backedUp: false };
const [WEEK, HOUR] = [604_800_000, 3_600_000];

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

test('admin', async ({ page, t, app }) => {
  await leaveMailStuck(app.db);
  // Of whoever was here before; they are counted.
  await app.db.delete(sessions);
  await signInPage(page, t).open('/admin');
  await signInPage(page, t).signIn({ email: 'admin@example.test', password: DEMO_PASSWORD });
  await expect(adminPage(page, t).job('mail.verifyEmail')).toBeVisible();
  await takePictures(page, 'admin');
});

/** A picture in each theme, the same whenever it is taken. */
async function takePictures(page: Page, name: string) {
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
