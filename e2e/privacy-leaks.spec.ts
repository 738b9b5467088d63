import { eq } from 'drizzle-orm';
import type { Page } from 'playwright/test';
import { blocks, contacts, privacySettings } from '@/db/schema/privacy';
import { profiles, users } from '@/db/schema/users';
import { type App, expect, test } from './fixtures';
import type { Person } from './support/people';

/** What nobody else has anywhere, so that it can be looked for in whatever was sent. */
const CANARIES = {
  bio: 'canary-in-the-bio',
  pronouns: 'canary-pronouns',
  location: 'canary-in-the-place',
  website: 'https://canary-website.example.test/',
};

/** The page as it came over the line, with what its scripts are given. */
async function sent(page: Page, path: string) {
  const answer = await page.request.get(path);
  return { status: answer.status(), html: await answer.text() };
}

/** Which of the canaries are in it. */
function found(html: string, owner: Person) {
  const all = { ...CANARIES, email: owner.email };
  return Object.entries(all)
    .filter(([, canary]) => html.includes(canary))
    .map(([field]) => field);
}

async function fillIn(app: App, owner: Person) {
  await app.db.update(profiles).set(CANARIES).where(eq(profiles.userId, owner.id));
  await app.db.update(users).set({ timeZone: 'Pacific/Kiritimati' }).where(eq(users.id, owner.id));
  await app.db
    .update(privacySettings)
    .set({
      bio: 'contacts',
      pronouns: 'signed_in',
      location: 'only_me',
      website: 'everyone',
      email: 'contacts',
    })
    .where(eq(privacySettings.userId, owner.id));
}

test('what a page sends is what it shows, for each who looks', async ({
  page,
  app,
  given,
  signIn,
  openOtherBrowser,
}) => {
  const [owner, stranger, contact, blocked] = [
    await given.user({ displayName: 'Canary Owner' }),
    await given.user(),
    await given.user(),
    await given.user(),
  ];
  await fillIn(app, owner);
  const at = new Date();
  await app.db.insert(contacts).values([
    { userId: owner.id, contactId: contact.id, since: at },
    { userId: contact.id, contactId: owner.id, since: at },
  ]);
  await app.db.insert(blocks).values({ blockerId: owner.id, blockedId: blocked.id, at });
  const path = `/u/${owner.handle}`;

  const visitor = await sent(page, path);
  expect(found(visitor.html, owner)).toEqual(['website']);
  expect(visitor.html).not.toContain('Kiritimati');
  const cells = [
    [stranger, ['pronouns', 'website']],
    [contact, ['bio', 'pronouns', 'website', 'email']],
    [owner, ['bio', 'pronouns', 'location', 'website', 'email']],
  ] as const;
  for (const [viewer, fields] of cells) {
    const browser = await openOtherBrowser();
    await signIn(viewer, browser);
    expect(found((await sent(browser, path)).html, owner)).toEqual([...fields]);
  }

  const shutOut = await openOtherBrowser();
  await signIn(blocked, shutOut);
  const gone = await sent(shutOut, path);
  expect(gone.status).toBe(404);
  expect(found(gone.html, owner)).toEqual([]);
  expect(gone.html).not.toContain(owner.displayName);
});

test('a hidden page and one that never was are the same page', async ({ page, app, given, signIn }) => {
  const [owner, viewer] = [await given.user({ displayName: 'Canary Owner' }), await given.user()];
  await app.db
    .update(privacySettings)
    .set({ profile: 'only_me' })
    .where(eq(privacySettings.userId, owner.id));
  await signIn(viewer);
  const missing = 'nobody-is-called-so';
  const [hidden, never] = [await sent(page, `/u/${owner.handle}`), await sent(page, `/u/${missing}`)];
  expect([hidden.status, never.status]).toEqual([404, 404]);
  for (const secret of [owner.displayName, owner.id, owner.email]) expect(hidden.html).not.toContain(secret);
  // But for the address that was asked for, and what is made anew for each answer.
  const alike = (html: string, handle: string) =>
    html.replaceAll(handle, 'X').replaceAll(/[\w+/-]{20,}={0,2}/g, '…');
  expect(alike(hidden.html, owner.handle)).toBe(alike(never.html, missing));
});
