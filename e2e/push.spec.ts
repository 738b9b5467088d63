import type { Page } from 'playwright/test';
import { contactFactories } from '@/server/testing/contact-factories';
import { startPushEndpoint } from '@/server/testing/push-endpoint';
import { expect, test } from './fixtures';
import { personActions } from './pages/contacts-page';
import { pushCard } from './pages/push-card';
import { expectAccessible } from './support/accessibility';

// The headless shell lets nobody notify: here it is the whole Chromium.
test.use({
  launchOptions: async ({ launchOptions }, provide) => {
    const executablePath = process.env.CHROMIUM_PATH;
    await provide({ ...launchOptions, ...(executablePath && { executablePath }) });
  },
});

/**
 * Chromium would subscribe at the push service of its maker, which is not on this machine. What it says of itself is taken from
 * a service that is; everything else is the browser's own: permission, service worker, what it shows.
 */
async function subscribesAt(page: Page, subscription: { endpoint: string; keys: Record<string, string> }) {
  await page.addInitScript((json) => {
    let current: unknown = null;
    const made = {
      endpoint: json.endpoint,
      toJSON: () => json,
      unsubscribe: async () => {
        current = null;
        return true;
      },
    };
    Object.assign(PushManager.prototype, {
      subscribe: async () => {
        current = made;
        return made;
      },
      getSubscription: async () => current,
    });
  }, subscription);
}

test('a browser is set up for pushes at a press, gets them, shows them, and is forgotten when it takes none any more', async ({
  page,
  t,
  app,
  given,
  signIn,
  openOtherBrowser,
}) => {
  test.setTimeout(120_000);
  const service = await startPushEndpoint();
  const mia = await given.user({ displayName: 'Mia Pushed' });
  const ada = await given.user({ displayName: 'Ada Asks' });
  await contactFactories(app.db).longHere(ada);
  await page.context().grantPermissions(['notifications'], { origin: app.url });
  await subscribesAt(page, service.subscription);
  await signIn(mia);
  const push = pushCard(page, t);
  await push.open();
  await expect(push.empty).toBeVisible();
  await push.add.click();
  await expect(push.added).toBeVisible();
  const name = 'Chrome, Linux';
  await expect(push.here(name)).toBeVisible();
  await expect(push.add).toBeHidden();
  await push.rename(name, 'The one at work');
  const renamed = 'The one at work';
  await expect(push.row(renamed)).toBeVisible();
  await push.help.click();
  await expectAccessible(page, 'browsers that take pushes');
  await push.test(renamed).click();
  await expect(push.tested('sent', renamed)).toBeVisible();
  expect(service.received).toHaveLength(1);

  const other = await openOtherBrowser();
  await signIn(ada, other);
  const hers = personActions(other, t);
  await hers.open(mia.handle);
  await hers.ask.click();
  await expect.poll(() => service.received.length).toBe(2);
  const { content } = service.received[1] ?? {};
  expect(content).toMatchObject({ title: expect.stringContaining('Ada Asks') });

  // What its service would hand to the browser by now.
  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first) resolve(first.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  const data = JSON.stringify(content);
  const registrationId = await registered;
  await devtools.send('ServiceWorker.deliverPushMessage', { origin: app.url, registrationId, data });
  const shown = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title }) => title);
    });
  await expect.poll(shown).toEqual([expect.stringContaining('Ada Asks')]);

  service.answer(410);
  await push.test(renamed).click();
  await expect(push.tested('gone', renamed)).toBeVisible();
  await expect(push.empty).toBeVisible();
  await service.stop();
});

test('who has blocked notifications is told where to allow them, and is not asked', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
  });
  await signIn(await given.user());
  const push = pushCard(page, t);
  await push.open();
  await expect(push.blocked).toBeVisible();
  await expect(push.add).toBeHidden();
});
