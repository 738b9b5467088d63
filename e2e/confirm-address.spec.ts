import { eq } from 'drizzle-orm';
import type { Page } from 'playwright/test';
import { users } from '@/db/schema/users';
import { expect, test } from './fixtures';
import { outboxPage } from './pages/outbox-page';
import { profilePage } from './pages/profile-page';
import { signUpPage } from './pages/sign-up-page';
import { verifyEmailPage } from './pages/verify-email-page';
import { newAddress, PASSWORD } from './support/people';
import type { Words } from './support/words';

/** Signs up and returns the link of the mail. */
async function signUpAs(page: Page, t: Words, email: string) {
  const signUp = signUpPage(page, t);
  await signUp.open();
  await signUp.signUp({ displayName: 'Lou Lindt', email, password: PASSWORD });
  await expect(signUp.checkMail).toBeVisible();
  const outbox = outboxPage(page, t);
  await outbox.openNewestMailTo(email);
  return (await outbox.linkTo('/verify-email').getAttribute('href')) ?? '';
}

test('in another browser the link asks for the password', async ({
  page,
  t,
  openOtherBrowser,
  complaints,
}) => {
  complaints.expect(/status of 41[12]/);
  complaints.expect(/status of 401/);
  const link = await signUpAs(page, t, newAddress());

  const other = await openOtherBrowser();
  const verify = verifyEmailPage(other, t);
  await other.goto(link);
  await verify.press();
  await expect(other.getByText(t('access.verifyPasswordText'))).toBeVisible();
  await expect(verify.password).toBeFocused();

  await verify.confirmWith('not the one that was chosen');
  await expect(verify.refusal).toHaveText(t('access.wrongPassword'));
  await verify.confirmWith(PASSWORD);
  await expect(profilePage(other, t).heading).toBeVisible();
});

test('a link that was used says so', async ({ page, t, openOtherBrowser, complaints }) => {
  complaints.expect(/status of 404/);
  const link = await signUpAs(page, t, newAddress());
  const verify = verifyEmailPage(page, t);
  await page.goto(link);
  await verify.press();
  await expect(profilePage(page, t).heading).toBeVisible();

  const other = await openOtherBrowser();
  await other.goto(link);
  await verifyEmailPage(other, t).press();
  await expect(verifyEmailPage(other, t).expired).toBeVisible();
});

test('opening the link changes nothing, since scanners of mail open every link', async ({
  page,
  t,
  app,
  request,
}) => {
  const email = newAddress();
  const link = await signUpAs(page, t, email);
  expect((await request.get(link)).status()).toBe(200);
  const accounts = await app.db.select({ id: users.id }).from(users).where(eq(users.email, email));
  expect(accounts).toEqual([]);
});

test('a link that is none of ours is told like one that is too old', async ({ page, t, complaints }) => {
  complaints.expect(/status of 404/);
  const verify = verifyEmailPage(page, t);
  await page.goto('/verify-email');
  await expect(verify.expired).toBeVisible();
  await page.goto(`/verify-email?token=${'A'.repeat(64)}`);
  await verify.press();
  await expect(verify.expired).toBeVisible();
});

test('the mail as designed leads to the same place', async ({ page, t }) => {
  const email = newAddress();
  await signUpAs(page, t, email);
  const outbox = outboxPage(page, t);
  await outbox.asDesigned.click();
  const [tab] = await Promise.all([
    page.waitForEvent('popup'),
    outbox.frame.getByRole('link').first().click(),
  ]);
  await verifyEmailPage(tab, t).press();
  await expect(profilePage(tab, t).heading).toBeVisible();
});

test('an address with an account looks the same and is mailed', async ({
  page,
  t,
  given,
  openOtherBrowser,
}) => {
  const person = await given.user();
  const stranger = newAddress();
  const pages = [];
  for (const email of [person.email, stranger]) {
    const browser = await openOtherBrowser();
    const signUp = signUpPage(browser, t);
    await signUp.open();
    await signUp.signUp({ displayName: 'Lou Lindt', email, password: PASSWORD });
    await expect(signUp.checkMail).toBeVisible();
    await expect(browser.getByRole('main')).toContainText(email);
    pages.push((await browser.getByRole('main').innerText()).replace(email, 'the address'));
  }
  expect(pages[0]).toBe(pages[1]);

  const outbox = outboxPage(page, t);
  await outbox.openNewestMailTo(person.email);
  await expect(outbox.subject).toHaveText('You already have an account');
  await expect(outbox.linkTo('/sign-in')).toBeVisible();
  await outbox.openNewestMailTo(stranger);
  await expect(outbox.subject).toHaveText('Confirm your e-mail address');
});

test('the mail can be sent again, the same link, three times an hour', async ({ page, t, complaints }) => {
  complaints.expect(/status of 429/);
  const email = newAddress();
  const signUp = signUpPage(page, t);
  await signUp.open();
  await signUp.signUp({ displayName: 'Lou Lindt', email, password: PASSWORD });
  await expect(signUp.checkMail).toBeVisible();
  for (const _ of ['second', 'third']) {
    await Promise.all([page.waitForResponse(/resendVerification/), signUp.sendAgain.click()]);
    await expect(page.getByText(t('access.sentAgain'))).toBeVisible();
  }
  await signUp.sendAgain.click();
  await expect(signUp.refusal).toHaveText(/^Too many tries\. Try again in \d+ minutes\.$/);

  const outbox = outboxPage(page, t);
  const links = [];
  for (const mail of [0, 1, 2]) {
    await outbox.open();
    await expect(async () => {
      await outbox.refresh.click();
      await expect(outbox.mailsTo(email)).toHaveCount(3, { timeout: 500 });
    }).toPass({ timeout: 20_000 });
    await outbox.mailsTo(email).nth(mail).getByRole('link').click();
    links.push(await outbox.linkTo('/verify-email').getAttribute('href'));
  }
  expect(new Set(links).size).toBe(1);
});
