import { eq } from 'drizzle-orm';
import { sessions } from '@/db/schema/sign-in';
import { expect, test } from './fixtures';
import { adminPage } from './pages/admin-page';
import { personPage } from './pages/person-page';
import { profilePage } from './pages/profile-page';
import { signInPage } from './pages/sign-in-page';
import { signUpPage } from './pages/sign-up-page';
import { newAddress, PASSWORD } from './support/people';

test('a wrong address and a wrong password get the same answer', async ({ page, t, given, complaints }) => {
  complaints.expect(/status of 401/);
  const person = await given.user();
  const signIn = signInPage(page, t);
  const answers = [];
  for (const email of [person.email, newAddress()]) {
    await signIn.open();
    const [answer] = await Promise.all([
      page.waitForResponse(/signIn\.password/),
      signIn.signIn({ email, password: 'somebody else’s password' }),
    ]);
    await expect(signIn.refusal).toHaveText(t('reasons.SIGN_IN_FAILED'));
    await expect(signIn.email).toHaveValue(email);
    const body = (await answer.text()).replace(/"requestId":"[^"]*"/, '');
    const said = (await page.getByRole('main').innerText()).replaceAll(email, 'the address');
    answers.push({ status: answer.status(), body, said });
  }
  expect(answers[0]).toEqual(answers[1]);
});

test('an address that was never confirmed is told what to do, in the browser that signed up alone', async ({
  page,
  t,
  openOtherBrowser,
  complaints,
}) => {
  complaints.expect(/status of 403/);
  complaints.expect(/status of 401/);
  const person = { displayName: 'Lou Lindt', email: newAddress(), password: PASSWORD };
  const signUp = signUpPage(page, t);
  await signUp.open();
  await signUp.signUp(person);
  await expect(signUp.checkMail).toBeVisible();
  const signIn = signInPage(page, t);
  await signIn.open();
  await signIn.signIn(person);
  await expect(signIn.refusal).toContainText(t('access.unverified'));
  await expect(signIn.refusal.getByRole('link')).toHaveAttribute('href', /^\/sign-up/);

  const elsewhere = signInPage(await openOtherBrowser(), t);
  await elsewhere.open();
  await elsewhere.signIn(person);
  await expect(elsewhere.refusal).toHaveText(t('reasons.SIGN_IN_FAILED'));
});

test('signing in leads to the page that was asked for', async ({ page, t, given }) => {
  const admin = await given.user({ role: 'administrator' });
  await page.goto('/admin');
  const signIn = signInPage(page, t);
  await expect(signIn.notice).toHaveText(t('access.signInFirst'));
  await signIn.signIn(admin);
  await expect(adminPage(page, t).heading).toBeVisible();
});

test('signing in leads to a page of ours that the address names', async ({ page, t, given }) => {
  const person = await given.user();
  await signInPage(page, t).open(`/u/${person.handle}`);
  await signInPage(page, t).signIn(person);
  await expect(personPage(page, t).edit).toBeVisible();
});

// Some stay on our side as a path that does not exist; none may leave it.
const ELSEWHERE = [
  '//evil.test',
  '/\\evil.test',
  '\\\\evil.test',
  'https://evil.test/',
  'https:evil.test',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '/\t/evil.test',
  '/%2Fevil.test',
  '/.//evil.test',
  '/..//evil.test',
  '@evil.test',
  ' //evil.test',
  '%2F%2Fevil.test',
];

test('signing in never leads off the site', async ({ page, t, given, app, signIn }) => {
  const person = await given.user();
  const signInForm = signInPage(page, t);
  await signInForm.open(encodeURIComponent('//evil.test/'));
  await signInForm.signIn(person);
  await expect(profilePage(page, t).heading).toBeVisible();

  // Whoever is signed in already is sent on by the server, by the same rule.
  await signIn(person);
  for (const next of ELSEWHERE) {
    for (const written of [encodeURIComponent(next), encodeURIComponent(encodeURIComponent(next))]) {
      const answer = await page.request.get(`/sign-in?next=${written}`, { maxRedirects: 0 });
      const address = new URL(answer.headers().location ?? '', app.url);
      expect(address.origin, `next=${written}`).toBe(app.url);
      expect(address.pathname, `next=${written}`).not.toMatch(/^\/[/\\]/);
    }
  }
});

test('nor does what next-auth is asked to go on to', async ({ page, app }) => {
  for (const next of ELSEWHERE) {
    for (const callbackUrl of [next, encodeURIComponent(next)]) {
      const { url, kept } = await askFor(callbackUrl);
      expect(url.origin, callbackUrl).toBe(app.url);
      expect(kept.origin, callbackUrl).toBe(app.url);
      expect(kept.pathname, callbackUrl).not.toMatch(/^\/[/\\]/);
    }
  }

  /** Where it answers to go, and what it keeps for the next time. */
  async function askFor(callbackUrl: string) {
    const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json();
    const answer = await page.request.post('/api/auth/callback/ticket', {
      headers: { origin: app.url },
      form: { csrfToken, callbackUrl, ticket: 'none', json: 'true' },
    });
    expect(answer.status()).toBe(401);
    const cookies = await page.context().cookies();
    const cookie = cookies.find(({ name }) => name === 'foyer.callback-url');
    const kept = decodeURIComponent(cookie?.value ?? '');
    return { url: new URL((await answer.json()).url), kept: new URL(kept, app.url) };
  }
});

test('a page that came back from another site says what to do', async ({ page, t }) => {
  const said = {
    NotLinked: t('access.errorNotLinked'),
    ProviderCancelled: t('access.errorCancelled'),
    ProviderFailed: t('access.errorProvider'),
    Unavailable: t('access.errorUnavailable'),
    // Of next-auth itself.
    OAuthCallback: t('access.errorProvider'),
  };
  for (const [error, sentence] of Object.entries(said)) {
    await page.goto(`/sign-in?error=${error}`);
    await expect(signInPage(page, t).notice, error).toHaveText(sentence);
  }
});

test('a session that was ended elsewhere ends at the next page', async ({ page, t, given, signIn, app }) => {
  const person = await given.user();
  await signIn(person);
  const profile = profilePage(page, t);
  await profile.open();
  await expect(profile.heading).toBeVisible();
  await app.db.delete(sessions).where(eq(sessions.userId, person.id));
  await page.reload();
  const form = signInPage(page, t);
  await expect(form.notice).toHaveText(t('access.sessionEnded'));
  await form.signIn(person);
  await expect(profile.heading).toBeVisible();
});

test('a session that was ended elsewhere ends at the next action, and what was typed stays', async ({
  page,
  t,
  given,
  signIn,
  app,
  complaints,
}) => {
  complaints.expect(/status of 401/);
  const person = await given.user();
  await signIn(person);
  const profile = profilePage(page, t);
  await profile.open();
  await profile.rename('Robin Rewritten');
  await app.db.delete(sessions).where(eq(sessions.userId, person.id));
  await profile.save();
  await expect(profile.refusal).toContainText(t('reasons.SESSION_ENDED'));
  await expect(profile.name).toHaveValue('Robin Rewritten');

  // The way back opens beside it, and then the save goes through.
  const [other] = await Promise.all([page.waitForEvent('popup'), profile.signInAgain.click()]);
  await signInPage(other, t).signIn(person);
  await expect(profilePage(other, t).heading).toBeVisible();
  await profile.save();
  await expect(profile.savedNotice).toBeVisible();
});
