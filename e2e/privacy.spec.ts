import { sql } from 'drizzle-orm';
import { contactFactories } from '@/server/testing/contact-factories';
import { expect, test } from './fixtures';
import { NOT_FOUND_COMPLAINT, notFoundPage } from './pages/not-found-page';
import { personPage } from './pages/person-page';
import { privacyPage } from './pages/privacy-page';
import { expectAccessible } from './support/accessibility';
import { expectNoSidewaysScroll, expectReachable } from './support/layout';

const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswesse';
const ARABIC_NAME = 'عبد الرحمن بن عبد العزيز';

test('a page that its person hides is not there, for those who are signed in and those who are not', async ({
  page,
  t,
  given,
  signIn,
  openOtherBrowser,
  complaints,
}) => {
  complaints.expect(NOT_FOUND_COMPLAINT);
  const person = await given.user();
  await signIn(person);
  const member = await openOtherBrowser();
  await signIn(await given.user(), member);
  const visitor = await openOtherBrowser();
  const privacy = privacyPage(page, t);
  await privacy.open();
  await expect(privacy.main).toContainText(t('privacy.summary.profile.everyone'));
  await privacy.showProfileTo('only_me');
  await expect(privacy.whoSees('bio')).toHaveAccessibleDescription(t('privacy.narrower.only_me'));
  await privacy.save();
  await expect(privacy.savedNotice).toBeVisible();
  await expect(privacy.bar).toBeHidden();
  await expect(privacy.whoSees('profile')).toBeFocused();
  await expect(privacy.main).toContainText(t('privacy.summary.profile.only_me'));
  for (const other of [member, visitor]) {
    await personPage(other, t).open(person.handle);
    await expect(notFoundPage(other, t).heading).toBeVisible();
  }
  await personPage(page, t).open(person.handle);
  await expect(personPage(page, t).name).toHaveText(person.displayName);
});

test('what is shown to contacts alone, contacts alone see', async ({
  page,
  t,
  app,
  given,
  signIn,
  openOtherBrowser,
}) => {
  const person = await given.user({ location: 'Tórshavn' });
  const friend = await given.user();
  await contactFactories(app.db).contacts(person, friend);
  await signIn(person);
  const privacy = privacyPage(page, t);
  await privacy.open();
  await privacy.choose('location', 'contacts');
  await privacy.choose('email', 'contacts');
  await expect(privacy.bar).toContainText(t('profile.unsaved', { count: 2 }));
  await privacy.save();
  await expect(privacy.savedNotice).toBeVisible();

  const theirs = personPage(await openOtherBrowser(), t);
  await signIn(friend, theirs.main.page());
  await theirs.open(person.handle);
  await expect(theirs.main).toContainText('Tórshavn');
  await expect(theirs.main.getByRole('link', { name: person.email })).toHaveAttribute(
    'href',
    `mailto:${person.email}`,
  );
  await signIn(await given.user(), theirs.main.page());
  await theirs.open(person.handle);
  await expect(theirs.name).toHaveText(person.displayName);
  await expect(theirs.main).not.toContainText('Tórshavn');
  await expect(theirs.main).not.toContainText(person.email);
});

test('the page is seen as others would get it, before anything is saved', async ({
  page,
  t,
  given,
  app,
  signIn,
  openOtherBrowser,
  complaints,
}) => {
  complaints.expect(NOT_FOUND_COMPLAINT);
  const person = await given.user({ location: 'Tórshavn', bio: 'Builds *boats*.' });
  const friend = await given.user({ displayName: 'Quillon Quist' });
  await contactFactories(app.db).contacts(person, friend);
  await signIn(person);
  const privacy = privacyPage(page, t);
  const { viewAs } = privacy;
  await privacy.open();

  await viewAs.open();
  await expect(viewAs.frame).toContainText('Tórshavn');
  await expect(viewAs.frame.getByRole('emphasis')).toHaveText('boats');
  await expect(viewAs.differences).toBeHidden();
  await viewAs.close();

  await privacy.choose('location', 'contacts');
  await privacy.choose('email', 'contacts');
  await viewAs.open();
  await expect(viewAs.differences).toContainText(t('privacy.viewAs.hidden'));
  await expect(viewAs.differences.getByRole('listitem')).toHaveText([t('privacy.parts.location')]);
  await expect(viewAs.frame).not.toContainText('Tórshavn');
  await viewAs.lookAs('contact');
  await expect(viewAs.frame).toContainText(person.email);
  await expect(viewAs.differences).toContainText(t('privacy.viewAs.shown'));
  await expect(viewAs.differences.getByRole('listitem')).toHaveText([t('privacy.parts.email')]);

  await viewAs.lookAs('person');
  await viewAs.handle.fill('Quil');
  await expect(viewAs.offered).toHaveText(['Quillon Quist']);
  await viewAs.handle.fill('@nobody-by-that-name');
  await viewAs.show.click();
  await expect(viewAs.handle).toBeFocused();
  await expect(viewAs.handle).toHaveAccessibleDescription(new RegExp(t('privacy.viewAs.nobody')));
  await viewAs.handle.fill(person.handle);
  await viewAs.show.click();
  await expect(viewAs.handle).toHaveAccessibleDescription(new RegExp(t('privacy.viewAs.yourself')));
  await viewAs.handle.fill(`@${friend.handle}`);
  await viewAs.show.click();
  await expect(viewAs.frame).toContainText(person.email);
  await viewAs.close();

  await privacy.showProfileTo('contacts');
  await viewAs.open();
  await expect(viewAs.frame).toContainText(t('errors.notFoundTitle'));
  await expect(viewAs.differences.getByRole('listitem')).toHaveText([t('privacy.viewAs.page')]);
  await viewAs.lookAs('moderator');
  await expect(viewAs.frame).toContainText(t('person.asStaff'));
  await page.keyboard.press('Escape');
  await expect(viewAs.button).toBeFocused();

  await expect(privacy.bar).toContainText(t('profile.unsaved', { count: 3 }));
  const visitor = personPage(await openOtherBrowser(), t);
  await visitor.open(person.handle);
  await expect(visitor.main).toContainText('Tórshavn');
});

test('a preset fills the form in and saves nothing; Discard takes it back', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  const privacy = privacyPage(page, t);
  await privacy.open();
  await privacy.preset('private').click();
  await expect(privacy.whoSees('profile')).toHaveValue('contacts');
  await expect(privacy.reach('messagesFrom')).toHaveValue('contacts');
  await expect(privacy.bar).toBeVisible();
  await privacy.discard();
  await expect(privacy.bar).toBeHidden();
  await expect(privacy.whoSees('profile')).toHaveValue('everyone');
  await page.reload();
  await expect(privacy.reach('messagesFrom')).toHaveValue('signed_in');
});

test('a switch saves at once, and Undo takes it back', async ({
  page,
  t,
  given,
  signIn,
  openOtherBrowser,
}) => {
  const person = await given.user();
  await signIn(person);
  const privacy = privacyPage(page, t);
  await privacy.open();
  const indexable = privacy.turnable('indexable');
  await expect(indexable).not.toBeChecked();
  await indexable.check();
  await expect(privacy.toast(t('privacy.switched.indexable.on'))).toBeVisible();
  const visitor = await openOtherBrowser();
  const robots = visitor.locator('meta[name="robots"]');
  await personPage(visitor, t).open(person.handle);
  await expect(robots).toHaveAttribute('content', /^index/);

  await privacy.undo(t('privacy.switched.indexable.on')).click();
  await expect(privacy.toast(t('privacy.switched.indexable.off'))).toBeVisible();
  await expect(indexable).not.toBeChecked();
  await visitor.reload();
  await expect(robots).toHaveAttribute('content', /^noindex/);

  // The news of what was taken back is there to be pressed, not gone with the message before.
  await privacy.undo(t('privacy.switched.indexable.off')).click();
  await expect(indexable).toBeChecked();
});

test('what could not be saved goes back alone; choices wait for the next try', async ({
  page,
  t,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(/net::ERR_FAILED/);
  await signIn(await given.user());
  const privacy = privacyPage(page, t);
  await privacy.open();
  await privacy.turnable('indexable').check();
  await expect(privacy.toast(t('privacy.switched.indexable.on'))).toBeVisible();
  await page.route(/privacy\.update/, (route) => route.abort());
  await privacy.turnable('searchable').click();
  await expect(privacy.toast(t('reasons.OFFLINE'))).toBeVisible();
  await expect(privacy.turnable('searchable')).toBeChecked();
  await expect(privacy.turnable('indexable')).toBeChecked();
  await privacy.choose('bio', 'only_me');
  await privacy.save();
  await expect(privacy.refusal).toHaveText(t('reasons.OFFLINE'));
  await expect(privacy.whoSees('bio')).toHaveValue('only_me');

  await page.unrouteAll();
  await privacy.save();
  await expect(privacy.savedNotice).toBeVisible();
  await expect(privacy.refusal).toBeHidden();
});

test('leaving asks before unsaved choices are lost', async ({ page, t, given, signIn }) => {
  await signIn(await given.user());
  const privacy = privacyPage(page, t);
  await privacy.open();
  await privacy.choose('photo', 'contacts');
  const away = page
    .getByRole('navigation', { name: t('navigation.settings') })
    .getByRole('link', { name: t('navigation.profile'), exact: true });
  await away.click();
  await expect(privacy.stayButton).toBeFocused();
  await privacy.stayButton.click();
  await expect(privacy.whoSees('photo')).toHaveValue('contacts');
  await away.click();
  await privacy.leaveButton.click();
  await expect(page).toHaveURL(/\/settings\/profile$/);
});

test('a blocked person is let go, and blocked again by Undo', async ({ page, t, app, given, signIn }) => {
  const person = await given.user();
  const one = await given.user({ displayName: 'Ash Axel' });
  const other = await given.user({ displayName: 'Bo Birch' });
  await contactFactories(app.db).block(person, one);
  await contactFactories(app.db).block(person, other);
  await signIn(person);
  const privacy = privacyPage(page, t);
  await privacy.open();
  await privacy.unblock('Bo Birch').click();
  await expect(privacy.unblock('Bo Birch')).toBeHidden();
  await expect(privacy.unblock('Ash Axel')).toBeVisible();
  await privacy.undo('Bo Birch').click();
  await expect(privacy.unblock('Bo Birch')).toBeVisible();
  await privacy.unblock('Bo Birch').click();
  await privacy.unblock('Ash Axel').click();
  await expect(privacy.blocked).toContainText(t('privacy.blockedEmpty'));
  await expect(privacy.blocked.getByRole('group')).toBeFocused();
});

test('blocked people that cannot be read say so, while the rest stands, and are tried again', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  const privacy = privacyPage(page, t);
  await app.db.execute(sql`alter table blocks rename to elsewhere`);
  try {
    await privacy.open();
    await expect(privacy.blocked).toContainText(t('privacy.blockedUnread'));
    await expect(privacy.whoSees('profile')).toBeEnabled();
  } finally {
    await app.db.execute(sql`alter table elsewhere rename to blocks`);
  }
  await privacy.blocked.getByRole('button', { name: t('errors.retry') }).click();
  await expect(privacy.blocked).toContainText(t('privacy.blockedEmpty'));
});

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });
    test.describe.configure({ timeout: 120_000 });

    test('every state can be used by everybody', async ({ page, t, app, given, signIn }) => {
      const person = await given.user({ locale: language, location: 'Oslo', timeZone: 'Europe/Oslo' });
      await contactFactories(app.db).block(person, await given.user({ displayName: ARABIC_NAME }));
      await contactFactories(app.db).block(person, await given.user({ displayName: LONG_NAME }));
      await signIn(person);
      const privacy = privacyPage(page, t);
      await privacy.open();
      await expect(privacy.unblock(ARABIC_NAME)).toBeVisible();
      await privacy.showProfileTo('contacts');
      await expectAccessible(page, 'unsaved choices');
      await privacy.viewAs.open();
      await expect(privacy.viewAs.frame).toContainText(t('errors.notFoundTitle'));
      await expectAccessible(page, 'a page that is not there for them');
      await privacy.viewAs.lookAs('contact');
      await expect(privacy.viewAs.frame).toContainText('Oslo');
      await expectAccessible(page, 'seen as a contact');
    });
  });
}

for (const { name, viewport } of [
  { name: '320 px wide', viewport: { width: 320, height: 640 } },
  // 1280 by 1024 at a zoom of 400 %.
  { name: 'at a zoom of 400 %', viewport: { width: 320, height: 256 } },
]) {
  test.describe(name, () => {
    test.use({ viewport, hasTouch: true, language: 'fr' });

    test('everything fits and can be reached', async ({ page, t, app, given, signIn }) => {
      const person = await given.user({ locale: 'fr', displayName: LONG_NAME });
      await contactFactories(app.db).block(person, await given.user({ displayName: LONG_NAME }));
      await signIn(person);
      const privacy = privacyPage(page, t);
      await privacy.open();
      await expect(privacy.unblock(LONG_NAME)).toBeVisible();
      await privacy.choose('groups', 'contacts');
      await expectNoSidewaysScroll(page, 'the privacy settings');
      await expectReachable(privacy.main);
      await privacy.viewAs.open();
      await privacy.viewAs.lookAs('person');
      await expectReachable(privacy.viewAs.dialog);
      await privacy.viewAs.lookAs('member');
      await expect(privacy.viewAs.frame).toBeVisible();
      await expectReachable(privacy.viewAs.dialog);
      await expectNoSidewaysScroll(page, 'the page as somebody else gets it');
    });
  });
}
