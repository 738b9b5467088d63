import { eq } from 'drizzle-orm';
import type { Page } from 'playwright/test';
import { profiles } from '@/db/schema/users';
import { type App, expect, test } from './fixtures';
import { profilePage } from './pages/profile-page';
import { serveElsewhere } from './support/elsewhere';
import type { Person } from './support/people';

// A form that is sent as text looks like JSON: the value closes what the name began.
const form = (app: App) => `<!doctype html><title>A prize</title>
  <form method="post" enctype="text/plain" action="${app.url}/api/trpc/profile.update">
    <input type="hidden" name='{"displayName":"Taken Over","bio":"' value='"}'><button>Win</button>
  </form>`;

const CHANGE = JSON.stringify({ displayName: 'Taken Over' });

async function nameOf(app: App, person: Person) {
  const [row] = await app.db
    .select({ displayName: profiles.displayName })
    .from(profiles)
    .where(eq(profiles.userId, person.id));
  return row?.displayName;
}

for (const from of ['otherSite', 'sameSite'] as const) {
  test(`a form and a script from elsewhere (${from}) change nothing`, async ({
    page,
    t,
    app,
    given,
    signIn,
    complaints,
  }) => {
    complaints.expect(/status of 403/);
    complaints.expect(/CORS policy/);
    complaints.expect(/ERR_FAILED|ERR_BLOCKED_BY_RESPONSE/);
    const person = await given.user();
    await signIn(person);
    const elsewhere = await serveElsewhere(form(app));

    await page.goto(elsewhere[from]);
    const send = (
      procedure: string,
      init: { mode?: 'no-cors'; headers?: Record<string, string>; body?: string },
    ) =>
      page.evaluate(
        ({ url, options }) => fetch(url, { method: 'POST', credentials: 'include', ...options }),
        { url: `${app.url}/api/trpc/${procedure}`, options: init },
      );
    const json = { 'content-type': 'application/json' };
    // The answers are kept from the other page as well.
    await expect(send('profile.update', { mode: 'no-cors', body: CHANGE })).rejects.toThrow(
      /Failed to fetch/,
    );
    await expect(send('profile.update', { headers: json, body: CHANGE })).rejects.toThrow(/Failed to fetch/);
    await expect(send('auth.signOut', { mode: 'no-cors' })).rejects.toThrow(/Failed to fetch/);

    const [answer] = await Promise.all([
      page.waitForResponse(/profile\.update/),
      page.getByRole('button', { name: 'Win' }).click(),
    ]);
    expect(answer.status()).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { data: { reason: 'CROSS_SITE' } } });
    await elsewhere.close();

    expect(await nameOf(app, person)).toBe(person.displayName);
    await profilePage(page, t).open();
    await expect(profilePage(page, t).name).toHaveValue(person.displayName);
  });
}

test('nothing changes by following a link, or without a word where it comes from', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  const byLink = await page.request.get('/api/trpc/auth.signOut');
  expect(byLink.status()).toBe(405);
  const silent = await page.request.post('/api/trpc/auth.signOut');
  expect(silent.status()).toBe(403);
  await profilePage(page, t).open();
  await expect(profilePage(page, t).heading).toBeVisible();
});

for (const from of ['otherSite', 'sameSite'] as const) {
  test(`nobody is signed in as somebody else, or out, by a page elsewhere (${from})`, async ({
    page,
    app,
    given,
    signIn,
    openOtherBrowser,
    complaints,
  }) => {
    complaints.expect(/status of 403/);
    // All that a sign-in of the attacker's own takes, with its cookies planted here: only the guard is left.
    const attacker = await openOtherBrowser();
    const { form, cookies } = await signInAlmost(attacker, { app, as: await given.user() });
    const person = await given.user();
    await signIn(person);
    await page.context().addCookies(cookies);
    const button = (name: string, action: string, fields: Record<string, string>) => `
      <form method="post" action="${app.url}${action}">
        ${Object.entries(fields).map(([field, value]) => `<input type="hidden" name="${field}" value="${value}">`)}
        <button>${name}</button></form>`;
    const elsewhere = await serveElsewhere(
      `<!doctype html><title>A prize</title>
      ${button('In', '/api/auth/callback/ticket', form)} ${button('Out', '/api/trpc/auth.signOut', {})}`,
    );
    for (const name of ['In', 'Out']) {
      await page.goto(elsewhere[from]);
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.request().method() === 'POST'),
        page.getByRole('button', { name }).click(),
      ]);
      expect(answer.status()).toBe(403);
    }
    await elsewhere.close();
    const viewer = await page.request.get('/api/trpc/viewer.current');
    expect(await viewer.json()).toMatchObject({ result: { data: { userId: person.id } } });

    // From a page of ours the very same form is good.
    const good = await attacker.request.post('/api/auth/callback/ticket', {
      form,
      headers: { origin: app.url },
    });
    expect(good.status()).toBe(200);
  });
}

test('nothing begins or ends by following a link to next-auth', async ({ page, given, signIn }) => {
  const person = await given.user();
  await signIn(person);
  for (const path of [
    'signin',
    'signin/ticket',
    'signin/github',
    'signout',
    'callback/ticket',
    'session',
    'error',
  ])
    expect((await page.request.get(`/api/auth/${path}`)).status(), path).toBe(404);
  const viewer = await page.request.get('/api/trpc/viewer.current');
  expect(await viewer.json()).toMatchObject({ result: { data: { userId: person.id } } });
});

/** Signs in as far as the last form: what it would send, and the cookies that belong to it. */
async function signInAlmost(page: Page, { app, as }: { app: App; as: Person }) {
  const call = async (procedure: string, data: object) => {
    const answer = await page.request.post(`/api/trpc/${procedure}`, { data, headers: { origin: app.url } });
    return (await answer.json()).result.data;
  };
  await call('auth.signIn.start', { email: as.email });
  const { ticket } = await call('auth.signIn.password', { password: as.password });
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json();
  const form = { ticket, csrfToken, callbackUrl: '/', json: 'true' };
  return { form, cookies: await page.context().cookies() };
}
