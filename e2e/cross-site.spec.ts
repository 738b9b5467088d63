import { eq } from 'drizzle-orm';
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
