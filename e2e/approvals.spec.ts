import { expect, test } from './fixtures';
import { approvalsPage } from './pages/approvals-page';
import { rolesPage } from './pages/roles-page';
import { expectAccessible } from './support/accessibility';
import { pressByKey, typeInto } from './support/keyboard';
import { expectNoSidewaysScroll } from './support/layout';

test('one administrator asks for another, a second one agrees, and the role is there', async ({
  page,
  t,
  given,
  signIn,
  openOtherBrowser,
  complaints,
}) => {
  // Alone it is refused.
  complaints.expect(/status of 403.*roles\.assign/);
  const helper = await given.user({ displayName: 'Nilufar' });
  const second = await openOtherBrowser();
  await signIn(await given.user({ role: 'administrator' }));
  await signIn(await given.user({ role: 'administrator' }), second);

  const [roles, mine] = [rolesPage(page, t), approvalsPage(page, t)];
  await roles.open();
  await roles.holdersLink(t('roles.builtIn.administrator')).click();
  await pressByKey(page, roles.assign);
  await expect(roles.person).toBeFocused();
  await page.keyboard.type(`@${helper.handle}`);
  await typeInto(page, roles.reason, 'Runs the house with us');
  await pressByKey(page, roles.assignConfirm);
  await expect(mine.needed).toBeVisible();
  await pressByKey(page, mine.ask);
  await expect(mine.asked).toBeVisible();
  await mine.open();
  await expect(mine.withdraw('Nilufar')).toBeVisible();

  const theirs = approvalsPage(second, t);
  await theirs.open();
  await expect(theirs.waiting).toContainText('Runs the house with us');
  await expectAccessible(second, 'what waits for a second administrator');
  await second.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(second, 'approvals on a narrow screen');
  await pressByKey(second, theirs.agree('Nilufar'));
  await expect(theirs.question).toContainText(t('roles.builtIn.administrator'));
  await pressByKey(second, theirs.agreeConfirm);
  await expect(theirs.over).toContainText(t('approvals.states.approved'));
  await expect(theirs.empty).toBeVisible();

  await roles.open();
  await roles.holdersLink(t('roles.builtIn.administrator')).click();
  await expect(roles.row('Nilufar')).toContainText('Runs the house with us');
});
