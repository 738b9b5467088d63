import { and, desc, eq } from 'drizzle-orm';
import { expect, type Page } from 'playwright/test';
import { v7 as uuid } from 'uuid';
import { isolate } from '@/components/isolate';
import { cases } from '@/db/schema/moderation';
import { emailChanges } from '@/db/schema/security';
import type { App, Given } from '@/e2e/fixtures';
import { profilePage } from '@/e2e/pages/profile-page';
import { signInPage } from '@/e2e/pages/sign-in-page';
import { signLink } from '@/server/links';
import type { NotificationType } from '@/server/notifications/catalog';
import type { BuiltInRole } from '@/server/roles/permissions';
import { contactFactories } from '@/server/testing/contact-factories';
import { groupFactories } from '@/server/testing/group-factories';
import { oauthFactories } from '@/server/testing/oauth-factories';
import { appSecret } from './factors';
import { newAddress, type Person } from './people';
import type { Words } from './words';

/** Somebody who is told of things, and what it takes to bring them about. */
export interface House {
  app: App;
  given: Given;
  t: Words;
  /** As they are now: what they are told of may be another password, or another address. */
  told: Person;
  page: Page;
  signIn(person: Person, page?: Page): Promise<void>;
  openOtherBrowser(): Promise<Page>;
  /** By which their browser takes pushes. */
  subscription: Record<string, unknown>;
  /** What moderators have done about them. */
  action?: { id: string; caseId: string };
}

interface Cause {
  /** Done as it is done by people, by way of the app. */
  bring(house: House): Promise<unknown>;
  /** Once all have been told: what stands in the way of what follows. */
  afterwards?(house: House): Promise<unknown>;
  /** What the inbox says. */
  line(t: Words): string;
  /** What the mail is called, and what a push says unless `pushed` does. */
  subject: string;
  pushed?: string;
  /** Why nothing is pushed, though its person wants it. */
  notPushed?: 'inactive';
}

const ACTOR = 'Mia Messenger';
const [WHO, GROUP] = [{ actor: isolate(ACTOR) }, { group: isolate('Walruses') }];
const [TITLE, PARCEL] = ['We move on Sunday', 'Your parcel is here'];
const ABOUT = { rule: 'spam', words: 'Please do not.' } as const;

/** Asks the app for something in the name of whoever is signed in there. */
export async function ask(
  page: Page,
  { app }: Pick<House, 'app'>,
  [procedure, data, status = 200]: [procedure: string, data?: Record<string, unknown>, status?: number],
) {
  const answer = await page.request.post(`${app.url}/api/trpc/${procedure}`, {
    data: data ?? {},
    headers: { origin: app.url },
  });
  expect(answer.status(), `${procedure}: ${await answer.text()}`).toBe(status);
}

export const CAUSES: Record<NotificationType, Cause> = {
  'security.newSignIn': {
    async bring({ told, t, openOtherBrowser }) {
      const other = await openOtherBrowser();
      const form = signInPage(other, t);
      await form.open();
      await form.signIn(told);
      await expect(profilePage(other, t).heading).toBeVisible({ timeout: 30_000 });
      // Its session may be ended by what comes next, which is no news here.
      await other.close();
    },
    line: (t) => t('notifications.types.security.newSignIn'),
    subject: 'Signed in from a new browser',
  },
  'security.factorChanged': {
    async bring(house) {
      const password = `nine herons wade past mill ${uuid().slice(-6)}`;
      const { password: current } = house.told;
      await ask(house.page, house, ['auth.password.change', { current, password }]);
      house.told.password = password;
    },
    line: (t) => t('notifications.types.security.factorChanged'),
    subject: 'Your password was changed',
  },
  'security.appChanged': {
    async bring(house) {
      const client = await oauthFactories(house.app.db).client();
      const search = `${new URLSearchParams({
        response_type: 'code',
        client_id: client.id,
        redirect_uri: client.redirectUri,
        scope: 'profile.read',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
      })}`;
      const answer = { shownTo: house.told.id, search, scopes: ['profile.read'] };
      await ask(house.page, house, ['apps.authorize.allow', answer]);
    },
    line: (t) => t('notifications.types.security.appChanged'),
    subject: 'An app may act for you',
  },
  'security.emailChanged': {
    async bring(house) {
      const { app, page, told } = house;
      const email = newAddress();
      await ask(page, house, ['profile.changeEmail.request', { email }]);
      const [change] = await app.db
        .select({ id: emailChanges.id })
        .from(emailChanges)
        .where(and(eq(emailChanges.userId, told.id), eq(emailChanges.newEmail, email)));
      const id = change?.id ?? '';
      // As in the links of the two mails, which are followed in email-change.spec.ts.
      const secret = await appSecret(app);
      for (const step of ['approve', 'confirm'] as const) {
        const token = signLink({ secret, purpose: `email-${step}`, id });
        await ask(page, house, [`profile.changeEmail.${step}`, { token }]);
      }
      told.email = email;
    },
    line: (t) => t('notifications.types.security.emailChanged'),
    subject: 'Your e-mail address was changed',
  },

  'account.exportReady': {
    bring: (house) => ask(house.page, house, ['account.export.request']),
    line: (t) => t('notifications.types.account.exportReady'),
    subject: 'The copy of your data is ready',
  },
  'account.deletionScheduled': {
    bring: (house) =>
      ask(house.page, house, [
        'account.scheduleDeletion',
        { handle: house.told.handle, keepsMessages: true },
      ]),
    async afterwards(house) {
      await house.signIn(house.told);
      await ask(house.page, house, ['account.cancelDeletion']);
      // It ended with the session before.
      await ask(house.page, house, ['notifications.push.subscribe', house.subscription]);
    },
    line: (t) => t('notifications.types.account.deletionScheduled'),
    subject: 'Your account will be deleted',
    notPushed: 'inactive',
  },

  'contacts.asked': {
    async bring(house) {
      await (await somebody(house)).does('contacts.ask', { userId: house.told.id });
    },
    line: (t) => t('notifications.types.contacts.asked', WHO),
    subject: `${ACTOR} wants to be your contact`,
  },
  'contacts.accepted': {
    async bring(house) {
      const other = await somebody(house);
      await ask(house.page, house, ['contacts.ask', { userId: other.id }]);
      await other.does('contacts.accept', { userId: house.told.id });
    },
    line: (t) => t('notifications.types.contacts.accepted', WHO),
    subject: `${ACTOR} is now your contact`,
  },
  'messages.received': {
    async bring(house) {
      const message = { id: uuid(), toId: house.told.id, body: 'Good morning' };
      await (await somebody(house)).does('privacy.contact.send', message);
    },
    line: (t) => t('notifications.types.messages.received', WHO),
    subject: `${ACTOR} wrote to you`,
  },

  'groups.invited': {
    async bring(house) {
      const owner = await somebody(house);
      const groupId = await groupOf(house, { owners: [owner] });
      await owner.does('groups.invite', { groupId, handle: house.told.handle, standing: 'member' });
    },
    line: (t) => t('notifications.types.groups.invited', { ...WHO, ...GROUP }),
    subject: `${ACTOR} invites you into a group`,
  },
  'groups.joinAsked': {
    async bring(house) {
      const groupId = await groupOf(house, { managers: [house.told] });
      await (await somebody(house)).does('groups.join', { groupId });
    },
    line: (t) => t('notifications.types.groups.joinAsked', { ...WHO, ...GROUP }),
    subject: `${ACTOR} asks to come into Walruses`,
  },
  'groups.joined': {
    async bring(house) {
      const owner = await somebody(house);
      const groupId = await groupOf(house, { owners: [owner] });
      await ask(house.page, house, ['groups.join', { groupId }]);
      await owner.does('groups.requests.admit', { groupId, personId: house.told.id });
    },
    line: (t) => t('notifications.types.groups.joined', GROUP),
    subject: 'You are in the group Walruses',
  },

  'moderation.reportUpdated': {
    async bring(house) {
      const reported = await house.given.user();
      await ask(house.page, house, ['moderation.reports.create', reportOf(reported)]);
      const moderator = await somebody(house, 'moderator');
      const id = await caseAbout(house, reported);
      await moderator.does('moderation.reports.resolve', { id, outcome: 'dismissed' });
    },
    line: (t) => t('notifications.types.moderation.reportUpdated', { outcome: 'dismissed' }),
    subject: 'What you reported was looked at',
  },
  'moderation.action': {
    async bring(house) {
      const [neighbour, moderator] = [await somebody(house), await somebody(house, 'moderator')];
      await neighbour.does('moderation.reports.create', reportOf(house.told));
      const action = { id: uuid(), caseId: await caseAbout(house, house.told) };
      await moderator.does('moderation.sanctions.impose', { ...action, ...ABOUT, kind: 'limit' });
      house.action = action;
    },
    line: (t) => t('notifications.types.moderation.action', { kind: 'limit' }),
    subject: 'Your account is limited',
  },
  'moderation.appealDecided': {
    async bring(house) {
      const id = uuid();
      const appeal = { id, caseId: house.action?.caseId, words: 'It was not me.' };
      await ask(house.page, house, ['moderation.appeals.file', appeal]);
      const moderator = await somebody(house, 'moderator');
      await moderator.does('moderation.appeals.decide', { id, outcome: 'upheld', answer: 'It stays.' });
    },
    line: (t) => t('notifications.types.moderation.appealDecided', { outcome: 'upheld' }),
    subject: 'Your appeal was not granted',
  },
  'moderation.actionEnded': {
    async bring(house) {
      const moderator = await somebody(house, 'moderator');
      await moderator.does('moderation.sanctions.end', { id: house.action?.id });
    },
    line: (t) => t('notifications.types.moderation.actionEnded', { kind: 'limit' }),
    subject: 'Your account is no longer limited',
  },
  'moderation.approvalAsked': {
    async bring(house) {
      const { handle: person } = await house.given.user({ displayName: 'Max Madeup' });
      const wish = { id: uuid(), kind: 'purge', person, reason: 'A made-up account' };
      await (await somebody(house, 'administrator')).does('moderation.approvals.ask', wish);
    },
    line: (t) => t('notifications.types.moderation.approvalAsked'),
    subject: 'Shall the account of Max Madeup be deleted for good?',
  },

  'product.announcement': {
    async bring(house) {
      const groupId = await groupOf(house, { members: [house.told] });
      const words = { title: { en: TITLE }, body: { en: 'Nothing will be there for an hour.' }, link: '' };
      const wish = { id: uuid(), ...words, audience: { groupId } };
      await (await somebody(house, 'administrator')).does('notifications.announcements.send', wish);
    },
    line: (t) => t('notifications.types.product.announcement', { title: isolate(TITLE) }),
    subject: TITLE,
  },
  'product.service': {
    async bring({ app, page, told }) {
      const client = await oauthFactories(app.db).client({
        name: 'Parcels',
        type: 'confidential',
        scopes: ['notifications:send'],
      });
      const granted = await page.request.post(`${app.url}/api/oauth/token`, {
        form: { grant_type: 'client_credentials', scope: 'notifications:send' },
        headers: { authorization: `Basic ${btoa(`${client.id}:${client.secret}`)}` },
      });
      expect(granted.status(), await granted.text()).toBe(200);
      const { access_token: token } = await granted.json();
      const sent = await fetch(`${app.url}/api/trpc/notifications.send`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'product.service',
          to: { kind: 'people', ids: [told.id] },
          data: { title: PARCEL },
          idempotencyKey: uuid(),
        }),
      });
      expect(sent.status, await sent.text()).toBe(200);
    },
    line: (t) =>
      t('notifications.types.product.service', { app: isolate('Parcels'), title: isolate(PARCEL) }),
    subject: PARCEL,
    pushed: `Parcels: ${PARCEL}`,
  },
};

/** Somebody else, who has been here for long, in a browser of their own. */
async function somebody(house: House, role?: BuiltInRole) {
  const { app, given, signIn, openOtherBrowser } = house;
  const person = await given.user({ displayName: ACTOR, ...(role && { role }) });
  await contactFactories(app.db).longHere(person);
  const browser = await openOtherBrowser();
  await signIn(person, browser);
  const does = (procedure: string, data: Record<string, unknown>) => ask(browser, house, [procedure, data]);
  return { ...person, does };
}

/** One that shows itself, and that people ask to come into. */
function groupOf({ app }: House, people: Parameters<ReturnType<typeof groupFactories>['group']>[0]) {
  const wish = { name: 'Walruses', joining: 'request', visibility: 'signed_in' } as const;
  return groupFactories(app.db).group(people, wish);
}

function reportOf({ id }: Person) {
  return { id: uuid(), subject: { kind: 'profile', id }, kind: 'spam' };
}

/** The latest case about somebody, which moderators would find in their queue. */
async function caseAbout({ app }: House, person: Person) {
  const [found] = await app.db
    .select({ id: cases.id })
    .from(cases)
    .where(eq(cases.personId, person.id))
    .orderBy(desc(cases.id))
    .limit(1);
  return found?.id ?? '';
}
