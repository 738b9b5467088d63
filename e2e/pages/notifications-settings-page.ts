import { expect, type Page } from 'playwright/test';
import { isolate } from '@/components/isolate';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';
import { type Category, CHANNELS, type NotificationType } from '@/server/notifications/catalog';

type Channel = (typeof CHANNELS)[number];

/** What reaches a person, where and when, in the settings. */
export function notificationSettingsPage(page: Page, t: Words) {
  const heading = page.getByRole('heading', { level: 1, name: t('notificationSettings.title'), exact: true });
  const region = (name: string) => page.getByRole('region', { name, exact: true });
  const lowered = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
  const cellName = (type: NotificationType, channel: Channel) =>
    t('notificationSettings.cell', {
      channel: t(`notificationSettings.channels.${channel}`),
      name: lowered(t(`notificationTypes.${type}`)),
    });
  const groupName = (category: Category, channel: Channel) =>
    t('notificationSettings.cellGroup', {
      channel: t(`notificationSettings.channels.${channel}`),
      name: lowered(t(`notificationSettings.categories.${category}`)),
    });
  const toast = (text: string) => page.getByRole('listitem').filter({ hasText: text });
  const bar = region(t('profile.unsavedLabel'));
  const kinds = region(t('notificationSettings.matrixTitle'));
  const quiet = region(t('notificationSettings.quiet.title'));
  const simulate = region(t('notificationSettings.simulate.title'));
  const simulateOpener = simulate.getByRole('button', { name: t('notificationSettings.simulate.open') });
  const typeChoice = simulate.getByRole('combobox', {
    name: t('notificationSettings.simulate.type'),
    exact: true,
  });
  const history = region(t('notificationSettings.history.title'));
  const now = region(t('notificationSettings.now.label'));
  const stands = async () => {
    await expect(heading).toBeVisible();
    await expect(region(t('notificationSettings.history.title'))).toBeVisible();
    await untilAlive(page);
  };
  return {
    heading,
    stands,
    async open(anchor = '') {
      await page.goto(`/settings/notifications${anchor}`);
      await stands();
    },
    cellName,
    groupName,
    /** Off or on. */
    turnable: (type: NotificationType, channel: Channel) =>
      page.getByRole('switch', { name: cellName(type, channel), exact: true }),
    /** Off, at once, or in the digest. */
    choice: (type: NotificationType, channel: Channel) =>
      page.getByRole('combobox', { name: cellName(type, channel), exact: true }),
    group: (category: Category, channel: Channel) =>
      page.getByRole('checkbox', { name: groupName(category, channel), exact: true }),
    /** Why a channel is always on. */
    lock: (type: NotificationType, channel: Channel) =>
      page.getByRole('button', {
        name: t('notificationSettings.lockedNamed', { what: cellName(type, channel) }),
        exact: true,
      }),
    row: (type: NotificationType) => page.locator(`[id="${type}"]`),
    toast,
    undo: (text: string) => toast(text).getByRole('button', { name: t('notificationSettings.undo') }),
    now,
    pauseFor: (name: 'halfHour' | 'hour' | 'tomorrow') =>
      page.getByRole('button', { name: t(`notificationSettings.pause.${name}`), exact: true }).click(),
    endPause: now.getByRole('button', { name: t('notificationSettings.now.end') }),
    kinds,
    /** All that was pressed is saved, or was refused. */
    settled: kinds.locator('[data-unsaved="false"]'),
    digests: region(t('notificationSettings.digest.title')),
    quiet,
    quietOn: (day: string) =>
      quiet.getByRole('checkbox', { name: t('notificationSettings.quiet.on', { day }), exact: true }),
    quietFrom: (day: string) => quiet.getByLabel(t('notificationSettings.quiet.fromNamed', { day })),
    async copyToAll(day: string) {
      await quiet.getByRole('button', { name: t('notificationSettings.quiet.copyNamed', { day }) }).click();
      await page.getByRole('menuitem', { name: t('notificationSettings.quiet.copyAll') }).click();
    },
    bar,
    save: () => bar.getByRole('button', { name: t('profile.save') }).click(),
    saved: toast(t('notificationSettings.saved')),
    simulate,
    simulateOpener,
    tryOut: () => simulateOpener.click(),
    simulateType: typeChoice,
    /** What would happen to one of these, at the moment that is there. */
    ask: (type: NotificationType) => typeChoice.selectOption({ label: t(`notificationTypes.${type}`) }),
    /** What would become of it on a channel. */
    told: (channel: Channel) =>
      simulate
        .getByRole('region', { name: t('notificationSettings.simulate.result') })
        .getByRole('definition')
        .nth(CHANNELS.indexOf(channel)),
    mutes: region(t('notificationSettings.mutes.title')),
    unmute: (name: string) =>
      page.getByRole('button', {
        name: t('notificationSettings.mutes.unmuteNamed', { name: isolate(name) }),
      }),
    history,
    showHistory: () => history.getByRole('button', { name: t('notificationSettings.history.open') }).click(),
    putBack: (what: string) =>
      history.getByRole('button', {
        name: new RegExp(`^${t('notificationSettings.history.revert')}: ${what}`),
      }),
  };
}
