import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { recordStatements } from '@/db/recorder';
import { groups } from '@/db/schema/groups';
import { messages } from '@/db/schema/messages';
import { memberships } from '@/db/schema/permissions';
import { contactRequests, privacySettings } from '@/db/schema/privacy';
import { TEXTS } from '@/server/mail/letter';
import type { Person } from '@/server/testing/factories';
import { test as base } from './testing/mail-test';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** The lines of a digest, without when that was. */
function linesOf(mail: { text: string } | undefined): string[] {
  return [...(mail?.text ?? '').matchAll(/^- (.+) \([^()]*\)$/gm)].map(([, line]) => line ?? '');
}

const test = base
  /** Somebody who wants everything as a digest, whatever they are doing. */
  .extend('reader', { scope: 'file' }, ({ given }) => {
    return async (wish: { locale?: 'en' | 'fr' } = {}): Promise<Person> => {
      const person = await given.mailedWhileOnline(await given.user(wish));
      await given.notificationWish(person, { mode: 'digest' });
      return person;
    };
  })
  .extend('statesOf', { scope: 'file' }, ({ deliveryOf }) => {
    return async (person: Person, ids: string[]) => {
      const rows = await Promise.all(ids.map((id) => deliveryOf(person, id)));
      return rows.map((row) => (row?.state === 'suppressed' ? row.rule : row?.state));
    };
  });

test.for(['en', 'fr'] as const)(
  'of several who asked those are named in %s who are seen and wait for an answer, each in the place of what they did',
  async (locale, { db, given, reader, waiting, digestOf, statesOf }) => {
    const noah = await reader({ locale });
    const asked = async (displayName: string, minutes: number) => {
      const actor = await given.user({ displayName });
      await given.contactRequest(actor, noah);
      return { actor, id: await waiting(noah, 'contacts.asked', { actor, at: ago(minutes) }) };
    };
    const [mia, gone, hidden] = [await asked('Mia', 90), await asked('Gone', 80), await asked('Hidden', 70)];
    const [blocked, zoe] = [await asked('Blocked', 60), await asked('Zoé', 50)];
    await db.delete(contactRequests).where(eq(contactRequests.fromId, gone.actor.id));
    await db
      .update(privacySettings)
      .set({ profile: 'only_me' })
      .where(eq(privacySettings.userId, hidden.actor.id));
    await given.block(noah, blocked.actor);
    const accepted = async (actor: Person, minutes: number) =>
      waiting(noah, 'contacts.accepted', { actor, at: ago(minutes) });
    await given.contacts(noah, mia.actor);
    const [now, never] = [await accepted(mia.actor, 40), await accepted(zoe.actor, 30)];
    const nobody = await waiting(noah, 'contacts.accepted', { at: ago(20) });

    const { result, statements } = await recordStatements(() => digestOf(noah));
    const { contactRequest, told } = TEXTS[locale];
    expect(linesOf(result[0])).toEqual([
      told.contactAccepted.subject('Mia'),
      contactRequest.subject('Zoé'),
      contactRequest.subject('Mia'),
    ]);
    const ids = [mia, gone, hidden, blocked, zoe].map(({ id }) => id);
    expect(await statesOf(noah, [...ids, now, never, nobody])).toEqual(
      ['sent', 'gone', 'gone', 'gone', 'sent', 'sent', 'gone', 'gone'], //
    );
    for (const table of ['contact_requests', 'contacts'])
      expect(statements.filter(({ text }) => text.includes(`from "${table}" inner`))).toHaveLength(1);
  },
);

test.for(['en', 'fr'] as const)(
  'of several messages those are told in %s that wait to be read, without the name of who hides',
  async (locale, { db, given, reader, waiting, digestOf, statesOf }) => {
    const noah = await reader({ locale });
    const wrote = async (displayName: string, minutes: number, of: { to?: Person } = {}) => {
      const actor = await given.user({ displayName });
      const messageId = await given.message(actor, of.to ?? noah);
      const data = { messageId };
      return {
        actor,
        messageId,
        id: await waiting(noah, 'messages.received', { actor, at: ago(minutes), data }),
      };
    };
    const [mia, removed] = [await wrote('Mia', 90), await wrote('Removed', 80)];
    const [hidden, other] = [await wrote('Hidden', 70), await wrote('Other', 60, { to: await given.user() })];
    const zoe = await wrote('Zoé', 50);
    await db.update(messages).set({ removedAt: new Date() }).where(eq(messages.id, removed.messageId));
    await db
      .update(privacySettings)
      .set({ profile: 'only_me' })
      .where(eq(privacySettings.userId, hidden.actor.id));
    const { subject, somebody } = TEXTS[locale].message;
    expect(linesOf((await digestOf(noah))[0])).toEqual([subject('Zoé'), subject(somebody), subject('Mia')]);
    const ids = [mia, removed, hidden, other, zoe].map(({ id }) => id);
    expect(await statesOf(noah, ids)).toEqual(['sent', 'gone', 'sent', 'gone', 'sent']);
  },
);

test('of several groups each is told with who asks to come into that one, as long as one decides about it', async ({
  db,
  given,
  reader,
  waiting,
  digestOf,
  statesOf,
}) => {
  const noah = await reader();
  const [mia, zoe] = [await given.user({ displayName: 'Mia' }), await given.user({ displayName: 'Zoé' })];
  const group = async (name: string) => ({ name, id: await given.group({ managers: [noah] }, { name }) });
  const [walruses, seals, lost] = [await group('Walruses'), await group('Seals'), await group('Lost')];
  const asked = (actor: Person, { id: groupId }: { id: string }, minutes: number) =>
    waiting(noah, 'groups.joinAsked', { actor, groupId, at: ago(minutes) });
  await given.groupInvitation(walruses.id, mia, null);
  await given.groupInvitation(seals.id, zoe, null);
  await given.groupInvitation(lost.id, mia, null);
  await db.delete(memberships).where(eq(memberships.principalId, lost.id));
  const ids = [
    await asked(mia, walruses, 90),
    // Each of the two asks, and each of the groups is asked about, but not by these.
    await asked(zoe, walruses, 80),
    await asked(mia, seals, 70),
    await asked(zoe, seals, 60),
    await asked(mia, lost, 50),
  ];
  const [mail] = await digestOf(noah);
  expect(linesOf(mail)).toEqual(['Zoé asks to come into Seals', 'Mia asks to come into Walruses']);
  expect([...(mail?.text ?? '').matchAll(/\/groups\/(\S+)/g)].map(([, id]) => id)).toEqual([
    seals.id,
    walruses.id,
  ]);
  expect(await statesOf(noah, ids)).toEqual(['sent', 'gone', 'gone', 'sent', 'gone']);
});

test('of several groups that one was invited into, or let in, those are told that are there still', async ({
  db,
  given,
  reader,
  waiting,
  digestOf,
  statesOf,
}) => {
  const [noah, mia] = [await reader(), await given.user({ displayName: 'Mia' })];
  const [open, removed, late] = [
    await given.group({ owners: [mia] }),
    await given.group({ owners: [mia] }),
    await given.group({ owners: [mia] }),
  ];
  for (const groupId of [open, removed]) await given.groupInvitation(groupId, noah, mia);
  await given.groupInvitation(late, noah, mia, { at: ago(90), expiresAt: ago(1) });
  const [mine, closed] = [
    await given.group({ members: [noah] }, { name: 'Mine' }),
    await given.group({ members: [noah] }, { name: 'Closed' }),
  ];
  for (const id of [removed, closed])
    await db.update(groups).set({ removedAt: new Date() }).where(eq(groups.id, id));
  const ids = [];
  for (const groupId of [open, removed, late])
    ids.push(await waiting(noah, 'groups.invited', { actor: mia, groupId, at: ago(90) }));
  for (const groupId of [mine, closed])
    ids.push(await waiting(noah, 'groups.joined', { actor: mia, groupId, at: ago(60) }));
  const [mail] = await digestOf(noah);
  expect(linesOf(mail)).toEqual(['You are in the group Mine', 'Mia invites you into a group']);
  expect([...(mail?.text ?? '').matchAll(/\/groups\/(\S+)/g)].map(([, id]) => id)).toEqual([mine, open]);
  expect(await statesOf(noah, ids)).toEqual(['sent', 'gone', 'gone', 'sent', 'gone']);
});

test.for([
  ['en', ['Your account is no longer limited', 'A warning from the moderators']],
  ['fr', ['Votre compte n’est plus limité', 'Avertissement de la modération']],
] as const)(
  'of several sanctions one is told in %s of what holds and of the end of what does not, and not the other way round',
  async ([locale, lines], { given, reader, waiting, digestOf, statesOf }) => {
    const [noah, other, staff] = [await reader({ locale }), await given.user(), await given.user()];
    const warned = (await given.actedOn(noah, staff)).sanctionId;
    const over = { kind: 'limit', endedAt: new Date(), endedHow: 'expired' } as const;
    const ended = (await given.actedOn(noah, staff, over)).sanctionId;
    const theirs = (await given.actedOn(other, staff)).sanctionId;
    const about = (
      type: 'moderation.action' | 'moderation.actionEnded',
      sanctionId: string,
      minutes: number,
    ) => waiting(noah, type, { at: ago(minutes), data: { sanctionId, kind: 'warning' } });
    const ids = [
      await about('moderation.action', warned, 90),
      await about('moderation.action', ended, 80),
      await about('moderation.actionEnded', warned, 70),
      await about('moderation.actionEnded', ended, 60),
      await about('moderation.action', theirs, 50),
    ];
    const { result, statements } = await recordStatements(() => digestOf(noah));
    expect(linesOf(result[0])).toEqual(lines);
    expect(await statesOf(noah, ids)).toEqual(['sent', 'gone', 'gone', 'sent', 'gone']);
    expect(statements.filter(({ text }) => text.includes('from "sanctions"'))).toHaveLength(1);
  },
);

test('of several appeals, reports and questions to administrators each is told to whom it is for, while it is', async ({
  given,
  reader,
  waiting,
  digestOf,
  statesOf,
}) => {
  const [noah, other, staff] = [await reader(), await given.user(), await given.user()];
  await given.membership({ userId: noah.id, principalId: await given.role('roles.assign') });
  const appealed = async (by: Person, outcome: 'granted' | 'upheld' | null) => {
    const { caseId } = await given.actedOn(by, staff);
    const decided = outcome && ({ outcome, answer: 'We looked.', decidedAt: new Date() } as const);
    return given.appeal(by, caseId, { ...decided });
  };
  const reported = async (by: Person) => given.report(await given.case(await given.user()), by);
  const wanted = async (displayName: string, wish: { outcome?: 'refused' } = {}) =>
    given.approval(await given.user({ displayName }), staff, wish);
  const ids = [];
  for (const appealId of [
    await appealed(noah, 'upheld'),
    await appealed(noah, null),
    await appealed(other, 'granted'),
  ])
    ids.push(
      await waiting(noah, 'moderation.appealDecided', {
        at: ago(90),
        data: { appealId, outcome: 'granted' },
      }),
    );
  for (const reportId of [await reported(other), await reported(noah)])
    ids.push(
      await waiting(noah, 'moderation.reportUpdated', { at: ago(80), data: { reportId, outcome: 'acted' } }),
    );
  for (const approvalId of [await wanted('Mia'), await wanted('Refused', { outcome: 'refused' }), uuid()])
    ids.push(
      await waiting(noah, 'moderation.approvalAsked', { at: ago(70), data: { approvalId, kind: 'purge' } }),
    );
  expect(linesOf((await digestOf(noah))[0])).toEqual([
    'Shall the account of Mia be deleted for good?',
    'Something was done about what you reported',
    TEXTS.en.appealDecided.upheld.subject,
  ]);
  expect(await statesOf(noah, ids)).toEqual(['sent', 'gone', 'gone', 'gone', 'sent', 'sent', 'gone', 'gone']);
});

test('of several events of a log each of one’s own is told, whichever type it is', async ({
  given,
  reader,
  waiting,
  digestOf,
  statesOf,
}) => {
  const [noah, other] = [await reader(), await given.user()];
  const noted = async (person: Person, kind: 'passkey.added' | 'app.allowed' | 'session.started') =>
    (await given.event(person, { kind })).id;
  const told = async (
    type: 'security.factorChanged' | 'security.appChanged',
    eventId: string,
    minutes: number,
  ) => waiting(noah, type, { at: ago(minutes), data: { eventId, kind: 'passkey.added' } });
  const ids = [
    await told('security.factorChanged', await noted(noah, 'passkey.added'), 90),
    await told('security.factorChanged', await noted(other, 'passkey.added'), 80),
    await told('security.factorChanged', await noted(noah, 'session.started'), 70),
    await told('security.appChanged', await noted(noah, 'app.allowed'), 60),
  ];
  const { result, statements } = await recordStatements(() => digestOf(noah));
  expect(linesOf(result[0])).toEqual(['An app may act for you', 'A passkey was added']);
  expect(await statesOf(noah, ids)).toEqual(['sent', 'gone', 'gone', 'sent']);
  expect(statements.filter(({ text }) => text.includes('from "security_events"'))).toHaveLength(1);
});

test('of several services each speaks under its own name, and of several announcements those that stand', async ({
  given,
  reader,
  waiting,
  digestOf,
  statesOf,
}) => {
  const noah = await reader();
  const said = (title: string, minutes: number, client?: { id: string }) =>
    waiting(noah, 'product.service', {
      at: ago(minutes),
      data: { title, text: '', link: '' },
      ...(client && { clientId: client.id }),
    });
  const announced = async (announcementId: string, minutes: number) =>
    waiting(noah, 'product.announcement', { at: ago(minutes), data: { announcementId } });
  const [first, second] = [
    await given.announcement({ title: { en: 'First' } }),
    await given.announcement({ title: { en: 'Second' } }),
  ];
  const ids = [
    await said('Here', 90, await given.client({ name: 'Parcels' })),
    await said('Late', 80, await given.client({ name: 'Trains' })),
    await said('From nobody', 70),
    await announced(first, 60),
    await announced(uuid(), 50),
    // Whoever wrote it chose its id, and how they write that.
    await announced(second.toUpperCase(), 40),
  ];
  expect(linesOf((await digestOf(noah))[0])).toEqual([
    'Second',
    'First',
    'A service: From nobody',
    'Trains: Late',
    'Parcels: Here',
  ]);
  expect(await statesOf(noah, ids)).toEqual(['sent', 'sent', 'sent', 'sent', 'gone', 'sent']);
});
