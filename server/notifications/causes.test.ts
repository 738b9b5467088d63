import { and, asc, eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { notificationDeliveries, notificationEvents, notifications } from '@/db/schema/notifications';
import { finishExport } from '@/server/export/commands';
import { recordForAddress } from '@/server/security/commands';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { type Given, PASSWORD, type Person } from '@/server/testing/factories';
import { redeem } from '@/server/testing/next-auth';
import { CHANNELS, entryOf, type NotificationType, TYPE_NAMES } from './catalog';
import { fanOut } from './fan-out';
import { isLocked } from './rules';
import { test } from './testing/mail-test';

interface House {
  db: Database;
  given: Given;
  /** Who is told. */
  person: Person;
}

type Caused = Exclude<NotificationType, 'product.announcement' | 'product.service'>;

const MODERATOR = ['report.handle', 'report.decideAppeal', 'person.limit'] as const;
const ADMINISTRATOR = ['roles.assign', 'person.purge'] as const;
const ABOUT = { rule: 'spam', words: 'Please do not.' } as const;

/** What brings each type about, done as people do it. */
const CAUSES: Record<Caused, (house: House) => Promise<unknown>> = {
  'security.newSignIn': async ({ db, person }) => {
    for (const cookies of [new CookieJar(), new CookieJar()]) {
      const { auth } = callerFor(db, null, { cookies });
      await auth.signIn.start({ email: person.email });
      const { ticket } = await auth.signIn.password({ password: PASSWORD });
      await redeem(db, { ticket, cookies });
    }
  },
  'security.factorChanged': ({ db, person }) =>
    callerFor(db, person).auth.password.change({
      current: PASSWORD,
      password: 'nine herons wade past the mill',
    }),
  'security.appChanged': async ({ db, given, person }) => {
    const client = await given.client();
    const search = `${new URLSearchParams({
      response_type: 'code',
      client_id: client.id,
      redirect_uri: client.redirectUri,
      scope: 'profile.read',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    })}`;
    await callerFor(db, person).apps.authorize.allow({
      shownTo: person.id,
      search,
      scopes: ['profile.read'],
    });
  },
  'security.emailChanged': async ({ db, given, person }) => {
    const { confirm } = await given.emailChange(person, { stage: 'approved' });
    await callerFor(db, null).profile.changeEmail.confirm({ token: confirm });
  },
  'account.exportReady': async ({ db, person }) => {
    const { id } = await callerFor(db, person).account.export.request();
    await finishExport(db, { id, size: 1, now: new Date() });
  },
  'account.deletionScheduled': ({ db, person }) =>
    callerFor(db, person).account.scheduleDeletion({ handle: person.handle, keepsMessages: true }),
  'contacts.asked': async ({ db, given, person }) =>
    callerFor(db, await given.user()).contacts.ask({ userId: person.id }),
  'contacts.accepted': async ({ db, given, person }) => {
    const other = await given.user();
    await callerFor(db, person).contacts.ask({ userId: other.id });
    await callerFor(db, other).contacts.accept({ userId: person.id });
  },
  'messages.received': async ({ db, given, person }) => {
    const other = await given.longHere(await given.user());
    await callerFor(db, other).privacy.contact.send({ id: uuid(), toId: person.id, body: 'Good morning' });
  },
  'groups.invited': async ({ db, given, person }) => {
    const owner = await given.user();
    const groupId = await given.group({ owners: [owner] });
    await callerFor(db, owner).groups.invite({ groupId, handle: person.handle, standing: 'member' });
  },
  'groups.joinAsked': async ({ db, given, person }) => {
    const groupId = await given.group(
      { managers: [person] },
      { joining: 'request', visibility: 'signed_in' },
    );
    await callerFor(db, await given.user()).groups.join({ groupId });
  },
  'groups.joined': async ({ db, given, person }) => {
    const manager = await given.user();
    const groupId = await given.group({ managers: [manager] });
    await given.groupInvitation(groupId, person, null);
    await callerFor(db, manager).groups.requests.admit({ groupId, personId: person.id });
  },
  'moderation.reportUpdated': async ({ db, given, person }) => {
    const id = await given.case(await given.user());
    await given.report(id, person);
    const moderator = await given.holder(...MODERATOR);
    await callerFor(db, moderator).moderation.reports.resolve({ id, outcome: 'dismissed' });
  },
  'moderation.action': async ({ db, given, person }) => {
    const wish = { id: uuid(), caseId: await given.case(person), kind: 'limit', ...ABOUT } as const;
    await callerFor(db, await given.holder(...MODERATOR)).moderation.sanctions.impose(wish);
  },
  'moderation.actionEnded': async ({ db, given, person }) => {
    const moderator = await given.holder(...MODERATOR);
    const id = await given.sanction(person, await given.case(person), { kind: 'limit' });
    await callerFor(db, moderator).moderation.sanctions.end({ id });
  },
  'moderation.appealDecided': async ({ db, given, person }) => {
    const [first, second] = [await given.holder(...MODERATOR), await given.holder(...MODERATOR)];
    const { caseId } = await given.actedOn(person, first);
    const id = await given.appeal(person, caseId);
    const decision = { id, outcome: 'upheld', answer: 'It stays.' } as const;
    await callerFor(db, second).moderation.appeals.decide(decision);
  },
  'moderation.approvalAsked': async ({ db, given }) => {
    const about = { kind: 'purge', id: uuid(), reason: 'A made-up account' } as const;
    const { handle } = await given.user();
    await callerFor(db, await given.holder(...ADMINISTRATOR)).moderation.approvals.ask({
      ...about,
      person: handle,
    });
  },
};

const CAUSED = TYPE_NAMES.filter((type): type is Caused => Object.hasOwn(CAUSES, type));

/** Somebody who can be told of it, and wants mail whether or not they are here. */
async function reader(given: Given, type: Caused) {
  const isStaff = entryOf(type).staff;
  return given.mailedWhileOnline(isStaff ? await given.holder(...ADMINISTRATOR) : await given.user());
}

/** Has the worker lay out what a person is to be told, and answers what they were told of a type, and how. */
async function toldOf(db: Database, person: { id: string }, type: NotificationType) {
  const { id, audience } = notificationEvents;
  const events = await db
    .select({ id })
    .from(notificationEvents)
    .where(sql`${audience} -> 'ids' ? ${person.id}`);
  for (const event of events) await fanOut(db, { eventId: event.id });
  const isTheirs = and(eq(notifications.userId, person.id), eq(notifications.type, type));
  const rows = await db.select().from(notifications).where(isTheirs);
  const [row, ...others] = rows;
  if (!row || others.length) throw new Error(`${rows.length} notifications of ${type}`);
  const deliveries = await db
    .select()
    .from(notificationDeliveries)
    .where(and(eq(notificationDeliveries.userId, person.id), eq(notificationDeliveries.eventId, row.eventId)))
    .orderBy(asc(notificationDeliveries.channel));
  return { ...row, states: Object.fromEntries(deliveries.map((one) => [one.channel, one.state])) };
}

describe.each(CAUSED)('%s', (type) => {
  test('comes by its cause: into the inbox, and the mailbox as it is by default', async ({
    db,
    given,
    jobs,
    mailsOf,
  }) => {
    const person = await reader(given, type);
    await CAUSES[type]({ db, given, person });
    const { eventId, isShown, readAt, states } = await toldOf(db, person, type);
    const { channels } = entryOf(type);
    const byMode = { instant: 'queued', digest: 'bundled', off: 'suppressed' };
    expect({ isShown, readAt, states }).toMatchObject({
      isShown: true,
      readAt: null,
      states: { inApp: 'sent', email: byMode[channels.email ?? 'off'] },
    });
    const job = { name: 'notifications.mail', payload: { eventId, userId: person.id } };
    const isMailed = channels.email === 'instant';
    expect(
      (await jobs()).filter(({ payload }) => payload.eventId === eventId && payload.userId === person.id),
    ).toEqual(isMailed ? [job] : []);
    const mails = await mailsOf(person.id, eventId);
    expect(mails.map(({ to }) => to)).toEqual(isMailed ? [person.email] : []);
  });

  test('comes no more after the switch, except where that is locked', async ({
    db,
    given,
    jobs,
    mailsOf,
  }) => {
    const person = await reader(given, type);
    for (const channel of CHANNELS)
      await given.notificationWish(person, { scope: 'type', key: type, channel });
    await CAUSES[type]({ db, given, person });
    const { eventId, isShown, states } = await toldOf(db, person, type);
    const isMailed = isLocked(type, 'email');
    expect({ isShown, states }).toMatchObject({
      isShown: false,
      states: { inApp: 'suppressed', email: isMailed ? 'queued' : 'suppressed' },
    });
    const theirs = (await jobs()).filter(
      ({ payload }) => payload.eventId === eventId && payload.userId === person.id,
    );
    expect(theirs.map(({ name }) => name)).toEqual(isMailed ? ['notifications.mail'] : []);
    expect(await mailsOf(person.id, eventId)).toHaveLength(isMailed ? 1 : 0);
  });
});

test('what only announcements and other services send has no cause of ours', () => {
  expect(TYPE_NAMES.filter((type) => !CAUSED.some((one) => one === type))).toEqual([
    'product.announcement',
    'product.service',
  ]);
});

test('what a visitor did about an address writes the same, whether or not anybody has it', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const about = { kind: 'factor.closed', ip: '192.0.2.1', userAgent: undefined, now: new Date() } as const;
  const { audience } = notificationEvents;
  const told = () => db.$count(notificationEvents, sql`${audience} -> 'ids' = '[]'::jsonb`);
  const before = await told();
  await recordForAddress(db, { ...about, email: person.email });
  expect(await told()).toBe(before);
  await recordForAddress(db, { ...about, email: 'nobody-has-it@example.test' });
  expect(await told()).toBe(before + 1);
  expect((await toldOf(db, person, 'security.factorChanged')).isShown).toBe(true);
});
