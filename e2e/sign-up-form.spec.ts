import { expect, test } from './fixtures';
import { signUpPage } from './pages/sign-up-page';
import { newAddress, PASSWORD } from './support/people';

test('each error stands beside its field, the first has the focus, the input stays', async ({ page, t }) => {
  const signUp = signUpPage(page, t);
  await signUp.open();
  await signUp.signUp({ displayName: '', email: 'not an address', password: 'short' });
  await expect(signUp.name).toBeFocused();
  await expect(signUp.name).toHaveAccessibleDescription(new RegExp(`^${t('problems.required')}`));
  await expect(signUp.email).toHaveAccessibleDescription(t('problems.notAnEmail'));
  await expect(signUp.password).toHaveAccessibleDescription(new RegExp(`^${t('problems.passwordTooShort')}`));
  await expect(signUp.email).toHaveValue('not an address');
  await expect(signUp.password).toHaveValue('short');
});

test('a password that is easy to guess is refused with what to do', async ({ page, t, complaints }) => {
  complaints.expect(/status of 400/);
  const signUp = signUpPage(page, t);
  await signUp.open();
  await signUp.signUp({ displayName: 'Lou Lindt', email: newAddress(), password: 'passwordpassword' });
  await expect(page.getByText(t('reasons.PASSWORD_GUESSABLE'))).toBeVisible();
  await signUp.password.fill(PASSWORD);
  await signUp.submit.click();
  await expect(signUp.checkMail).toBeVisible();
});

test('the password can be seen while it is typed', async ({ page, t }) => {
  const signUp = signUpPage(page, t);
  await signUp.open();
  await signUp.password.fill(PASSWORD);
  await expect(signUp.password).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: t('common.showPassword') }).click();
  await expect(signUp.password).toHaveAttribute('type', 'text');
  await expect(signUp.password).toHaveValue(PASSWORD);
});
