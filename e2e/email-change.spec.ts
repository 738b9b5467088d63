import { eq } from 'drizzle-orm';
import { users } from '@/db/schema/users';
import { type App, expect, test } from './fixtures';
import { linkPage } from './pages/link-page';
import { outboxPage } from './pages/outbox-page';
import { profilePage } from './pages/profile-page';
import { signInPage } from './pages/sign-in-page';
import { newAddress, type Person } from './support/people';

async function addressOf(app: App, person: Person) {
  const [row] = await app.db.select({ email: users.email }).from(users).where(eq(users.id, person.id));
  return row?.email;
}

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test('an address is changed with the word of the old and the new one, and can be undone', async ({
      page,
      t,
      app,
      given,
      signIn,
      request,
      complaints,
    }) => {
      complaints.expect(/status of 404/);
      const person = await given.user({ locale: language });
      const newEmail = newAddress();
      await signIn(person);
      const asked = await page.request.post('/api/trpc/profile.changeEmail.request', {
        data: { email: newEmail },
        headers: { origin: app.url },
      });
      expect(asked.status()).toBe(200);

      const outbox = outboxPage(page, t);
      const { approve, confirm, undo, main, expired } = linkPage(page, t);
      const openLink = async (address: string, path: string) => {
        const link = await outbox.linkMailedTo(address, path);
        // Opened by a scanner first.
        expect((await request.get(link)).status()).toBe(200);
        await page.goto(link);
        await expect(page.locator('meta[name=referrer]')).toHaveAttribute('content', 'no-referrer');
        return link;
      };

      const approval = await openLink(person.email, '/email-change/approve');
      await expect(approve.question).toBeVisible();
      await approve.press();
      await expect(approve.done).toBeFocused();
      await expect(main).toContainText(newEmail);
      expect(await addressOf(app, person)).toBe(person.email);

      await openLink(newEmail, '/email-change/confirm');
      await confirm.press();
      await expect(confirm.done).toBeFocused();
      await expect(main).toContainText(newEmail);
      expect(await addressOf(app, person)).toBe(newEmail);
      await page.context().clearCookies({ name: 'foyer.session' });
      const form = signInPage(page, t);
      await form.open();
      await form.signIn({ ...person, email: newEmail });
      await expect(profilePage(page, t).heading).toBeVisible();

      await openLink(person.email, '/email-change/undo');
      await undo.press();
      await expect(undo.done).toBeFocused();
      await expect(main).toContainText(person.email);
      expect(await addressOf(app, person)).toBe(person.email);
      await page.goto('/settings/profile');
      await expect(form.notice).toHaveText(t('access.sessionEnded'));

      await page.goto(approval);
      await approve.press();
      await expect(expired).toBeFocused();
    });
  });
}

test('a step that does not exist is not there', async ({ page }) => {
  const answer = await page.request.get('/email-change/forget?token=x');
  expect(answer.status()).toBe(404);
});
