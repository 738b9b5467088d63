import { eq } from 'drizzle-orm';
import { sessions } from '@/db/schema/sign-in';
import { connectionFactories } from '@/server/testing/connection-factories';
import { expect } from './fixtures';
import { securityPage } from './pages/security-page';
import { STEP_UP_COMPLAINT, stepUpDialog } from './pages/step-up-dialog';
import { test } from './provider-fixtures';
import { factorsIn } from './support/factors';

test('whoever has nothing but an account elsewhere confirms by signing in with it again', async ({
  page,
  t,
  app,
  elsewhere,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(STEP_UP_COMPLAINT);
  const person = await given.user();
  const factors = factorsIn(app);
  await factors.withoutPassword(person);
  const account = await connectionFactories(app.db).connection(person);
  elsewhere.account = { id: Number(account.accountId), login: account.label, email: 'al@elsewhere.test' };
  await signIn(person);
  await factors.letProofAge(person);
  const security = securityPage(page, t);
  await security.open();
  await security.addApp.click();
  const { dialog } = stepUpDialog(page, t);
  await expect(dialog).toContainText(t('stepUp.elsewhere'));
  // Of what is offered here, only what the person has connected.
  await expect(dialog.getByRole('button', { name: 'Google' })).toBeHidden();
  await dialog.getByRole('button', { name: t('stepUp.againWith', { provider: 'GitHub' }) }).click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(`${app.url}/settings/security`);
  await security.stands();
  await security.addApp.click();
  await expect(security.enrolment.dialog).toBeVisible();
  // The new session is in the place of the old one.
  expect(await app.db.$count(sessions, eq(sessions.userId, person.id))).toBe(1);
});
