import { expect, test } from './fixtures';
import { accessPage } from './pages/access-page';
import { expectAccessible } from './support/accessibility';
import { pressByKey, tabTo, typeInto } from './support/keyboard';
import { expectNoSidewaysScroll } from './support/layout';

test('why somebody may not, the smallest grant that allows it, why they may, and taking it back, all by keyboard', async ({
  page,
  t,
  given,
  signIn,
}) => {
  test.setTimeout(120_000);
  const helper = await given.user({ displayName: 'Wilhelmina Xandrak' });
  const member = await given.user({ displayName: 'Barnaby Zinc' });
  await signIn(await given.user({ role: 'administrator' }));
  const permission = t('permissions.names.person_note');
  const access = accessPage(page, t);
  await access.open();

  await tabTo(page, access.who);
  await page.keyboard.type('xandrak');
  await expect(access.option('Wilhelmina Xandrak')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(access.chosen('Wilhelmina Xandrak')).toBeVisible();
  await access.may.selectOption({ label: permission });
  await expect(access.withWhom).toBeVisible();
  await tabTo(page, access.withWhom);
  await page.keyboard.type('zinc');
  await expect(access.option('Barnaby Zinc')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(access.answer).toContainText(t('grants.smallestTitle'));
  await expect(access.answer.getByRole('status')).toContainText(/^No\./);
  await expectAccessible(page, 'why somebody may not');

  await page.setViewportSize({ width: 1280, height: 800 });
  await pressByKey(page, access.giveThis);
  await expect(access.dialog).toContainText(t('grants.giveCount', { count: 1 }));
  await expectAccessible(page, 'giving the smallest');
  await page.setViewportSize({ width: 1280, height: 800 });
  await typeInto(page, access.reason, 'Holiday cover');
  await pressByKey(page, access.giveConfirm);
  await expect(access.answer.getByRole('status')).toContainText(/^Yes\./);
  await expect(access.answer).toContainText('Holiday cover');

  await access.openPerson(helper);
  await expect(access.held).toContainText('Barnaby Zinc');
  await expectAccessible(page, 'what somebody was given');
  await expectNoSidewaysScroll(page, 'what somebody was given');
  await page.setViewportSize({ width: 1280, height: 800 });
  const take = access.take({ name: 'Wilhelmina Xandrak', object: 'Barnaby Zinc', permission });
  await pressByKey(page, take);
  await expect(access.held).toContainText(t('grants.heldNothing'));
  await access.undo.click();
  await expect(access.held).toContainText('Holiday cover');
  await pressByKey(page, take);
  await expect(access.held).toContainText(t('grants.heldNothing'));

  await access.openPerson(member);
  await expect(access.whoMay).toContainText(t('roles.builtIn.administrator'));
  await expect(access.whoMay).not.toContainText('Wilhelmina Xandrak');
  await access.open(`?who=${helper.id}&may=person.note&on=${member.id}`);
  await expect(access.answer.getByRole('status')).toContainText(/^No\./);
});
