import { eq } from 'drizzle-orm';
import { casePictures, cases } from '@/db/schema/moderation';
import { dismissCases } from '@/server/moderation/case-changes';
import { evidenceAddress } from '@/server/moderation/rules';
import { contactFactories } from '@/server/testing/contact-factories';
import { expect, test } from './fixtures';
import { personActions } from './pages/contacts-page';
import { inboxPage } from './pages/inbox-page';
import { photoCard } from './pages/photo-card';
import { profilePage } from './pages/profile-page';
import { ownReportsPage, reportDialog } from './pages/report-dialog';
import { expectAccessible } from './support/accessibility';
import { wideImage } from './support/images';
import { expectNoSidewaysScroll, expectReachable } from './support/layout';

test('somebody reports a profile by keyboard, sees what is kept, and what becomes of it', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  test.setTimeout(120_000);
  const [mia, mod] = [await given.user(), await given.user({ role: 'moderator' })];
  const noah = await given.user({ displayName: 'Noah Neighbour', bio: 'Buy my pills' });
  await signIn(mia);
  const own = ownReportsPage(page, t);
  await own.open();
  await expect(own.empty).toBeVisible();
  await expectAccessible(page, 'no report yet');

  const actions = personActions(page, t);
  const report = reportDialog(page, t);
  await actions.open(noah.handle);
  await actions.more('Noah Neighbour').press('Enter');
  await report.entry('reportProfile', 'Noah Neighbour').press('Enter');
  await expect(report.kind('danger')).toBeFocused();
  await report.next.press('Enter');
  await expect(report.kindMissing).toBeVisible();
  await report.kind('threat').press('Space');
  await expectAccessible(page, 'why it is reported');
  await page.keyboard.press('Enter');
  await expect(report.heading('wordsTitle')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(report.words).toBeFocused();
  await page.keyboard.type('They send this to everybody.');
  await page.keyboard.press('Escape');
  await expect(report.dialog).toBeHidden();
  await expect(actions.more('Noah Neighbour')).toBeFocused();

  // What was begun is still there.
  await page.keyboard.press('Enter');
  await report.entry('reportProfile', 'Noah Neighbour').press('Enter');
  await expect(report.kind('threat')).toBeChecked();
  await report.next.press('Enter');
  await expect(report.words).toHaveValue('They send this to everybody.');
  await report.next.press('Enter');
  await expect(report.heading('keptTitle')).toBeFocused();
  await expect(report.kept('name')).toHaveText('Noah Neighbour');
  await expect(report.kept('bio')).toHaveText('Buy my pills');
  await expectAccessible(page, 'what is kept');
  await report.send.press('Enter');
  await expect(report.heading('doneTitle')).toBeFocused();
  await expect(report.danger).toBeVisible();
  await expectAccessible(page, 'what happens next');
  await report.done.press('Enter');
  await expect(report.dialog).toBeHidden();

  await own.open();
  await expect(own.row('profile', 'Noah Neighbour')).toContainText(own.state('waiting'));
  const [opened] = await app.db.select({ id: cases.id }).from(cases).where(eq(cases.personId, noah.id));
  await dismissCases(app.db, {
    ids: [opened?.id ?? ''],
    reason: '',
    staff: { userId: mod.id, reach: { everyone: true } },
    cause: { actorId: mod.id },
    now: new Date(),
  });
  await own.open();
  await expect(own.row('profile', 'Noah Neighbour')).toContainText(own.state('dismissed'));
  await expectAccessible(page, 'a report that is decided');
});

test('a photo that was reported is kept for moderators, whatever becomes of it', async ({
  page,
  t,
  app,
  given,
  signIn,
  openOtherBrowser,
}) => {
  test.setTimeout(120_000);
  const [mia, mod] = [await given.user(), await given.user({ role: 'moderator' })];
  const noah = await given.user({ displayName: 'Noah Neighbour' });
  const [his, theirs] = [await openOtherBrowser(), await openOtherBrowser()];
  await signIn(noah, his);
  const photo = photoCard(his, t);
  await profilePage(his, t).open();
  await photo.pick(await wideImage());
  await photo.save.click();
  await expect(photo.toast(t('photo.saved'))).toBeVisible();

  await signIn(mia);
  const [actions, report] = [personActions(page, t), reportDialog(page, t)];
  await actions.open(noah.handle);
  await actions.more('Noah Neighbour').click();
  await report.entry('reportPhoto', 'Noah Neighbour').click();
  await report.kind('spam').check();
  await report.next.click();
  await report.next.click();
  await expect(report.photo).toBeVisible();
  await report.send.click();
  await expect(report.heading('doneTitle')).toBeVisible();
  await photo.remove.click();
  await expect(photo.undo).toBeVisible();

  const [kept] = await app.db
    .select({ id: casePictures.id })
    .from(casePictures)
    .innerJoin(cases, eq(cases.id, casePictures.caseId))
    .where(eq(cases.personId, noah.id));
  const address = evidenceAddress({ pictureId: kept?.id ?? '' });
  await signIn(mod, theirs);
  const shown = await theirs.request.get(address);
  expect([shown.status(), shown.headers()['content-type']]).toEqual([200, 'image/webp']);
  expect((await his.request.get(address)).status()).toBe(404);
  expect((await page.request.get(address)).status()).toBe(404);
});

test.describe('in French, on a phone', () => {
  test.use({ language: 'fr', viewport: { width: 390, height: 844 } });

  test('a message is reported where it is read, once', async ({ page, t, app, given, signIn }) => {
    const [mia, noah] = [
      await given.user({ locale: 'fr' }),
      await given.user({ displayName: 'Noah Neighbour' }),
    ];
    await contactFactories(app.db).message(noah, mia, { body: 'I know where you live.' });
    await signIn(mia);
    const inbox = inboxPage(page, t);
    const report = reportDialog(page, t);
    await inbox.open();
    await inbox.press('I know where you live.');
    await report.fromMessage.click();
    await report.kind('spam').check();
    await expectNoSidewaysScroll(page, 'why it is reported');
    await expectReachable(report.dialog);
    await report.next.click();
    await report.next.click();
    await expect(report.kept('message')).toHaveText('I know where you live.');
    await expectReachable(report.dialog);
    await report.send.click();
    await report.done.click();
    await report.fromMessage.click();
    await expect(report.already).toBeVisible();
    await report.done.click();

    const own = ownReportsPage(page, t);
    await own.open();
    await expect(own.row('message', 'Noah Neighbour')).toContainText(own.state('waiting'));
    await expectNoSidewaysScroll(page, 'own reports');
  });
});
