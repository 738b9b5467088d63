import type { Page } from 'playwright/test';
import { expect, test } from './fixtures';
import { personPage } from './pages/person-page';
import { profilePage } from './pages/profile-page';
import { signInPage } from './pages/sign-in-page';
import { untilAlive } from './support/alive';
import { typeInto } from './support/keyboard';
import { newAddress } from './support/people';

test('Back leads from the password to the address, and forward again', async ({ page, t, given }) => {
  const person = await given.user();
  const signIn = signInPage(page, t);
  await signIn.open(`/u/${person.handle}`);
  await signIn.enterAddress(person.email);
  await expect(signIn.email).toHaveValue(person.email);
  await expect(signIn.email).not.toBeEditable();

  await page.goBack();
  await expect(signIn.email).toBeFocused();
  await expect(signIn.email).toHaveValue(person.email);
  await expect(signIn.password).toBeHidden();
  await page.goForward();
  await expect(signIn.password).toBeFocused();
  await signIn.otherAddress.click();
  await expect(signIn.email).toBeEditable();
  await expect(page).toHaveURL(/\/sign-in\?/);

  await signIn.signIn(person);
  await expect(personPage(page, t).edit).toBeVisible();
});

test('a password manager that fills in both fields decides whose account it is', async ({
  page,
  t,
  given,
}) => {
  const person = await given.user();
  const signIn = signInPage(page, t);
  await signIn.open();
  await signIn.enterAddress(newAddress());
  await expect(signIn.email).toHaveAttribute('autocomplete', 'username');
  await expect(signIn.password).toHaveAttribute('autocomplete', 'current-password');
  // As extensions do it, which no attribute keeps off.
  await signIn.email.evaluate((field: HTMLInputElement, value) => {
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, person.email);
  await signIn.password.fill(person.password);
  await signIn.submit.click();
  await expect(profilePage(page, t).heading).toBeVisible();
});

test('an empty or misspelt address is told beside the field before anything is asked', async ({
  page,
  t,
}) => {
  const signIn = signInPage(page, t);
  await signIn.open();
  await untilAlive(page);
  await signIn.email.fill('robin at home');
  await signIn.goOn.click();
  await expect(signIn.email).toBeFocused();
  await expect(signIn.email).toHaveAccessibleDescription(t('problems.notAnEmail'));
  await expect(signIn.email).toHaveValue('robin at home');
});

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test('one signs in by keyboard alone, and each step is read out', async ({ page, t, given }) => {
      const person = await given.user({ locale: language });
      const signIn = signInPage(page, t);
      await signIn.open();
      await expect(page).toHaveTitle(new RegExp(`^${t('access.signInTitle')} · `));
      await untilAlive(page);
      await typeInto(page, signIn.email, person.email);
      await page.keyboard.press('Enter');
      await expect(signIn.password).toBeFocused();
      await expect(signIn.announcement).toHaveText(t('access.passwordStep', { address: person.email }));
      await page.keyboard.type(person.password);
      await page.keyboard.press('Enter');
      await expect(profilePage(page, t).heading).toBeVisible();
    });
  });
}

test('without a network it says so, keeps what was typed, and goes on when there is one', async ({
  page,
  t,
  given,
  complaints,
}) => {
  complaints.expect(/ERR_INTERNET_DISCONNECTED/);
  const person = await given.user();
  const signIn = signInPage(page, t);
  await signIn.open(`/u/${person.handle}`);
  await signIn.enterAddress(person.email);
  await signIn.password.fill(person.password);
  await page.context().setOffline(true);
  await signIn.submit.click();
  await expect(signIn.refusal).toHaveText(t('reasons.OFFLINE'));
  await expect(signIn.password).toHaveValue(person.password);
  await page.context().setOffline(false);
  await signIn.submit.click();
  await expect(personPage(page, t).edit).toBeVisible();
});

for (const path of ['/sign-in?next=/settings/profile', '/sign-up', '/forgot-password', '/not-me?token=x'])
  test(`nothing on ${path} moves when its code arrives`, async ({ page }) => {
    let letThrough: () => void = () => undefined;
    const allowed = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await page.route('**/_next/static/**/*.js', async (route) => {
      await allowed;
      await route.continue();
    });
    await page.goto(path, { waitUntil: 'commit' });
    await expect.poll(() => isStyled(page)).toBe(true);
    const before = await placesOf(page);
    expect(before.length).toBeGreaterThan(5);
    letThrough();
    await untilAlive(page);
    expect(await placesOf(page)).toEqual(before);
  });

/** Whether all of the page is there that is shown without its code. */
function isStyled(page: Page) {
  return page.evaluate(() => {
    const styles = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')];
    return document.readyState !== 'loading' && styles.length > 0 && styles.every(({ sheet }) => sheet);
  });
}

/** Where each part of the page is, once its typeface is there. */
function placesOf(page: Page) {
  return page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.querySelectorAll('main :is(h1, p, li, label, input, button, a), footer button')].map(
      (part) => {
        const { x, y, width, height } = part.getBoundingClientRect();
        return { part: part.outerHTML.slice(0, 60), x, y, width, height };
      },
    );
  });
}
