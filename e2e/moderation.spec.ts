import { moderationFactories } from '@/server/testing/moderation-factories';
import { expect, test } from './fixtures';
import { auditPage } from './pages/audit-page';
import { casePage } from './pages/case-page';
import { queuePage } from './pages/queue-page';
import { standingPage } from './pages/standing-page';
import { expectAccessible } from './support/accessibility';
import { pressByKey, typeInto } from './support/keyboard';
import { expectNoSidewaysScroll } from './support/layout';

test('a moderator goes through the queue and decides a case by keyboard alone', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  test.setTimeout(180_000);
  const made = moderationFactories(app.db);
  const mod = await given.user({ role: 'moderator', displayName: 'Ada Moderator' });
  const [noah, zoe] = [
    await given.user({ displayName: 'Noah Neighbour' }),
    await given.user({ displayName: 'Zoe Zealous' }),
  ];
  const mia = await given.user({ displayName: 'Mia Member' });
  // So that they stand before whatever other tests report.
  const longAgo = (days: number) => new Date(Date.UTC(2020, 0, days));
  const pressing = { urgency: 3, reportCount: 1, kind: 'threat' };
  const id = await made.case(noah, { ...pressing, openedAt: longAgo(1) });
  await made.report(id, mia, {
    kind: 'threat',
    words: 'They say it to everybody.',
    evidence: { displayName: 'Noah Neighbour', bio: 'سأجدك أينما كنت' },
  });
  await made.case(zoe, { ...pressing, openedAt: longAgo(2) });
  await signIn(mod);

  const queue = queuePage(page, t);
  await queue.open();
  // From anywhere on the page, before the list was ever gone to.
  await page.keyboard.press('?');
  await expect(queue.keys).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(queue.keys).toBeHidden();
  await queue.filter('urgency').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  // In the queue now, on the box of them all.
  await page.keyboard.press('j');
  await expect(queue.link('Noah Neighbour')).toBeFocused();
  await page.keyboard.press('j');
  await expect(queue.link('Zoe Zealous')).toBeFocused();
  await page.keyboard.press('x');
  await expect(queue.box('Zoe Zealous')).toBeChecked();
  await expectAccessible(page, 'a queue with one chosen');
  // Up to the one above, with what lies between.
  await page.keyboard.press('k');
  await page.keyboard.press('Shift+X');
  await expect(queue.box('Noah Neighbour')).toBeChecked();
  await expect(queue.box('Zoe Zealous')).toBeChecked();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(queue.box('Noah Neighbour')).not.toBeChecked();
  await expect(queue.box('Zoe Zealous')).not.toBeChecked();
  await page.keyboard.press('?');
  await expect(queue.keys).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(queue.link('Zoe Zealous')).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('c');
  await expect(queue.outcome('claim', 1)).toBeVisible();
  await expect(queue.row('Noah Neighbour')).toContainText(t('cases.you'));
  await page.keyboard.press('/');
  await expect(queue.filter('urgency')).toBeFocused();
  await queue.link('Noah Neighbour').focus();
  await page.keyboard.press('Enter');

  const one = casePage(page, t);
  await expect(one.heading('Noah Neighbour')).toBeVisible();
  await expect(one.part('evidence')).toContainText('سأجدك أينما كنت');
  await one.newNote.focus();
  await page.keyboard.type('I asked a colleague who reads Arabic.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(one.toast('noted')).toBeVisible();
  await expect(one.part('notes').getByRole('listitem')).toContainText('I asked a colleague');
  await expect(one.newNote).toHaveValue('');
  await expectAccessible(page, 'an open case');

  await one.button('dismiss').press('Enter');
  await expect(one.dismissal.dialog).toBeVisible();
  await one.dismissal.reason.fill('A line of a song.');
  await expectAccessible(page, 'a case about to be dismissed');
  await one.dismissal.confirm.press('Enter');
  await expect(one.button('reopen')).toBeVisible();
  await expect(one.part('timeline')).toContainText('A line of a song.');
  await expectAccessible(page, 'a dismissed case');
  await one.undo.press('Enter');
  await expect(one.button('dismiss')).toBeVisible();
});

test('a shift: warned, taken back, suspended, appealed against and left by another, found and undone in the audit log, all by keyboard', async ({
  page,
  t,
  app,
  given,
  signIn,
  openOtherBrowser,
}) => {
  test.setTimeout(180_000);
  const made = moderationFactories(app.db);
  const ada = await given.user({ role: 'moderator', displayName: 'Ada Moderator' });
  const ben = await given.user({ role: 'moderator', displayName: 'Ben Moderator' });
  const sam = await given.user({ displayName: 'Sam Shifty' });
  const id = await made.case(sam, { kind: 'spam', reportCount: 1 });
  await made.report(id, ben, { kind: 'spam', words: 'The same to everybody.' });

  await signIn(ada);
  const hers = casePage(page, t);
  await hers.open(id);
  await hers.button('claim').press('Enter');
  await expect(hers.toast('claimed')).toBeVisible();
  const { action } = hers;
  await action.open.press('Enter');
  await action.kind('warning').press('Space');
  await action.rule.press('ArrowDown');
  await expect(action.words).not.toHaveValue('');
  await action.words.fill('Please write only to who wants to hear from you.');
  await action.preview.press('Enter');
  await expect(action.mail).toContainText('Please write only to who wants to hear from you.');
  await expectAccessible(page, 'an action about to be taken');
  await action.confirm('warning', 'Sam Shifty').press('Enter');
  await expect(action.done).toBeVisible();
  await expect(hers.part('timeline')).toContainText(t('cases.sanctionKinds.warning'));
  // What was pressed is gone; one is still at the decision.
  await expect(action.openAgain).toBeVisible();
  await expect(page.locator('span:focus')).toHaveText(t('cases.decision'));
  await hers.takeBack.press('Enter');
  await hers.confirmTakeBack.press('Enter');
  await expect(hers.sanction('warning')).toContainText(t('cases.ended.undone'));
  await expect(page.locator('p:focus')).toContainText(t('cases.sanctionKinds.warning'));

  await action.openAgain.press('Enter');
  await action.kind('suspension').press('Space');
  await action.rule.press('ArrowDown');
  // As it is suggested of one that can wait, to somebody whose warning was taken back.
  await expect(action.until).toHaveValue('1');
  await action.until.press('ArrowDown');
  await action.words.fill('Three days to think about it.');
  await action.confirm('suspension', 'Sam Shifty').press('Enter');
  await expect(hers.sanction('suspension')).toContainText(t('cases.inForce'));
  await expectAccessible(page, 'a case that was acted on');

  const theirs = await openOtherBrowser();
  await signIn(sam, theirs);
  const standing = standingPage(theirs, t);
  await standing.openAccount();
  await expect(standing.why).toContainText('Three days to think about it.');
  await expectAccessible(theirs, 'a suspended account with its reason');
  await standing.appeal.open.press('Enter');
  await standing.appeal.words.fill('It was not the same at all.');
  await standing.appeal.send.press('Enter');
  await expect(standing.appeal.sent).toBeVisible();

  const other = await openOtherBrowser();
  await signIn(ben, other);
  const his = casePage(other, t);
  await his.open(id);
  await expect(his.part('appeal')).toContainText('It was not the same at all.');
  await his.button('claim').press('Enter');
  await expect(his.toast('claimed')).toBeVisible();
  await his.decideAppeal.open.press('Enter');
  await his.decideAppeal.uphold.press('Space');
  await his.decideAppeal.answer.fill('It was the same to forty people.');
  await his.decideAppeal.confirm.press('Enter');
  await expect(his.part('appeal')).toContainText(t('cases.appealOutcomes.upheld'));
  await standing.openAccount();
  await expect(standing.why).toContainText('Three days to think about it.');

  const audit = await openOtherBrowser();
  await signIn(await given.user({ role: 'administrator', displayName: 'Cleo Auditor' }), audit);
  const log = auditPage(audit, t);
  await log.open();
  await typeInto(audit, log.subject, sam.handle);
  await audit.keyboard.press('Enter');
  await expect(log.token(`${t('audit.filters.subject')}: @${sam.handle}`)).toBeVisible();
  const taken = t('audit.kinds.sanction.imposed');
  // The newest is on top.
  await expect(log.rows.filter({ hasText: taken }).first()).toContainText('Ada Moderator');
  await log.link(taken).first().press('Enter');
  await expect(log.heading(taken)).toBeVisible();
  await pressByKey(audit, log.undo);
  await expect(log.keep).toBeFocused();
  await audit.keyboard.press('Tab');
  await audit.keyboard.press('Enter');
  await expect(log.toUndoing).toBeVisible();
  await standing.open();
  await expect(standing.nothing).toBeVisible();
  await expect(standing.over).toContainText('Three days to think about it.');
  await expectAccessible(theirs, 'a standing without anything in force');
});

test('of several cases each says what became of it, and of a conflict who holds the case', async ({
  page,
  t,
  app,
  given,
  signIn,
  openOtherBrowser,
}) => {
  test.setTimeout(120_000);
  const made = moderationFactories(app.db);
  const ada = await given.user({ role: 'moderator', displayName: 'Ada Moderator' });
  const ben = await given.user({ role: 'moderator', displayName: 'Ben Moderator' });
  const [noah, zoe] = [
    await given.user({ displayName: 'Noah Notmine' }),
    await given.user({ displayName: 'Zoe Free' }),
  ];
  // A reason that no other test has.
  const facts = { kind: 'impersonation', urgency: 1, reportCount: 1, openedAt: new Date() };
  const held = await made.case(noah, facts);
  await made.case(zoe, facts);
  const query = '?kind=impersonation';

  await signIn(ada);
  const queue = queuePage(page, t);
  await queue.open(query);
  await expect(queue.removeFilter('kind', t('reportKinds.impersonation.name'))).toBeVisible();
  await queue.box('Noah Notmine').check();
  await queue.box('Zoe Free').check();

  const his = await openOtherBrowser();
  await signIn(ben, his);
  const hisCase = casePage(his, t);
  await hisCase.open(held);
  await hisCase.button('claim').click();
  await expect(hisCase.toast('claimed')).toBeVisible();

  await queue.claimChosen.click();
  await expect(queue.outcome('claim', 1)).toBeVisible();
  await expect(queue.heldBy('Ben Moderator')).toBeVisible();
  await expect(queue.row('Noah Notmine')).toContainText('Ben Moderator');

  await queue.box('Zoe Free').check();
  await queue.dismissChosen.click();
  await queue.confirmDismiss(1).click();
  await expect(queue.row('Zoe Free')).toBeHidden();
  await queue.filter('urgency').selectOption('3');
  await expect(queue.nothingFound).toBeVisible();
  await expect(page).toHaveURL(/urgency=3/);
  await page.goBack();
  await expect(queue.row('Noah Notmine')).toBeVisible();

  // Ben holds it: what he decides Ada cannot, unless she takes it over.
  const hers = casePage(page, t);
  await hers.open(held);
  await expect(hers.button('dismiss')).toBeHidden();
  await hers.button('takeOver').click();
  await expect(hers.button('dismiss')).toBeVisible();
});

test.describe('in French, on a phone', () => {
  test.use({ language: 'fr', viewport: { width: 390, height: 844 } });

  test('the queue is cards, and a case fits', async ({ page, t, app, given, signIn }) => {
    const made = moderationFactories(app.db);
    const mod = await given.user({ role: 'moderator', locale: 'fr' });
    const long = await given.user({ displayName: 'Maximilienne-Théodora de la Rochefoucauld-Montbazon' });
    const id = await made.case(long, { kind: 'sexual', urgency: 2, reportCount: 1 });
    await made.report(id, mod, { kind: 'sexual', words: 'x'.repeat(400) });
    await signIn(mod);
    const queue = queuePage(page, t);
    await queue.open('?kind=sexual');
    await expect(queue.row(long.displayName)).toBeVisible();
    await expectNoSidewaysScroll(page, 'the queue');
    await casePage(page, t).open(id);
    await expectNoSidewaysScroll(page, 'a case');
  });
});
