import { sql } from 'drizzle-orm';
import { expect, test } from './fixtures';
import { securityPage } from './pages/security-page';
import { factorsIn } from './support/factors';

test('a part that cannot be read says so, while the others stand, and is tried again', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user();
  await factorsIn(app).passkey(person, { name: 'Here' });
  await signIn(person);
  const security = securityPage(page, t);
  await app.db.execute(sql`alter table trusted_devices rename to elsewhere`);
  try {
    await security.open();
    await expect(security.card('trustedDevices')).toContainText(t('security.unread'));
    await expect(security.remove('Here')).toBeVisible();
  } finally {
    await app.db.execute(sql`alter table elsewhere rename to trusted_devices`);
  }
  await security
    .card('trustedDevices')
    .getByRole('button', { name: t('errors.retry') })
    .click();
  await expect(security.card('trustedDevices')).toContainText(t('security.trustedDevices.empty'));
});
