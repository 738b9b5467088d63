import { notificationPreferences } from '@/db/schema/notifications';
import { expect, test } from './fixtures';
import { commandPalette } from './pages/command-palette';
import { notificationSettingsPage } from './pages/notifications-settings-page';
import { expectAccessible } from './support/accessibility';
import { pressByKey, tabTo } from './support/keyboard';
import { expectNoSidewaysScroll, expectReachable } from './support/layout';

const ARABIC_NAME = 'عبد الرحمن بن عبد العزيز';

test('what reaches somebody is switched, taken back, bundled, kept quiet, foretold and put back', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user({ timeZone: 'Europe/Paris' }));
  const settings = notificationSettingsPage(page, t);
  await settings.open();

  const push = settings.turnable('messages.received', 'push');
  const off = t('notificationSettings.turned.off', { what: settings.cellName('messages.received', 'push') });
  await push.uncheck();
  await settings.undo(off).click();
  await expect(settings.toast(t('notificationSettings.undone'))).toBeVisible();
  await expect(push).toBeChecked();

  const groups = settings.group('groups', 'push');
  await expect(groups).toBeChecked({ indeterminate: true });
  await expect(settings.turnable('groups.joined', 'push')).not.toBeChecked();
  await groups.click();
  await expect(settings.turnable('groups.joined', 'push')).toBeChecked();
  await expect(groups).toBeChecked();

  const mail = settings.choice('messages.received', 'email');
  const mailName = settings.cellName('messages.received', 'email');
  await mail.selectOption('digest');
  await expect(settings.toast(t('notificationSettings.turned.digest', { what: mailName }))).toBeVisible();

  await settings.quietOn('Monday').check();
  await settings.quietFrom('Monday').fill('21:00');
  await settings.copyToAll('Monday');
  await expect(settings.quietFrom('Sunday')).toHaveValue('21:00');
  await expect(settings.bar).toContainText(t('profile.unsaved', { count: 7 }));
  await settings.save();
  await expect(settings.saved).toBeVisible();
  await expect(settings.bar).toBeHidden();

  await settings.tryOut();
  await settings.ask('groups.invited');
  await expect(settings.told('email')).toContainText(/^Held until .*07:00/);
  await expect(settings.told('inApp')).toContainText(t('notificationSettings.simulate.now'));
  await settings.ask('messages.received');
  await expect(settings.told('email')).toContainText(/^In the digest of .*08:00/);
  await settings
    .told('push')
    .getByRole('link', { name: t('notificationSettings.rules.quietHours') })
    .click();
  await expect(settings.quietOn('Monday')).toBeFocused();

  await settings.showHistory();
  await settings.putBack(mailName).click();
  await expect(settings.toast(t('notificationSettings.history.done'))).toBeVisible();
  await expect(mail).toHaveValue('instant');

  await page.reload();
  await settings.stands();
  await expect(mail).toHaveValue('instant');
  await expect(groups).toBeChecked();
  await expect(settings.quietOn('Sunday')).toBeChecked();
});

test('a switch that is refused goes back alone, and many presses end as the last one', async ({
  page,
  t,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(/ERR_FAILED/);
  await signIn(await given.user());
  const settings = notificationSettingsPage(page, t);
  await page.route('**/api/trpc/notifications.preferences.set*', (route) =>
    route.request().postData()?.includes('groups.invited') ? route.abort() : route.continue(),
  );
  await settings.open();
  const refused = settings.turnable('groups.invited', 'push');
  const others = [
    settings.turnable('messages.received', 'push'),
    settings.turnable('contacts.asked', 'push'),
  ];
  await refused.click();
  for (const other of others) await other.click();
  for (let presses = 0; presses < 4; presses += 1) await others[0]?.click();
  const what = settings.cellName('groups.invited', 'push');
  await expect(settings.toast(t('notificationSettings.notChanged', { what }))).toBeVisible();
  await expect(refused).toBeChecked();
  for (const other of others) await expect(other).not.toBeChecked();
  await expect(settings.settled).toBeVisible();
  await page.reload();
  await settings.stands();
  await expect(refused).toBeChecked();
  for (const other of others) await expect(other).not.toBeChecked();
});

test('a link leads to its row, though the browser takes the focus away as it loads the page', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  // What Chromium does where its own way to the place in the address ends after ours.
  await page.addInitScript(() =>
    addEventListener('focusin', ({ target }) => requestAnimationFrame(() => (target as HTMLElement).blur()), {
      once: true,
    }),
  );
  const settings = notificationSettingsPage(page, t);
  await settings.open('#groups.joinAsked');
  await expect(settings.turnable('groups.joinAsked', 'inApp')).toBeFocused();
  await expect(settings.row('groups.joinAsked')).toHaveAttribute('data-shown');
});

test('a link leads to its row; a pause is ended and somebody is heard again; all of it is accessible', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user();
  const muted = await given.user({ displayName: ARABIC_NAME });
  const wishes = (['inApp', 'email', 'push'] as const).map((channel) => ({
    userId: person.id,
    scope: 'object' as const,
    key: `person:${muted.id}`,
    channel,
    mode: 'off' as const,
    means: 'inbox' as const,
    changedAt: new Date(),
  }));
  await app.db.insert(notificationPreferences).values(wishes);
  await signIn(person);
  const settings = notificationSettingsPage(page, t);
  await settings.open('#groups.joinAsked');
  await expect(settings.turnable('groups.joinAsked', 'inApp')).toBeFocused();
  await expect(settings.row('groups.joinAsked')).toBeInViewport();

  const palette = commandPalette(page, t);
  await palette.openByKeys();
  await palette.search('do not disturb');
  await palette.options.filter({ hasText: t('palette.quietHours') }).click();
  await expect(settings.quietOn('Monday')).toBeFocused();

  await settings.lock('security.newSignIn', 'email').click();
  await expect(settings.row('security.newSignIn')).toContainText(t('notificationSettings.locks.security'));
  await expect(settings.digests).toContainText(t('notificationSettings.zoneNone'));

  await settings.pauseFor('hour');
  await expect(settings.endPause).toBeVisible();
  await settings.quietOn('Friday').check();
  await settings.tryOut();
  await expect(settings.told('email')).toBeVisible();
  await settings.showHistory();
  await expect(settings.history.getByRole('button')).toHaveCount(1);
  await expectAccessible(page, 'notification settings, with all of it open');
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page, 'notification settings');

  await settings.endPause.click();
  await expect(settings.now).toContainText(t('notificationSettings.now.nothing'));
  await settings.unmute(ARABIC_NAME).click();
  await expect(settings.mutes).toContainText(t('notificationSettings.mutes.empty'));
});

test('offline a switch goes back alone and says why; what was saved stays, and it is pressed again later', async ({
  page,
  t,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(/ERR_INTERNET_DISCONNECTED/);
  await signIn(await given.user());
  const settings = notificationSettingsPage(page, t);
  await settings.open();
  const [saved, lost] = [
    settings.turnable('contacts.asked', 'push'),
    settings.turnable('groups.invited', 'push'),
  ];
  const nameOf = (type: 'contacts.asked' | 'groups.invited') => settings.cellName(type, 'push');
  await saved.uncheck();
  await expect(
    settings.toast(t('notificationSettings.turned.off', { what: nameOf('contacts.asked') })),
  ).toBeVisible();
  await expect(settings.settled).toBeVisible();

  // What is asked of the app, and not what is still read of the page since the switch before.
  await page.route('**/api/trpc/**', (route) => route.abort('internetdisconnected'));
  await lost.click();
  const what = nameOf('groups.invited');
  const refused = settings.toast(t('notificationSettings.notChanged', { what }));
  await expect(refused).toContainText(t('reasons.OFFLINE'));
  await expect(lost).toBeChecked();
  await expect(saved).not.toBeChecked();
  await expect(settings.settled).toBeVisible();

  await page.unroute('**/api/trpc/**');
  await lost.click();
  await expect(settings.toast(t('notificationSettings.turned.off', { what }))).toBeVisible();
  await page.reload();
  await settings.stands();
  await expect(lost).not.toBeChecked();
  await expect(saved).not.toBeChecked();
});

test('by keyboard alone: why one is locked, a switch and its Undo, a choice, a group, and what would happen if', async ({
  page,
  t,
  given,
  signIn,
}) => {
  test.setTimeout(90_000);
  await signIn(await given.user({ timeZone: 'Europe/Paris' }));
  const settings = notificationSettingsPage(page, t);
  await settings.open();
  const lock = settings.lock('security.newSignIn', 'email');
  await pressByKey(page, lock);
  await expect(settings.row('security.newSignIn')).toContainText(t('notificationSettings.locks.security'));
  await expect(lock).toBeFocused();

  const push = settings.turnable('messages.received', 'push');
  await tabTo(page, push);
  await page.keyboard.press('Space');
  await expect(push).not.toBeChecked();
  await expect(push).toBeFocused();
  const what = settings.cellName('messages.received', 'push');
  const undo = settings.undo(t('notificationSettings.turned.off', { what }));
  await expect(undo).toBeVisible();
  // Leads to the messages from everywhere.
  await page.keyboard.press('Alt+t');
  await pressByKey(page, undo);
  await expect(settings.toast(t('notificationSettings.undone'))).toBeVisible();
  await expect(push).toBeChecked();

  const mail = settings.choice('groups.invited', 'email');
  await tabTo(page, mail);
  await page.keyboard.press('ArrowDown');
  await expect(mail).toHaveValue('digest');
  await tabTo(page, settings.group('product', 'push'));
  await page.keyboard.press('Space');
  await expect(settings.turnable('product.announcement', 'push')).toBeChecked();
  await expect(settings.settled).toBeVisible();

  await pressByKey(page, settings.simulateOpener);
  await tabTo(page, settings.simulateType);
  // As far as no other begins so.
  await page.keyboard.type(t('notificationTypes.groups.invited').slice(0, 3));
  await expect(settings.told('email')).toContainText(/^In the digest of /);
  await expect(settings.told('push')).toContainText(t('notificationSettings.simulate.now'));
  await expectAccessible(page, 'notification settings, changed by keyboard');
});

test.describe('in French, on a phone', () => {
  test.use({ language: 'fr', viewport: { width: 390, height: 844 } });

  test('what reaches somebody is switched, kept quiet, foretold and listed, and nothing is wider than the screen', async ({
    page,
    t,
    given,
    signIn,
  }) => {
    test.setTimeout(90_000);
    await signIn(await given.user({ locale: 'fr', timeZone: 'Europe/Paris' }));
    const settings = notificationSettingsPage(page, t);
    await settings.open();
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    await expectNoSidewaysScroll(page, 'les réglages');
    await expectReachable(settings.kinds);

    const mail = settings.choice('messages.received', 'email');
    const mailName = settings.cellName('messages.received', 'email');
    await mail.selectOption({ label: 'Récapitulatif' });
    await expect(settings.toast(`Dans le récapitulatif : ${mailName}`)).toBeVisible();
    await settings.lock('security.newSignIn', 'email').click();
    await expect(settings.row('security.newSignIn')).toContainText('ne peut pas être désactivé');
    await settings.quietOn('lundi').check();
    await settings.save();
    await expect(settings.saved).toBeVisible();

    await settings.tryOut();
    await settings.ask('messages.received');
    await expect(settings.told('email')).toContainText(/^Dans le récapitulatif du /);
    await settings.showHistory();
    await expect(settings.history).toContainText(mailName);
    await expectNoSidewaysScroll(page, 'les réglages, tout ouvert');
  });
});
