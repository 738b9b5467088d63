import { expect, test } from './fixtures';
import { outboxPage } from './pages/outbox-page';
import { securityPage } from './pages/security-page';
import { newAddress } from './support/people';

test('a change of address is asked for, stands as pending, and is given up', async ({
  page,
  t,
  given,
  signIn,
  context,
  complaints,
}) => {
  complaints.expect(/status of 409/);
  const person = await given.user();
  await signIn(person);
  const security = securityPage(page, t);
  const card = security.card('email');
  await security.open();
  await security.changeEmail.click();
  await expect(security.newEmail).toBeFocused();
  await security.newEmail.fill('nowhere');
  await security.requestEmail.click();
  await expect(card).toContainText(t('problems.notAnEmail'));
  await security.newEmail.fill(person.email);
  await security.requestEmail.click();
  await expect(card).toContainText(t('security.email.same'));
  await expect(security.newEmail).toBeFocused();

  const email = newAddress();
  await security.newEmail.fill(email);
  await security.requestEmail.click();
  await expect(security.changeEmail).toBeFocused();
  await expect(card).toContainText(t('security.email.pending', { email }));
  await expect(card).toContainText(t('security.email.toApprove', { email: person.email }));
  const mail = await context.newPage();
  await outboxPage(mail, t).openNewestMailTo(person.email);

  await security.cancelEmail.click();
  await expect(security.toast(t('security.email.cancelled'))).toBeVisible();
  await expect(security.cancelEmail).toBeHidden();
  await expect(security.changeEmail).toBeFocused();
});
