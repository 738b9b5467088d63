import { sql } from 'drizzle-orm';
import { oauthFactories } from '@/server/testing/oauth-factories';
import { expect, test } from './fixtures';
import { sessionsPage } from './pages/sessions-page';
import { expectAccessible } from './support/accessibility';
import { expectNoSidewaysScroll, expectReachable } from './support/layout';
import { FIREFOX, SAFARI, sessionsIn } from './support/sessions';

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });
    test.describe.configure({ timeout: 120_000 });

    test('every state can be used by everybody', async ({ page, t, app, given, signIn }) => {
      const person = await given.user({ locale: language });
      const of = sessionsIn(app);
      await signIn(person);
      const mine = sessionsPage(page, t);
      await mine.open();
      await expect(mine.onlyThis).toBeVisible();
      await expectAccessible(page, 'only this device');
      await of.session(person, {
        userAgent: of.oddUserAgent,
        ip: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
        marks: ['newBrowser', 'newNetwork', 'newPasskey'],
      });
      for (let n = 0; n < 29; n++) await of.session(person, { userAgent: n % 2 ? FIREFOX : SAFARI });
      await page.reload();
      await expect(mine.rows).toHaveCount(31);
      const odd = mine.row(t('sessions.unknownDevice')).filter({ hasText: '2001:db8' });
      for (const mark of ['newBrowser', 'newNetwork', 'newPasskey'] as const)
        await expect(odd).toContainText(t(`sessions.marks.${mark}`));
      await expectAccessible(page, 'many sessions');
      await mine.endOthers.click();
      await expect(mine.cancel).toBeFocused();
      await expectAccessible(page, 'before all are ended');
    });
  });
}

test('a list that cannot be read says so, while the rest stands, and is tried again', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  const mine = sessionsPage(page, t);
  // The list counts the apps as well; who signs in asks for none.
  await app.db.execute(sql`alter table app_sessions rename to elsewhere`);
  try {
    await mine.open();
    await expect(mine.card).toContainText(t('sessions.unread'));
    await expect(page.getByRole('main').getByRole('link')).toHaveCount(3);
    await expectAccessible(page, 'not read');
  } finally {
    await app.db.execute(sql`alter table elsewhere rename to app_sessions`);
  }
  await mine.card.getByRole('button', { name: t('errors.retry') }).click();
  await expect(mine.onlyThis).toBeVisible();
});

test('what does not reach us says so, leaves everything as it is, and works the next time', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(/net::ERR_FAILED/);
  const person = await given.user();
  await sessionsIn(app).session(person);
  await signIn(person);
  const mine = sessionsPage(page, t);
  await mine.open();
  const device = 'Firefox on Windows';
  await page.route(/auth\.sessions\.(revoke|reportUnknown)/, (route) => route.abort());
  await mine.end(device).click();
  await expect(mine.toast(t('reasons.OFFLINE'))).toBeVisible();
  await expect(mine.end(device)).toBeFocused();
  await mine.unknown(device).click();
  await mine.confirmUnknown.click();
  await expect(mine.question.getByRole('alert')).toHaveText(t('reasons.OFFLINE'));
  await mine.cancel.click();
  await mine.endOthers.click();
  await mine.confirmEndOthers.click();
  await expect(mine.question.getByRole('alert')).toHaveText(t('reasons.OFFLINE'));
  expect(await sessionsIn(app).of(person)).toHaveLength(2);

  await page.unrouteAll();
  await mine.confirmEndOthers.click();
  await expect(mine.onlyThis).toBeFocused();
  expect(await sessionsIn(app).of(person)).toHaveLength(1);
});

for (const { name, viewport } of [
  { name: 'on a phone', viewport: { width: 390, height: 844 } },
  { name: '320 px wide', viewport: { width: 320, height: 640 } },
  // 1280 by 1024 at a zoom of 400 %.
  { name: 'at a zoom of 400 %', viewport: { width: 320, height: 256 } },
]) {
  test.describe(name, () => {
    test.use({ viewport, hasTouch: true, language: 'fr' });

    test('everything fits and is large enough for a finger', async ({ page, t, app, given, signIn }) => {
      const person = await given.user({ locale: 'fr' });
      const of = sessionsIn(app);
      await of.session(person, {
        ip: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
        marks: ['newBrowser', 'newNetwork', 'newPasskey'],
      });
      await oauthFactories(app.db).appSession(person);
      await signIn(person);
      const mine = sessionsPage(page, t);
      await mine.open();
      await expectNoSidewaysScroll(page, 'the sessions');
      await expectReachable(page.getByRole('main'));
      for (const button of await mine.card.getByRole('button').all())
        expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      await mine.unknown('Firefox sur Windows').click();
      await expect(mine.cancel).toBeFocused();
      await expectReachable(mine.question);
      await mine.cancel.click();
      await mine.endOthers.click();
      await expect(mine.cancel).toBeFocused();
      await expectReachable(mine.question);
    });
  });
}
