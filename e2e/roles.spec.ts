import { expect, test } from './fixtures';
import { rolesPage } from './pages/roles-page';
import { expectAccessible } from './support/accessibility';
import { pressByKey, tabTo, typeInto } from './support/keyboard';
import { expectNoSidewaysScroll } from './support/layout';

test('a role is made, looked at before it is saved, given until a day, taken and given back, all by keyboard', async ({
  page,
  t,
  given,
  signIn,
}) => {
  const helper = await given.user({ displayName: 'Noor' });
  await signIn(await given.user({ role: 'administrator' }));
  const roles = rolesPage(page, t);
  await roles.open();
  await pressByKey(page, roles.create);
  await expect(roles.name).toBeFocused();
  await page.keyboard.type('Night shift');
  await page.keyboard.press('Enter');
  const permission = t('permissions.names.jobs_view');
  const box = roles.box(permission, 'Night shift');
  await tabTo(page, box);
  await page.keyboard.press('Space');
  await expect(box).toBeChecked();
  await pressByKey(page, roles.look);
  await expect(roles.effects).toContainText(t('roles.nobodyAffected'));
  await pressByKey(page, roles.save);
  await expect(roles.effects).toBeHidden();
  await expect(box).toBeChecked();
  await expectAccessible(page, 'the table of roles');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, 'the table of roles');
  await page.setViewportSize({ width: 1280, height: 800 });

  await pressByKey(page, roles.holdersOf('Night shift', 0));
  await expect(roles.nobody).toBeVisible();
  await pressByKey(page, roles.assign);
  await expect(roles.person).toBeFocused();
  await page.keyboard.type(`@${helper.handle}`);
  await roles.until.fill('2099-12-31');
  await typeInto(page, roles.reason, 'On call');
  await pressByKey(page, roles.assignConfirm);
  await expect(roles.row('Noor')).toContainText('On call');
  await expect(roles.row('Noor').getByRole('link', { name: 'Noor' })).toHaveAttribute(
    'href',
    `/admin/users/${helper.handle}`,
  );
  await expect(roles.row('Noor')).toContainText('2100');
  await expectAccessible(page, 'the people of a role');
  // On a phone each is a card: until when, and what can be done, are in sight.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(roles.row('Noor').getByText('2100')).toBeInViewport();
  await expect(roles.actions('Noor')).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 1280, height: 800 });

  await pressByKey(page, roles.actions('Noor'));
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('End');
  await expect(roles.take).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(roles.nobody).toBeVisible();
  await roles.undo.click();
  await expect(roles.row('Noor')).toContainText('2100');

  // Now somebody would lose something by a change.
  await roles.open();
  await tabTo(page, box);
  await page.keyboard.press('Space');
  await pressByKey(page, roles.look);
  await expect(roles.effects).toContainText('Noor');
  await expect(roles.effects).toContainText(t('roles.lost', { count: 1 }));
  await expectAccessible(page, 'whom a change concerns');
});
