import { eq } from 'drizzle-orm';
import type { Page } from 'playwright/test';
import { v7 as uuid } from 'uuid';
import { groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { principals } from '@/db/schema/principals';
import { blocks, contacts, privacySettings } from '@/db/schema/privacy';
import { sessions } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import { dateText } from '@/messages/dates';
import { photoFactories } from '@/server/testing/photo-factories';
import { type App, expect, type Given, test } from './fixtures';
import type { Person } from './support/people';

/** What nobody else has anywhere, so that it can be looked for in whatever was sent. */
const TEXTS = {
  bio: 'canary-in-the-bio',
  pronouns: 'canary-pronouns',
  location: 'canary-in-the-place',
  website: 'https://canary-website.example.test/',
};
/** Further on than any use of the session, so that nothing moves it. */
const LAST_SEEN = new Date('2187-03-05T12:00:00Z');

/** Of each field the forms in which it would be there, any of them. */
type Canaries = Record<string, string[]>;

/** The page as it came over the line, with what its scripts are given. */
async function sent(page: Page, path: string) {
  const answer = await page.request.get(path);
  return { status: answer.status(), html: await answer.text() };
}

/** Which of the canaries are in it. */
function found(html: string, canaries: Canaries) {
  return Object.entries(canaries)
    .filter(([, forms]) => forms.some((form) => html.includes(form)))
    .map(([field]) => field);
}

/** Fills everything in that a page can show. */
async function fillIn({ db }: App, given: Given, owner: Person): Promise<Canaries> {
  await db.update(profiles).set(TEXTS).where(eq(profiles.userId, owner.id));
  await db.update(users).set({ timeZone: 'Pacific/Kiritimati' }).where(eq(users.id, owner.id));
  const photo = await photoFactories(db).photo(owner, { alt: 'canary-in-the-photo' });
  await given.session(owner);
  await db.update(sessions).set({ lastSeenAt: LAST_SEEN }).where(eq(sessions.userId, owner.id));
  const group = { id: uuid(), name: 'canary-in-the-group' };
  await db.insert(principals).values({ id: group.id, kind: 'group' });
  await db.insert(groups).values({ ...group, createdAt: new Date() });
  await db.insert(memberships).values({ userId: owner.id, principalId: group.id });
  await db
    .update(privacySettings)
    .set({
      photo: 'signed_in',
      bio: 'contacts',
      pronouns: 'signed_in',
      location: 'only_me',
      website: 'everyone',
      email: 'contacts',
      timeZone: 'contacts',
      lastSeen: 'contacts',
      groups: 'only_me',
    })
    .where(eq(privacySettings.userId, owner.id));
  const lastSeen = dateText({ at: LAST_SEEN, locale: 'en', timeZone: 'UTC' });
  return {
    photo: [photo.id, photo.alt],
    bio: [TEXTS.bio],
    pronouns: [TEXTS.pronouns],
    location: [TEXTS.location],
    website: [TEXTS.website],
    email: [owner.email],
    timeZone: ['Kiritimati'],
    lastSeen: [lastSeen, LAST_SEEN.toISOString().slice(0, 10)],
    groups: [group.id, group.name],
  };
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
  const canaries = await fillIn(app, given, owner);
  const at = new Date();
  await app.db.insert(contacts).values([
    { userId: owner.id, contactId: contact.id, since: at },
    { userId: contact.id, contactId: owner.id, since: at },
  ]);
  await app.db.insert(blocks).values({ blockerId: owner.id, blockedId: blocked.id, at });
  const path = `/u/${owner.handle}`;

  const visitor = await sent(page, path);
  expect(found(visitor.html, canaries)).toEqual(['website']);
  const cells = [
    [stranger, ['photo', 'pronouns', 'website']],
    [contact, ['photo', 'bio', 'pronouns', 'website', 'email', 'timeZone', 'lastSeen']],
    [owner, Object.keys(canaries)],
  ] as const;
  for (const [viewer, fields] of cells) {
    const browser = await openOtherBrowser();
    await signIn(viewer, browser);
    expect(found((await sent(browser, path)).html, canaries)).toEqual([...fields]);
  }

  const shutOut = await openOtherBrowser();
  await signIn(blocked, shutOut);
  const gone = await sent(shutOut, path);
  expect(gone.status).toBe(404);
  expect(found(gone.html, canaries)).toEqual([]);
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
