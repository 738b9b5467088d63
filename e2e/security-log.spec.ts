import { accountFactories } from '@/server/testing/account-factories';
import { expect, test } from './fixtures';
import { securityPage } from './pages/security-page';
import { factorsIn } from './support/factors';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

test('the log shows what happened, by day, filtered, and further back', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user({ timeZone: 'Europe/Paris' });
  const { event } = accountFactories(app.db);
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  for (let n = 0; n < 25; n++)
    await event(person, { kind: 'signIn.failed', at: ago(48 + n), details: { factor: 'password' } });
  await event(person, {
    kind: 'session.startedInNewBrowser',
    at: ago(1),
    ip: '203.0.113.9',
    userAgent: FIREFOX,
    details: { methods: 'pwd otp' },
  });
  await event(person, { kind: 'session.started', at: ago(24 * 100) });
  await signIn(person);
  const security = securityPage(page, t);
  await security.open();
  await expect(security.card('securityLog')).toContainText(t('securityLog.text', { days: 90 }));
  const first = security.events.first();
  await expect(first).toContainText('Signed in with password and authenticator app, in a new browser');
  await expect(first).toContainText('Firefox on Linux');
  await expect(first).toContainText('203.0.113.9');
  await expect(first.getByRole('time')).toHaveAttribute('title', /20\d\d/);
  await expect(security.events).toHaveCount(20);
  await security.more.click();
  // And no further: what is older than 90 days is in no page.
  await expect(security.events).toHaveCount(26);
  await expect(security.more).toBeHidden();

  // What is done here stands on top, marked as of this session.
  await factorsIn(app).proveTwice(person);
  await security.changeEmail.click();
  await security.newEmail.fill('new@example.test');
  await security.requestEmail.click();
  await expect(security.events.first()).toContainText(t('securityLog.kinds.email.changeRequested'));
  await expect(security.events.first()).toContainText(t('securityLog.thisSession'));
  await expect(security.events).toHaveCount(27);

  await security.filter('account').click();
  await expect(security.events).toHaveCount(1);
  await expect(security.filter('account')).toHaveAttribute('aria-pressed', 'true');
  await security.filter('factors').click();
  await expect(security.card('securityLog')).toContainText(t('securityLog.emptyFiltered'));
  await security.filter('signIn').click();
  await expect(security.events).toHaveCount(20);
  await security.more.click();
  await expect(security.events).toHaveCount(26);
});

test('a log that does not come says so, and is tried again', async ({
  page,
  t,
  given,
  signIn,
  context,
  complaints,
}) => {
  complaints.expect(/ERR_INTERNET_DISCONNECTED/);
  await signIn(await given.user());
  const security = securityPage(page, t);
  await security.open();
  await context.setOffline(true);
  await security.filter('signIn').click();
  await expect(security.card('securityLog').getByRole('alert')).toContainText(t('reasons.OFFLINE'));
  await context.setOffline(false);
  await security
    .card('securityLog')
    .getByRole('button', { name: t('errors.retry') })
    .click();
  await expect(security.card('securityLog')).toContainText(t('securityLog.emptyFiltered'));
});

test('trust in a device is taken back', async ({ page, t, app, given, signIn }) => {
  const person = await given.user();
  const factors = factorsIn(app);
  await factors.totp(person);
  await factors.trustedDevice(person, { userAgent: FIREFOX });
  const here = await factors.trustedDevice(person);
  await signIn(person);
  await page
    .context()
    .addCookies([
      { name: 'foyer.device', value: here.cookie, url: app.url, httpOnly: true, sameSite: 'Lax' },
    ]);
  const security = securityPage(page, t);
  await security.open();
  const own = security.row('trustedDevices', t('security.trustedDevices.this'));
  await expect(own).toContainText(t('security.unknownDevice'));
  await security
    .row('trustedDevices', 'Firefox on Linux')
    .getByRole('button', { name: t('security.trustedDevices.revokeNamed', { device: 'Firefox on Linux' }) })
    .click();
  await expect(security.row('trustedDevices', 'Firefox on Linux')).toBeHidden();
  await expect(security.stopTrusting).toHaveCount(1);
  await expect(security.events.first()).toContainText(
    t('securityLog.kinds.trustedDevice.removed', { device: 'Firefox on Linux' }),
  );
  await security.stopTrusting.click();
  await expect(security.card('trustedDevices')).toContainText(t('security.trustedDevices.empty'));
});
