import { eq } from 'drizzle-orm';
import { cases } from '@/db/schema/moderation';
import { groupFactories } from '@/server/testing/group-factories';
import { moderationFactories } from '@/server/testing/moderation-factories';
import { expect, test } from './fixtures';
import { auditPage } from './pages/audit-page';
import { casePage } from './pages/case-page';
import { adminGroupsPage, groupPage } from './pages/groups-page';
import { NOT_FOUND_COMPLAINT, notFoundPage } from './pages/not-found-page';
import { ownReportsPage, reportDialog } from './pages/report-dialog';
import { standingPage } from './pages/standing-page';
import { expectAccessible } from './support/accessibility';
import { pressByKey } from './support/keyboard';
import { expectNoSidewaysScroll } from './support/layout';

test('a reported group is hidden, its owner reads why and appeals, and it is shown again, all by keyboard', async ({
  page,
  t,
  app,
  given,
  signIn,
  openOtherBrowser,
  complaints,
}) => {
  test.setTimeout(180_000);
  const ada = await given.user({ role: 'moderator', displayName: 'Ada Moderator' });
  const [olga, mia] = [
    await given.user({ displayName: 'Olga Owner' }),
    await given.user({ displayName: 'Mia Member' }),
  ];
  const groupId = await groupFactories(app.db).group(
    { owners: [olga] },
    { name: 'Sam is a fool', description: 'Everybody knows why.' },
  );

  const theirs = await openOtherBrowser();
  await signIn(mia, theirs);
  const [seen, report] = [groupPage(theirs, t), reportDialog(theirs, t)];
  await seen.open(groupId);
  await seen.more('Sam is a fool').press('Enter');
  await seen.entry('report').press('Enter');
  await report.kind('threat').press('Space');
  await report.next.press('Enter');
  await report.next.press('Enter');
  await report.send.press('Enter');
  await expect(report.heading('doneTitle')).toBeFocused();
  await report.done.press('Enter');

  await signIn(ada);
  const one = casePage(page, t);
  const [opened] = await app.db.select({ id: cases.id }).from(cases).where(eq(cases.groupId, groupId));
  await one.open(opened?.id ?? '');
  await expect(one.groupHeading('Sam is a fool')).toBeVisible();
  await one.button('claim').press('Enter');
  await expect(one.toast('claimed')).toBeVisible();
  const { action } = one;
  await action.open.press('Enter');
  // There is one thing to do about a group.
  await expect(action.kind('group_hiding')).toBeChecked();
  await action.rule.press('ArrowDown');
  await action.rule.press('ArrowDown');
  await expect(action.group.words).not.toHaveValue('');
  await action.group.words.fill('The name mocks somebody.');
  await action.preview.press('Enter');
  await expect(action.group.mail).toContainText('The name mocks somebody.');
  await expect(action.group.mail).toContainText('Sam is a fool');
  // On a phone it would lie upon the head of the window.
  await expect(one.toast('claimed')).toBeHidden();
  await expectAccessible(page, 'a group about to be hidden');
  await action.confirm('group_hiding', 'Sam is a fool').press('Enter');
  await expect(action.done).toBeVisible();
  await expect(page.locator('span:focus')).toHaveText(t('cases.decision'));
  // There is one thing to do about a group, and it is done.
  await expect(action.openAgain).toBeHidden();
  await expect(one.sanction('group_hiding')).toContainText(t('cases.inForce'));
  await expect(one.part('whichGroup')).toContainText(t('cases.groupHidden'));
  await expect(one.part('timeline')).toContainText(t('cases.sanctionKinds.group_hiding'));
  await expectAccessible(page, 'a case whose group is hidden');

  const own = ownReportsPage(theirs, t);
  await own.open();
  await expect(own.row('group', 'Sam is a fool')).toContainText(t('ownReports.actedGroupText'));
  complaints.expect(NOT_FOUND_COMPLAINT);
  await theirs.goto(`/groups/${groupId}`);
  await expect(notFoundPage(theirs, t).heading).toBeVisible();

  const hers = await openOtherBrowser();
  await signIn(olga, hers);
  const group = groupPage(hers, t);
  await group.open(groupId);
  await expect(group.heading('Sam is a fool')).toBeVisible();
  await expect(group.hidden).toBeVisible();
  await expect(group.main).toContainText('The name mocks somebody.');
  await expect(group.hiddenRule(t('standing.rules.respect'))).toBeVisible();
  await expect(group.main).not.toContainText('Ada Moderator');
  await expect(group.main).not.toContainText('Mia Member');
  await expectAccessible(hers, 'a hidden group as its owner sees it');
  await pressByKey(hers, group.toAppeal);
  const standing = standingPage(hers, t);
  await expect(standing.now).toContainText('The name mocks somebody.');
  await standing.appeal.open.press('Enter');
  await standing.appeal.words.fill('It is the name of a song.');
  await standing.appeal.send.press('Enter');
  await expect(standing.appeal.sent).toBeVisible();
  await expectAccessible(hers, 'the standing of who owns a hidden group');

  await one.open(opened?.id ?? '');
  await expect(one.part('appeal')).toContainText('It is the name of a song.');
  await one.showGroup.press('Enter');
  await one.confirmShowGroup.press('Enter');
  await expect(one.sanction('group_hiding')).toContainText(t('cases.ended.undone'));
  await expect(one.part('whichGroup')).not.toContainText(t('cases.groupHidden'));
  await group.open(groupId);
  await expect(group.hidden).toBeHidden();
  await seen.open(groupId);
  await expect(seen.heading('Sam is a fool')).toBeVisible();
});

test('that a group was hidden is taken back from the audit log', async ({
  page,
  t,
  app,
  given,
  signIn,
  openOtherBrowser,
}) => {
  test.setTimeout(120_000);
  const [ada, olga] = [
    await given.user({ role: 'moderator', displayName: 'Ada Moderator' }),
    await given.user({ displayName: 'Olga Owner' }),
  ];
  const name = 'Walruses of the audit';
  const groupId = await groupFactories(app.db).group({ owners: [olga] }, { name });
  const id = await moderationFactories(app.db).groupCase(groupId, { kind: 'hate', reportCount: 1 });
  await signIn(ada);
  const { open, action } = casePage(page, t);
  await open(id);
  await action.open.click();
  await action.rule.selectOption('identity');
  await action.until.selectOption('7');
  await action.confirm('group_hiding', name).click();
  await expect(action.done).toBeVisible();

  const audit = await openOtherBrowser();
  await signIn(await given.user({ role: 'administrator', displayName: 'Cleo Auditor' }), audit);
  const log = auditPage(audit, t);
  await log.open();
  const taken = t('audit.kinds.sanction.imposed');
  await log.rows.filter({ hasText: name }).getByRole('link', { name: taken }).press('Enter');
  await expect(log.heading(taken)).toBeVisible();
  await expectAccessible(audit, 'the entry of a hidden group');
  await pressByKey(audit, log.undo);
  await audit.keyboard.press('Tab');
  await audit.keyboard.press('Enter');
  await expect(log.toUndoing).toBeVisible();
  await open(id);
  await expect(casePage(page, t).sanction('group_hiding')).toContainText(t('cases.ended.undone'));
});

test('a moderator finds a group that nobody reported, opens a case about it and hides it', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const owners = [await given.user({ displayName: 'Olga Owner' }), await given.user({ locale: 'fr' })];
  const name = 'Walruses of the list';
  await groupFactories(app.db).group({ owners }, { name });
  await signIn(await given.user({ role: 'moderator', displayName: 'Ada Moderator' }));
  const list = adminGroupsPage(page, t);
  await list.open('?q=Walruses+of+the+list');
  await list.link(name).press('Enter');
  const group = groupPage(page, t);
  await expect(group.heading(name)).toBeVisible();
  await expectAccessible(page, 'the page of a group as staff sees it');
  await pressByKey(page, group.openCase);
  const { groupHeading, action, sanction } = casePage(page, t);
  await expect(groupHeading(name)).toBeVisible();
  await action.open.press('Enter');
  await action.rule.selectOption('respect');
  const languages = `${t('common.english')} and ${t('common.french')}`;
  const hint = t('acting.wordsHintGroup', { languages });
  await expect(page.getByRole('dialog').getByText(hint, { exact: true })).toBeVisible();
  await action.confirm('group_hiding', name).press('Enter');
  await expect(action.done).toBeVisible();
  await expect(sanction('group_hiding')).toContainText(t('cases.inForce'));
});

test.describe('in French, on a phone', () => {
  test.use({ language: 'fr', viewport: { width: 390, height: 844 } });

  test('the window and the page of a hidden group fit', async ({
    page,
    t,
    app,
    given,
    signIn,
    openOtherBrowser,
  }) => {
    const ada = await given.user({ role: 'moderator', locale: 'fr' });
    const olga = await given.user({ locale: 'fr' });
    const name = 'Les-amis-de-la-chaussette-archi-seche-de-la-rue-des-Petits-Champs';
    const groupId = await groupFactories(app.db).group({ owners: [olga] }, { name });
    const id = await moderationFactories(app.db).groupCase(groupId, { kind: 'hate', reportCount: 1 });
    await signIn(ada);
    const { open, action } = casePage(page, t);
    await open(id);
    await action.open.click();
    await action.rule.selectOption('identity');
    await action.preview.click();
    await expect(action.group.mail).toBeVisible();
    await expectNoSidewaysScroll(page, 'a group about to be hidden');
    await action.confirm('group_hiding', name).click();
    await expect(action.done).toBeVisible();
    const hers = await openOtherBrowser();
    await signIn(olga, hers);
    await groupPage(hers, t).open(groupId);
    await expect(groupPage(hers, t).hidden).toBeVisible();
    await expectNoSidewaysScroll(hers, 'a hidden group as its owner sees it');
  });
});
