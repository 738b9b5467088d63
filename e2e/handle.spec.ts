import { expect, test } from './fixtures';
import { personPage } from './pages/person-page';
import { profilePage } from './pages/profile-page';

test.describe('the handle', () => {
  test('is looked up while it is typed, refused beside its field, and the input stays', async ({
    page,
    t,
    given,
    signIn,
    complaints,
  }) => {
    complaints.expect(/status of 409/);
    const other = await given.user();
    await signIn(await given.user());
    const profile = profilePage(page, t);
    await profile.open();
    await profile.editHandle.click();
    await expect(profile.handle).toBeFocused();
    await profile.handle.fill('no');
    await expect(profile.handleNews).toHaveText(t('problems.notAHandle'));
    await profile.handle.fill('\u0430da');
    await expect(profile.handleNews).toContainText('\u0430');
    await profile.handle.fill('adm1n');
    await expect(profile.handleNews).toHaveText(t('handle.answers.reserved', { handle: 'adm1n' }));
    await profile.handle.fill(`@${other.handle.toUpperCase()}`);
    await expect(profile.handleNews).toHaveText(t('handle.answers.taken', { handle: other.handle }));
    await profile.changeHandle.click();
    await expect(profile.handle).toBeFocused();
    await expect(profile.handle).toHaveAccessibleDescription(new RegExp(`^${t('reasons.HANDLE_TAKEN')}`));
    await expect(profile.handle).toHaveValue(`@${other.handle.toUpperCase()}`);
  });

  test('once changed the old address leads on, and it is taken back by one press, with the keyboard alone', async ({
    page,
    t,
    given,
    signIn,
  }) => {
    const person = await given.user();
    await signIn(person);
    const profile = profilePage(page, t);
    await profile.open();
    const fresh = `${person.handle}-new`;
    await profile.editHandle.focus();
    await page.keyboard.press('Enter');
    await expect(profile.handle).toBeFocused();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(fresh);
    await expect(profile.handleNews).toHaveText(t('handle.answers.free', { handle: fresh }));
    await page.keyboard.press('Enter');
    await expect(page.getByText(t('handle.changed', { handle: fresh }))).toBeVisible();
    await expect(profile.editHandle).toBeFocused();
    await expect(profile.handleCard).toContainText(t('handle.left', { count: 1 }));
    await expect(page.getByRole('link', { name: new RegExp(`/u/${fresh}$`) })).toBeVisible();

    await page.goto(`/u/${person.handle}`);
    await expect(page).toHaveURL(new RegExp(`/u/${fresh}$`));
    await expect(personPage(page, t).main).toContainText(`@${fresh}`);

    await profile.open();
    await profile.takeBack(person.handle).focus();
    await page.keyboard.press('Enter');
    await expect(profile.takeBack(fresh)).toBeVisible();
    await expect(profile.takeBack(person.handle)).toHaveCount(0);
    await expect(page.locator('body')).not.toBeFocused();
    await expect(page.getByRole('link', { name: new RegExp(`/u/${person.handle}$`) })).toBeVisible();
  });
});
