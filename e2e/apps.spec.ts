import { and, eq } from 'drizzle-orm';
import { appSessions, oauthConsents } from '@/db/schema/oauth';
import { recordSecurityEvent } from '@/server/security/commands';
import { oauthFactories } from '@/server/testing/oauth-factories';
import { expect, test } from './fixtures';
import { appsPage } from './pages/apps-page';
import { commandPalette } from './pages/command-palette';
import { profilePage } from './pages/profile-page';
import { expectAccessible } from './support/accessibility';
import { pressByKey } from './support/keyboard';
import { expectNoSidewaysScroll, expectReachable } from './support/layout';

const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswesse';

test('a person finds an app, reads what it may do, and revokes it by keyboard', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user();
  const oauth = oauthFactories(app.db);
  const client = await oauth.client({ name: 'Weather', scopes: ['profile.read', 'security.read'] });
  await oauth.appSession(person, { client, scopes: ['profile.read'] });
  await oauth.appSession(person, { client, scopes: ['profile.read'] });
  const kept = await oauth.appSession(person, { client: await oauth.client({ name: 'Calendar' }) });
  await signIn(person);
  await profilePage(page, t).open();
  const palette = commandPalette(page, t);
  await palette.openByKeys();
  await palette.search('oauth');
  await page.keyboard.press('Enter');
  const apps = appsPage(page, t);
  await expect(apps.heading).toBeVisible();
  await expect(apps.card('Weather')).toContainText(t('scopes.profile.read.text'));
  await expect(apps.card('Weather')).not.toContainText(t('scopes.security.read.title'));
  await expect(apps.devices('Weather')).toHaveCount(2);

  await pressByKey(page, apps.revoke('Weather'));
  await expect(apps.cancel).toBeFocused();
  await expect(apps.question).toContainText(t('apps.revokeText', { count: 2 }));
  await page.keyboard.press('Escape');
  await expect(apps.revoke('Weather')).toBeFocused();
  await page.keyboard.press('Enter');
  await pressByKey(page, apps.confirm);
  await expect(apps.revoked('Weather')).toBeVisible();
  await expect(apps.card('Weather')).toBeHidden();
  await expect(apps.list).toBeFocused();
  const theirs = await app.db.select().from(appSessions).where(eq(appSessions.userId, person.id));
  expect(theirs.map(({ id }) => id)).toEqual([kept.id]);
});

test('what was revoked elsewhere is simply gone', async ({ page, t, app, given, signIn }) => {
  const person = await given.user();
  const oauth = oauthFactories(app.db);
  const { client } = await oauth.appSession(person, { client: await oauth.client({ name: 'Weather' }) });
  await signIn(person);
  const apps = appsPage(page, t);
  await apps.open();
  await apps.revoke('Weather').click();
  await app.db
    .delete(oauthConsents)
    .where(and(eq(oauthConsents.userId, person.id), eq(oauthConsents.clientId, client.id)));
  await apps.confirm.click();
  await expect(apps.empty).toBeVisible();
});

test('a token used twice: which app, both uses, what was closed', async ({ page, t, app, given, signIn }) => {
  const person = await given.user({ timeZone: 'Europe/Paris' });
  const now = new Date();
  await recordSecurityEvent(app.db, {
    kind: 'app.tokenReused',
    userId: person.id,
    cause: {
      actorId: null,
      ip: '198.51.100.9',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
    },
    details: { name: 'Weather', what: 'refreshToken', endedSessions: 1 },
    ownDetails: { firstAt: '2026-01-02T12:00:00.000Z', firstIp: '203.0.113.7', firstUserAgent: 'a program' },
    mailed: false,
    now,
  });
  await signIn(person);
  const apps = appsPage(page, t);
  await apps.open();
  await expect(apps.notice('Weather')).toBeVisible();
  const main = page.getByRole('main');
  await expect(main).toContainText(/2 January 2026, 13:00.*203\.0\.113\.7/);
  await expect(main).toContainText(/Firefox on Linux, 198\.51\.100\.9/);
  await expect(main).toContainText(t('apps.reusedClosed'));
  await expectAccessible(page, 'a token used twice');
});

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });
    test.describe.configure({ timeout: 120_000 });

    test('every state can be used by everybody', async ({ page, t, app, given, signIn }) => {
      const person = await given.user({ locale: language });
      await signIn(person);
      const apps = appsPage(page, t);
      await apps.open();
      await expect(apps.empty).toBeVisible();
      await expectAccessible(page, 'no app');
      const oauth = oauthFactories(app.db);
      const client = await oauth.client({ name: LONG_NAME, enabled: false });
      await oauth.appSession(person, { client });
      await oauth.appSession(person, { client: await oauth.client({ name: 'تطبيق الطقس' }) });
      await page.reload();
      await expect(apps.card(LONG_NAME)).toContainText(t('apps.offText'));
      await expectAccessible(page, 'two apps');
      await page.setViewportSize({ width: 320, height: 640 });
      await expectNoSidewaysScroll(page, 'two apps');
      await expectReachable(apps.list);
      await apps.revoke(LONG_NAME).click();
      await expect(apps.cancel).toBeFocused();
      await expectReachable(apps.question);
      await expectAccessible(page, 'before one is revoked');
    });
  });
}
