import { and, asc, eq } from 'drizzle-orm';
import type { Page } from 'playwright/test';
import type { Database } from '@/db/client';
import { notificationDeliveries, notifications } from '@/db/schema/notifications';
import { CHANNELS, entryOf, type NotificationType, TYPE_NAMES } from '@/server/notifications/catalog';
import { isLocked } from '@/server/notifications/rules';
import type { BuiltInRole } from '@/server/roles/permissions';
import { contactFactories } from '@/server/testing/contact-factories';
import { startPushEndpoint } from '@/server/testing/push-endpoint';
import { expect, test } from './fixtures';
import { notificationsPage } from './pages/notifications-page';
import { notificationSettingsPage } from './pages/notifications-settings-page';
import { outboxPage } from './pages/outbox-page';
import { profilePage } from './pages/profile-page';
import { signInPage } from './pages/sign-in-page';
import { ask, CAUSES, type House } from './support/causes';

/*
 * Every type of the catalogue by its real cause: what people do goes to the running app over HTTP, each in a browser of their
 * own, and its worker does the rest. The pages on which they would press it have specs of their own; of signing in, the page is
 * the cause. What comes of it is looked at where its person does: in the inbox, in the mails, and at the service of their
 * browser's pushes; and it is switched off on the page of settings.
 */

const PEOPLE: {
  what: string;
  types: [NotificationType, ...NotificationType[]];
  witness: NotificationType;
  role?: BuiltInRole;
}[] = [
  {
    what: 'the security of an account',
    types: ['security.newSignIn', 'security.factorChanged', 'security.appChanged', 'security.emailChanged'],
    witness: 'messages.received',
  },
  {
    what: 'an account',
    types: ['account.exportReady', 'account.deletionScheduled'],
    witness: 'messages.received',
  },
  {
    what: 'contacts and messages',
    types: ['contacts.asked', 'contacts.accepted', 'messages.received'],
    witness: 'account.exportReady',
  },
  {
    what: 'groups',
    types: ['groups.invited', 'groups.joinAsked', 'groups.joined'],
    witness: 'messages.received',
  },
  {
    what: 'reports, and what moderators do',
    // In the order in which they can happen.
    types: [
      'moderation.reportUpdated',
      'moderation.action',
      'moderation.appealDecided',
      'moderation.actionEnded',
    ],
    witness: 'messages.received',
  },
  {
    what: 'what administrators ask and announce, and what other services send',
    types: ['moderation.approvalAsked', 'product.announcement', 'product.service'],
    witness: 'messages.received',
    role: 'administrator',
  },
];

test('every type of the catalogue is caused here', () => {
  const caused = PEOPLE.flatMap(({ types }) => types);
  expect(caused.toSorted()).toEqual(TYPE_NAMES.toSorted());
});

for (const { what, types, witness, role } of PEOPLE) {
  test(`told of ${what}: in the inbox, by mail and by push, and no more after the switch, except where that is locked`, async ({
    page,
    t,
    app,
    given,
    signIn,
    openOtherBrowser,
  }) => {
    test.setTimeout(180_000);
    const service = await startPushEndpoint();
    const told = await given.user(role && { role });
    await contactFactories(app.db).longHere(told);
    const { subscription } = service;
    const house: House = { app, given, t, told, page, subscription, signIn, openOtherBrowser };
    const { bring, came } = watching(house);
    const shows = async () => {
      await expectInbox(house, came);
      await expectMails(house, came);
      const pushed = came.flatMap(({ type, states }) =>
        states.push === 'sent' ? [CAUSES[type].pushed ?? CAUSES[type].subject] : [],
      );
      expect(service.received.map(({ content }) => content)).toEqual(
        pushed.map((title) => expect.objectContaining({ title })),
      );
    };

    if (types.includes('security.newSignIn')) await comeIn(house);
    else await signIn(told);
    await ask(page, house, ['notifications.push.subscribe', subscription]);
    await ask(page, house, ['notifications.schedule.set', { mailWhileOnline: true }]);
    await wantAll(house, types);
    for (const type of types) await bring(type, true);
    await shows();

    await switchOff(house, types);
    for (const type of types) await bring(type, false);
    // Still wanted: of all that was done since, it comes alone.
    await bring(witness, true);
    await shows();
    await service.stop();
  });
}

/** What was told, and became of it: what is expected, which `bring` has seen. */
interface Came {
  type: NotificationType;
  /** The address of the account when it was caused. */
  to: string;
  states: Record<(typeof CHANNELS)[number], 'sent' | 'suppressed'>;
}

/** Brings things about one after the other, each once all that comes of the one before has come or is left out for good. */
function watching(house: House) {
  const came: Came[] = [];
  return {
    came,
    async bring(type: NotificationType, isWanted: boolean) {
      const { bring, afterwards, notPushed } = CAUSES[type];
      const stateOn = (channel: (typeof CHANNELS)[number]) =>
        isWanted || isLocked(type, channel) ? 'sent' : 'suppressed';
      const push = notPushed ? 'suppressed' : stateOn('push');
      came.push({
        type,
        to: house.told.email,
        states: { inApp: stateOn('inApp'), email: stateOn('email'), push },
      });
      await bring(house);
      const ofType = came.filter((one) => one.type === type).map(({ states }) => states);
      await expect
        .poll(() => statesOf(house.app.db, { userId: house.told.id, type }), {
          intervals: [100],
          timeout: 20_000,
          message: `what became of ${type}`,
        })
        .toEqual(ofType);
      await afterwards?.(house);
    },
  };
}

/** What became of all that somebody was told of a type, the oldest first. */
async function statesOf(db: Database, { userId, type }: { userId: string; type: NotificationType }) {
  const { eventId, channel, state } = notificationDeliveries;
  const rows = await db
    .select({ eventId, channel, state })
    .from(notificationDeliveries)
    .innerJoin(
      notifications,
      and(eq(notifications.userId, notificationDeliveries.userId), eq(notifications.eventId, eventId)),
    )
    .where(and(eq(notifications.userId, userId), eq(notifications.type, type)))
    .orderBy(asc(eventId));
  const ids = [...new Set(rows.map((row) => row.eventId))];
  return ids.map((id) =>
    Object.fromEntries(rows.filter((row) => row.eventId === id).map((row) => [row.channel, row.state])),
  );
}

/** By the page, so that the next browser is not their first. */
async function comeIn({ page, t, told }: House) {
  const form = signInPage(page, t);
  await form.open();
  await form.signIn(told);
  // The work that a password costs takes its time on a busy machine.
  await expect(profilePage(page, t).heading).toBeVisible({ timeout: 30_000 });
  await leave(page);
}

/** What follows may end the session, of which a page that is open would complain. */
async function leave(page: Page) {
  await page.goto('about:blank');
}

/** Also what comes in the digest, or not at all, unless they choose otherwise. */
async function wantAll(house: House, types: NotificationType[]) {
  const changes = types.flatMap((key) =>
    CHANNELS.filter((channel) => entryOf(key).channels[channel] !== 'instant').map((channel) => ({
      ...{ scope: 'type', key, channel },
      mode: 'instant',
    })),
  );
  if (changes.length > 0) await ask(house.page, house, ['notifications.preferences.setMany', { changes }]);
}

/**
 * On every channel, unless it is locked there: then there is nothing to press, and the app takes no such wish. The first type by
 * its own switches, the others as the switch of their group does it.
 */
async function switchOff(house: House, types: [NotificationType, ...NotificationType[]]) {
  const [first, ...others] = types;
  await pressOff(house, first);
  const wishes = (keys: NotificationType[]) =>
    keys.flatMap((key) => CHANNELS.map((channel) => ({ scope: 'type', key, channel, mode: 'off' }) as const));
  const changes = wishes(others).filter(({ key, channel }) => !isLocked(key, channel));
  if (changes.length > 0) await ask(house.page, house, ['notifications.preferences.setMany', { changes }]);
  for (const wish of wishes(types).filter(({ key, channel }) => isLocked(key, channel)))
    await ask(house.page, house, ['notifications.preferences.set', wish, 409]);
}

async function pressOff({ page, t }: House, type: NotificationType) {
  const settings = notificationSettingsPage(page, t);
  await settings.open();
  for (const channel of CHANNELS) {
    const [turnable, choice] = [settings.turnable(type, channel), settings.choice(type, channel)];
    if (isLocked(type, channel)) {
      await expect(settings.lock(type, channel)).toBeVisible();
      await expect(turnable.or(choice)).toHaveCount(0);
    } else if (channel === 'email' && entryOf(type).digestable) {
      await choice.selectOption('off');
    } else {
      // By its key: what was said of the switch before may lie over it.
      await turnable.press('Space');
      await expect(turnable).not.toBeChecked();
    }
  }
  await expect(settings.settled).toBeVisible();
  await leave(page);
}

async function expectInbox({ page, t }: House, came: Came[]) {
  const inbox = notificationsPage(page, t);
  const count = (type: NotificationType, isIn: (states: Came['states']) => boolean) =>
    came.filter((one) => one.type === type && isIn(one.states)).length;
  const folders = {
    all: (type: NotificationType) => count(type, ({ inApp }) => inApp === 'sent'),
    held: (type: NotificationType) => count(type, (states) => Object.values(states).includes('suppressed')),
  };
  for (const folder of ['all', 'held'] as const) {
    await inbox.open(folder);
    for (const type of new Set(came.map((one) => one.type)))
      await expect(inbox.sentence(CAUSES[type].line(t)), `${type} in ${folder}`).toHaveCount(
        folders[folder](type),
      );
  }
  await leave(page);
}

async function expectMails({ page, t }: House, came: Came[]) {
  const outbox = outboxPage(page, t);
  await outbox.open();
  await expect(outbox.list).toBeVisible();
  for (const { type, to } of came) {
    const { subject } = CAUSES[type];
    const mails = came.filter((one) => one.type === type && one.to === to && one.states.email === 'sent');
    await expect(outbox.mailsTo(to).filter({ hasText: subject }), `${type} to ${to}`).toHaveCount(
      mails.length,
    );
  }
  await leave(page);
}
