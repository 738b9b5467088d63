import { contactFactories } from '@/server/testing/contact-factories';
import { groupFactories } from '@/server/testing/group-factories';
import { privacyFactories } from '@/server/testing/privacy-factories';
import { expect, test } from './fixtures';
import { adminGroupsPage, groupPage, groupsPage } from './pages/groups-page';
import { NOT_FOUND_COMPLAINT, notFoundPage } from './pages/not-found-page';
import { personPage } from './pages/person-page';
import { expectAccessible } from './support/accessibility';
import { pressByKey, tabTo } from './support/keyboard';
import { expectNoSidewaysScroll, expectReachable } from './support/layout';

const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwareng';

test('a group is made, somebody is invited and becomes its owner, and the first one leaves, all by keyboard', async ({
  page,
  t,
  app,
  given,
  signIn,
  openOtherBrowser,
  complaints,
}) => {
  test.setTimeout(120_000);
  const founder = await given.user({ role: 'administrator', displayName: 'Fay Founder' });
  const mia = await given.user({ displayName: 'Mia Member' });
  await contactFactories(app.db).longHere(founder);
  await privacyFactories(app.db).privacy(mia, { groups: 'signed_in' });
  const other = await openOtherBrowser();
  await signIn(founder);
  await signIn(mia, other);

  const mine = groupsPage(page, t);
  await mine.open();
  await expect(mine.empty).toBeVisible();
  await pressByKey(page, mine.create);
  await expect(mine.name).toBeFocused();
  await page.keyboard.type('Harbour walkers');
  await page.keyboard.press('Enter');
  const group = groupPage(page, t);
  await expect(group.heading('Harbour walkers')).toBeVisible();
  await expect(group.member('Fay Founder')).toContainText(t('groups.standings.owner'));

  await pressByKey(page, group.invite);
  await expect(group.person).toBeFocused();
  await page.keyboard.type(`@${mia.handle}`);
  await expectAccessible(page, 'inviting somebody');
  await tabTo(page, group.dialog.getByRole('button', { name: t('groups.invite'), exact: true }));
  await page.keyboard.press('Enter');
  await expect(group.invited).toContainText('Mia Member');

  const theirs = groupsPage(other, t);
  await theirs.open();
  await expect(theirs.invitations).toContainText('Harbour walkers');
  await expectAccessible(other, 'an invitation');
  await pressByKey(other, theirs.accept('Harbour walkers'));
  await expect(theirs.row('Harbour walkers')).toContainText(t('groups.standings.member'));

  await page.reload();
  await expect(group.member('Mia Member')).toBeVisible();
  complaints.expect(/409 .*groups\.leave/);
  await pressByKey(page, group.more('Harbour walkers'));
  await expect(group.entry('leaveConfirm')).toBeFocused();
  await page.keyboard.press('Enter');
  await pressByKey(page, group.answer('leaveConfirm'));
  await expect(group.onlyOwner).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(group.question).toBeHidden();

  await pressByKey(page, group.memberActions('Mia Member'));
  await expect(group.entry('make.manager')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(group.entry('make.owner')).toBeFocused();
  await page.keyboard.press('Enter');
  await pressByKey(page, group.answer('ownerConfirm'));
  await expect(group.question).toBeHidden();
  await expect(group.member('Mia Member')).toContainText(t('groups.standings.owner'));
  await expectAccessible(page, 'a group');

  await pressByKey(page, group.more('Harbour walkers'));
  await expect(group.entry('leaveConfirm')).toBeFocused();
  await page.keyboard.press('Enter');
  await pressByKey(page, group.answer('leaveConfirm'));
  await expect(mine.heading).toBeVisible();
  await expect(mine.left('Harbour walkers')).toBeVisible();
  await expect(mine.empty).toBeVisible();

  const profile = personPage(page, t);
  await profile.open(mia.handle);
  await expect(profile.main.getByRole('link', { name: 'Harbour walkers' })).toBeVisible();
});

test('whom a group does not concern finds no page; staff find it in their list', async ({
  page,
  t,
  app,
  given,
  signIn,
  openOtherBrowser,
  complaints,
}) => {
  const [owner, stranger, moderator] = await Promise.all([
    given.user(),
    given.user(),
    given.user({ role: 'moderator' }),
  ]);
  const name = `Quiet circle of ${owner.handle}`;
  const id = await groupFactories(app.db).group({ owners: [owner] }, { name, visibility: 'members' });
  const others = await openOtherBrowser();
  await others.goto(`/groups/${id}`);
  await expect(others).toHaveURL(/sign-in\?next=/);
  complaints.expect(NOT_FOUND_COMPLAINT);
  await signIn(stranger, others);
  await others.goto(`/groups/${id}`);
  await expect(notFoundPage(others, t).heading).toBeVisible();

  await signIn(moderator);
  await groupFactories(app.db).group({ owners: [owner] }, { name: LONG_NAME });
  const list = adminGroupsPage(page, t);
  await list.open('?q=no+group+is+called+this');
  await expect(list.nobody).toBeVisible();
  await page.setViewportSize({ width: 320, height: 640 });
  await list.search.fill(LONG_NAME);
  await list.search.press('Enter');
  await expect(list.link(LONG_NAME).first()).toBeVisible();
  expect(await list.hiddenWidth()).toBe(0);
  await list.search.fill(owner.handle);
  await list.search.press('Enter');
  await expect(list.link(name)).toBeVisible();
  await expectAccessible(page, 'the groups of staff');
  await list.link(name).click();
  await expect(groupPage(page, t).heading(name)).toBeVisible();
});

test.describe('in French', () => {
  test.use({ language: 'fr' });

  test('long names and the narrowest window keep a group usable, and its name is typed before it goes', async ({
    page,
    t,
    app,
    given,
    signIn,
  }) => {
    test.setTimeout(120_000);
    const owner = await given.user({ locale: 'fr', displayName: LONG_NAME });
    const rtl = await given.user({ displayName: 'مريم' });
    const [asking, invited] = [await given.user(), await given.user({ displayName: LONG_NAME })];
    const groups = groupFactories(app.db);
    const description = 'Nous marchons le long du port, par tous les temps.';
    const id = await groups.group(
      { owners: [owner], members: [rtl] },
      { name: LONG_NAME, description, joining: 'request' },
    );
    await groups.groupInvitation(id, asking, null);
    await groups.groupInvitation(id, invited, owner);
    await signIn(owner);
    const group = groupPage(page, t);
    await group.open(id);
    await expect(group.members.getByRole('listitem')).toHaveCount(2);
    await expectAccessible(page, 'a group with questions');
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScroll(page, 'a group');
    await expectReachable(group.main);

    await group.more(LONG_NAME).click();
    await group.entry('delete').click();
    await group.typedName.fill('Something else');
    await group.answer('deleteConfirm').click();
    await expect(group.question).toContainText(t('groups.deleteWrong'));
    await expectAccessible(page, 'deleting a group');
    await group.typedName.fill(LONG_NAME);
    await group.answer('deleteConfirm').click();
    await expect(groupsPage(page, t).empty).toBeVisible();
  });
});
