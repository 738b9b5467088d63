import { eq, sql } from 'drizzle-orm';
import { trustedDevices } from '@/db/schema/factors';
import { appSessions } from '@/db/schema/oauth';
import { oauthFactories } from '@/server/testing/oauth-factories';
import { expect, test } from './fixtures';
import { commandPalette } from './pages/command-palette';
import { profilePage } from './pages/profile-page';
import { securityPage } from './pages/security-page';
import { sessionsPage } from './pages/sessions-page';
import { signInPage } from './pages/sign-in-page';
import { expectAccessible } from './support/accessibility';
import { factorsIn } from './support/factors';
import { pressByKey } from './support/keyboard';
import { FIREFOX, SAFARI, sessionsIn } from './support/sessions';

const WINDOWS_FIREFOX = 'Firefox on Windows';

test('a sign-in elsewhere appears by itself, with why it stands out, and is ended: its next click needs a sign-in', async ({
  page,
  t,
  given,
  openOtherBrowser,
}) => {
  const person = await given.user();
  await signInPage(page, t).open('/settings/sessions');
  await signInPage(page, t).signIn(person);
  const mine = sessionsPage(page, t);
  await mine.stands();
  await expect(mine.rows).toHaveCount(1);
  await expect(mine.current).toContainText(t('sessions.activeNow'));
  await expect(mine.onlyThis).toBeVisible();
  await expect(mine.endOthers).toBeHidden();

  const other = await openOtherBrowser({ userAgent: FIREFOX });
  const theirs = signInPage(other, t);
  await theirs.open();
  await theirs.signIn(person);
  await profilePage(other, t).stands();
  const row = mine.row(WINDOWS_FIREFOX);
  await expect(row).toBeVisible();
  await expect(row).toContainText(t('sessions.marks.newBrowser'));
  await expect(row).toContainText('127.0.0.1');
  await expect(row).toContainText(t('sessions.signedInWith', { how: t('securityLog.methods.pwd') }));
  await expect(row.getByRole('time').first()).toHaveAttribute('title', /20\d\d/);
  await expect(mine.news).toHaveText(t('sessions.began', { device: WINDOWS_FIREFOX }));
  await expect(mine.rows.first()).toContainText(t('sessions.this'));

  await mine.end(WINDOWS_FIREFOX).click();
  await expect(mine.toast(t('sessions.ended', { device: WINDOWS_FIREFOX }))).toBeVisible();
  await expect(row).toBeHidden();
  await expect(mine.current).toBeFocused();
  await expect(mine.onlyThis).toBeVisible();
  await other.getByRole('link', { name: t('navigation.security'), exact: true }).click();
  await expect(theirs.notice).toHaveText(t('access.sessionEnded'));
  await expect(other).toHaveURL(/\/sign-in\?next=%2Fsettings%2Fsecurity/);
});

test('a browser that looks at its sessions goes to the sign-in page by itself when it is ended', async ({
  page,
  t,
  given,
  signIn,
  openOtherBrowser,
}) => {
  const person = await given.user();
  await signIn(person);
  const other = await openOtherBrowser({ userAgent: SAFARI });
  await signInPage(other, t).open('/settings/sessions');
  await signInPage(other, t).signIn(person);
  await sessionsPage(other, t).stands();
  const mine = sessionsPage(page, t);
  await mine.open();
  await mine.end('Safari on iOS').click();
  await expect(signInPage(other, t).notice).toHaveText(t('access.sessionEnded'));
  await expect(other).toHaveURL(/\/sign-in\?next=%2Fsettings%2Fsessions/);
});

test('what has ended elsewhere is gone by itself, and told', async ({ page, t, app, given, signIn }) => {
  const person = await given.user();
  const of = sessionsIn(app);
  await of.session(person);
  await signIn(person);
  const mine = sessionsPage(page, t);
  await mine.open();
  await mine.end(WINDOWS_FIREFOX).focus();
  await app.db.execute(
    sql`delete from sessions where user_id = ${person.id}::uuid and user_agent = ${FIREFOX}`,
  );
  await expect(mine.row(WINDOWS_FIREFOX)).toBeHidden();
  await expect(mine.news).toHaveText(t('sessions.wentAway', { device: WINDOWS_FIREFOX }));
  await expect(mine.current).toBeFocused();
});

test('end all others: counted before, one session and no app after', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user();
  const of = sessionsIn(app);
  for (const userAgent of [FIREFOX, SAFARI]) await of.session(person, { userAgent });
  await oauthFactories(app.db).appSession(person);
  await signIn(person);
  const mine = sessionsPage(page, t);
  await mine.open();
  await expect(mine.card.getByRole('link')).toHaveAttribute('href', '/settings/apps');
  await mine.endOthers.click();
  await expect(mine.cancel).toBeFocused();
  const what = `${t('sessions.countSessions', { count: 2 })} and ${t('sessions.countApps', { count: 1 })}`;
  await expect(mine.question).toContainText(t('sessions.endOthersText', { what }));
  await page.keyboard.press('Escape');
  await expect(mine.endOthers).toBeFocused();
  expect(await of.of(person)).toHaveLength(3);

  await mine.endOthers.click();
  await mine.confirmEndOthers.click();
  await expect(mine.toast(t('sessions.endedOthers', { what }))).toBeVisible();
  await expect(mine.rows).toHaveCount(1);
  await expect(mine.onlyThis).toBeFocused();
  // Said once, by the message.
  await expect(mine.news).toHaveText('');
  await expect(mine.endOthers).toBeHidden();
  expect(await of.of(person)).toHaveLength(1);
  expect(await app.db.select().from(appSessions).where(eq(appSessions.userId, person.id))).toEqual([]);
});

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });
    test.describe.configure({ timeout: 120_000 });

    test('“This was not me” says what will end, ends it, and leads to the ways in', async ({
      page,
      t,
      app,
      given,
      signIn,
    }) => {
      const person = await given.user({ locale: language });
      const of = sessionsIn(app);
      await of.session(person);
      await of.session(person, { userAgent: SAFARI });
      await oauthFactories(app.db).appSession(person);
      await factorsIn(app).trustedDevice(person);
      await signIn(person);
      const mine = sessionsPage(page, t);
      await mine.open();
      const device = t('sessions.device', { browser: 'Firefox', system: 'Windows' });
      await mine.unknown(device).click();
      await expect(mine.cancel).toBeFocused();
      await expect(mine.question).toContainText('203.0.113.7');
      for (const key of ['unknownSessions', 'unknownApps', 'unknownTrust', 'unknownLinks'] as const)
        await expect(mine.question).toContainText(t(`sessions.${key}`));
      await expectAccessible(page, 'before it is said');
      await page.keyboard.press('Escape');
      await expect(mine.unknown(device)).toBeFocused();
      expect(await of.of(person)).toHaveLength(3);

      await mine.unknown(device).click();
      await mine.confirmUnknown.click();
      await expect(mine.reportedText).toBeFocused();
      await expect(mine.reported).toContainText(t('sessions.reportedSessions', { count: 3 }));
      await expect(mine.reported).toContainText(t('sessions.reportedDevices', { count: 1 }));
      await expect(mine.rows).toHaveCount(1);
      await expect(mine.onlyThis).toBeVisible();
      await expectAccessible(page, 'after it was said');
      expect(await of.of(person)).toHaveLength(1);
      expect(await app.db.select().from(trustedDevices).where(eq(trustedDevices.userId, person.id))).toEqual(
        [],
      );
      await mine.checkWaysIn.click();
      await securityPage(page, t).stands();
      await expect(securityPage(page, t).readiness).toBeInViewport();
    });
  });
}

test('by keyboard: found by another name, and one after the other is ended', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user();
  const of = sessionsIn(app);
  await of.session(person, { lastSeenAt: new Date(Date.now() - 3_600_000) });
  await of.session(person, { userAgent: SAFARI, lastSeenAt: new Date(Date.now() - 7_200_000) });
  await signIn(person);
  await profilePage(page, t).open();
  const palette = commandPalette(page, t);
  await palette.openByKeys();
  await palette.search('sign out everywhere');
  await page.keyboard.press('Enter');
  const mine = sessionsPage(page, t);
  await mine.stands();
  await expect(mine.endOthers).toBeFocused();
  await pressByKey(page, mine.end(WINDOWS_FIREFOX));
  await expect(mine.row('Safari on iOS')).toBeFocused();
  await pressByKey(page, mine.end('Safari on iOS'));
  await expect(mine.current).toBeFocused();
  expect(await of.of(person)).toHaveLength(1);
  await pressByKey(page, mine.signOut);
  await expect(signInPage(page, t).notice).toHaveText(t('access.signedOut'));
});
