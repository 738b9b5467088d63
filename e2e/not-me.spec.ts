import { eq } from 'drizzle-orm';
import { sessions } from '@/db/schema/sign-in';
import { type App, expect, test } from './fixtures';
import { linkPage } from './pages/link-page';
import { outboxPage } from './pages/outbox-page';
import { profilePage } from './pages/profile-page';
import { resetPasswordPage } from './pages/reset-password-page';
import { signInPage } from './pages/sign-in-page';
import { factorsIn } from './support/factors';
import type { Person } from './support/people';

async function sessionsOf(app: App, person: Person) {
  const rows = await app.db.select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, person.id));
  return rows.length;
}

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test('“This was not me” ends every session and leads to a new password', async ({
      page,
      t,
      app,
      given,
      request,
      openOtherBrowser,
      complaints,
    }) => {
      const person = await given.user({ locale: language });
      // The owner’s own browser, and then somebody else’s, which is mailed.
      const mine = signInPage(page, t);
      await mine.open();
      await mine.signIn(person);
      await expect(profilePage(page, t).heading).toBeVisible();
      const other = await openOtherBrowser();
      const theirs = signInPage(other, t);
      await theirs.open();
      await theirs.signIn(person);
      await expect(profilePage(other, t).heading).toBeVisible();
      await factorsIn(app).trustedDevice(person);
      const link = await outboxPage(page, t).linkMailedTo(person.email, '/not-me');

      // A scanner of mail opens every link.
      expect((await request.get(link)).status()).toBe(200);
      expect(await sessionsOf(app, person)).toBe(2);
      await page.goto(link);
      const { notMe, main, expired } = linkPage(page, t);
      await expect(notMe.question).toBeVisible();
      for (const key of ['notMeSessions', 'notMeDevices', 'notMeLinks', 'notMeKept'] as const)
        await expect(main).toContainText(t(`access.${key}`));
      await expect(page.locator('meta[name=referrer]')).toHaveAttribute('content', 'no-referrer');

      await notMe.press();
      await expect(notMe.done).toBeFocused();
      await expect(main.getByRole('definition')).toHaveText(['2', '1']);
      expect(await sessionsOf(app, person)).toBe(0);
      await other.reload();
      await expect(theirs.notice).toHaveText(t('access.sessionEnded'));

      const links = main.getByRole('listitem').getByRole('link');
      await expect(links).toHaveCount(2);
      await expect(links.last()).toHaveAttribute('href', '/settings/security');
      await links.first().click();
      await expect(resetPasswordPage(page, t).send).toBeVisible();

      complaints.expect(/status of 404/);
      await page.goto('/not-me?token=none');
      await notMe.press();
      await expect(expired).toBeFocused();
    });
  });
}
