import { eq } from 'drizzle-orm';
import { deviceCodes } from '@/db/schema/oauth';
import { oauthFactories } from '@/server/testing/oauth-factories';
import { expect, test } from './fixtures';
import { consentPage } from './pages/consent-page';
import { expectAccessible } from './support/accessibility';
import { untilAlive } from './support/alive';
import { expectNoSidewaysScroll } from './support/layout';

test.use({ viewport: { width: 390, height: 844 } });

test('a code that is typed shows what waits, and lets it in', async ({
  page,
  t,
  app,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(/status of 404/);
  const oauth = oauthFactories(app.db);
  const client = await oauth.client({ name: 'Television', deviceFlow: true });
  const { userCode } = await oauth.device({ client });
  await signIn(await given.user());
  const consent = consentPage(page, t);
  await page.goto('/device?user_code=BBBB-BBBB');
  await expect(consent.code).toHaveValue('BBBB-BBBB');
  await untilAlive(page);
  await consent.next.click();
  await expect(page.getByText(t('oauth.codeUnknown'))).toBeVisible();
  await expectAccessible(page, 'a wrong code');
  await consent.code.fill(userCode.replace('-', '').toLowerCase());
  await consent.next.click();
  await expect(consent.title('Television')).toBeFocused();
  await expect(page.getByText('192.0.2.7')).toBeVisible();
  await expectAccessible(page, 'the question');
  await expectNoSidewaysScroll(page, 'the question');
  await consent.allow.click();
  await expect(page.getByText(t('oauth.deviceAllowedText'))).toBeVisible();
});

for (const language of ['en', 'fr'] as const)
  test.describe(language, () => {
    test.use({ language });
    test('a no is told, and what was answered elsewhere meanwhile asks for a new code', async ({
      page,
      t,
      app,
      given,
      signIn,
      complaints,
    }) => {
      complaints.expect(/status of 404/);
      const oauth = oauthFactories(app.db);
      const client = await oauth.client({ name: 'Television', deviceFlow: true });
      const [one, two] = [await oauth.device({ client }), await oauth.device({ client })];
      await signIn(await given.user({ locale: language }));
      const consent = consentPage(page, t);
      await page.goto(`/device?user_code=${one.userCode}`);
      await untilAlive(page);
      await consent.next.click();
      await expect(consent.title('Television')).toBeFocused();
      const waiting = eq(deviceCodes.userCode, one.userCode.replace('-', ''));
      await app.db.update(deviceCodes).set({ decision: 'denied' }).where(waiting);
      await consent.allow.click();
      await expect(page.getByText(t('oauth.codeGone'))).toBeVisible();
      await expect(consent.code).toBeFocused();
      await expect(consent.code).toHaveValue('');
      await expectAccessible(page, 'a code that is gone');
      await consent.code.fill(two.userCode);
      await page.keyboard.press('Enter');
      await expect(consent.title('Television')).toBeFocused();
      await consent.deny.click();
      await expect(page.getByText(t('oauth.deviceDeniedText'))).toBeVisible();
      await expectAccessible(page, 'a no');
      await expectNoSidewaysScroll(page, 'a no');
      const mine = eq(deviceCodes.userCode, two.userCode.replace('-', ''));
      expect(await app.db.select().from(deviceCodes).where(mine)).toMatchObject([{ decision: 'denied' }]);
    });
  });
