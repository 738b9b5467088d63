import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { groups } from '@/db/schema/groups';
import { appeals, sanctions as rows } from '@/db/schema/moderation';
import { announcements } from '@/db/schema/notifications';
import { memberships } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { BUILT_IN_ROLES } from '@/server/roles/permissions';
import { callerFor } from '@/server/testing/callers';
import { test } from './testing/mail-test';

test.for([
  ['en', 'warning', null],
  ['fr', 'suspension', 7],
  ['fr', 'limit', null],
  ['en', 'hiding', 3],
] as const)(
  'what goes out in %s about a %s is what was shown before',
  async ([locale, kind, days], { db, given, tell }) => {
    const [ada, sam] = [await given.holder(...BUILT_IN_ROLES.moderator), await given.user()];
    await db.update(users).set({ locale, timeZone: 'Europe/Paris' }).where(eq(users.id, sam.id));
    const wish = {
      caseId: await given.case(sam),
      kind,
      rule: 'privacy' as const,
      words: 'Voilà <b>why</b>.\nhttps://walrus.example.test/',
      hides: kind === 'hiding' ? (['photo', 'bio'] as const) : [],
      days,
    };
    const { sanctions } = callerFor(db, ada).moderation;
    const sent = { ...wish, hides: [...wish.hides] };
    // It names minutes: whichever of the two it is sent in.
    const before = await sanctions.preview(sent);
    const sanctionId = uuid();
    await sanctions.impose({ id: sanctionId, ...sent });
    const after = await sanctions.preview(sent);
    const [mail, ...others] = await tell(sam, 'moderation.action', { data: { sanctionId, kind } });
    expect(others).toEqual([]);
    expect(mail?.to).toEqual(sam.email);
    expect(before.locale).toBe(locale);
    expect([before.subject, after.subject]).toContain(mail?.subject);
    expect([before.text, after.text].map((text) => text.trim())).toContain(mail?.text.trim());
    expect(mail?.text).toContain('> Voilà <b>why</b>.\n> https://walrus.example.test/');
    expect(mail?.html).not.toContain('href="https://walrus');
    // Who decided it is no business of theirs.
    expect(`${mail?.text} ${mail?.html}`).not.toContain(ada.displayName);
  },
);

test('each owner of a hidden group reads the mail in their language, what it is called, and nothing of who', async ({
  db,
  given,
  tell,
}) => {
  const ada = await given.holder(...BUILT_IN_ROLES.moderator);
  const [owner, second, member] = [
    await given.user(),
    await given.user({ locale: 'fr' }),
    await given.user(),
  ];
  const groupId = await given.group({ owners: [owner], members: [member] }, { name: 'Walrus evil.example' });
  await given.membership({ userId: second.id, principalId: groupId, standing: 'owner' });
  const { sanctions } = callerFor(db, ada).moderation;
  const [id, caseId] = [uuid(), await given.groupCase(groupId)];
  const wish = { caseId, kind: 'group_hiding', rule: 'decency', words: 'No place here.' } as const;
  await sanctions.impose({ id, ...wish });
  const about = { data: { sanctionId: id, kind: 'group_hiding' } };
  const [mail, ...others] = await tell(owner, 'moderation.action', about);
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ to: owner.email, subject: 'The moderators have hidden a group of yours' });
  expect(mail?.text).toContain('Group: Walrus\nRule: Decency\nNo end date');
  expect(mail?.text).toContain('you or another owner can appeal once');
  expect(`${mail?.text} ${mail?.html}`).not.toContain(ada.displayName);
  const [french] = await tell(second, 'moderation.action', about);
  expect(french?.subject).toBe('La modération a masqué un de vos groupes');
  expect(await tell(member, 'moderation.action', about)).toEqual([]);
  // What there is to write by a rule is in the language of each, own words are as they were written.
  expect(french?.text).toContain('> No place here.');
  const preset = (await sanctions.start({ caseId })).presets.decency;
  await db.update(rows).set({ words: preset }).where(eq(rows.id, id));
  const [own] = await tell(owner, 'moderation.action', about);
  expect(own?.text).toContain('> The name or the description of this group is sexual or violent');
  const [theirs] = await tell(second, 'moderation.action', about);
  expect(theirs?.text).toContain('> Le nom ou la description de ce groupe est d’une nature sexuelle');
  await sanctions.end({ id });
  const [ended] = await tell(owner, 'moderation.actionEnded', about);
  expect(ended?.subject).toBe('A group of yours is no longer hidden');
  expect(ended?.text).toContain('Group: Walrus\n');
  // Nobody reads so of one that something else hides by now.
  await db.update(groups).set({ hiddenAt: new Date() }).where(eq(groups.id, groupId));
  expect(await tell(owner, 'moderation.actionEnded', about)).toEqual([]);
});

test('one that was taken back before its mail went out is told of once, as over', async ({
  db,
  given,
  tell,
}) => {
  const [ada, sam] = [await given.holder(...BUILT_IN_ROLES.moderator), await given.user()];
  const { sanctions } = callerFor(db, ada).moderation;
  const id = uuid();
  const caseId = await given.case(sam);
  await sanctions.impose({ id, caseId, kind: 'limit', rule: 'spam', words: 'Less of it.', days: 1 });
  await sanctions.end({ id });
  const data = { sanctionId: id, kind: 'limit' };
  expect(await tell(sam, 'moderation.action', { data })).toEqual([]);
  const [mail] = await tell(sam, 'moderation.actionEnded', { data });
  expect(mail?.subject).toBe('Your account is no longer limited');
});

test('an administrator is asked in their language, and nothing of it leads where a name wants to', async ({
  db,
  given,
  tell,
}) => {
  const [asker, admin] = [await given.user({ displayName: 'Mia' }), await given.holder('roles.assign')];
  await db.update(users).set({ locale: 'fr' }).where(eq(users.id, admin.id));
  const person = await given.user({ displayName: 'Noah evil.example.test' });
  const approvalId = await given.approval(person, asker, { reason: 'Secret of the house' });
  const ask = (id: string) =>
    tell(admin, 'moderation.approvalAsked', { data: { approvalId: id, kind: 'purge' } });
  const [mail] = await ask(approvalId);
  expect(mail?.to).toBe(admin.email);
  expect(mail?.subject).toBe('Supprimer pour de bon le compte de Noah\u202F?');
  expect(mail?.text).toContain('Mia souhaite supprimer pour de bon le compte de Noah.');
  expect(mail?.text).toContain('/admin/approvals');
  expect(`${mail?.text}${mail?.html}`).not.toContain('evil.example');
  expect(mail?.text).not.toContain('Secret of the house');
  // What is decided by then nobody need agree to.
  expect(await ask(await given.approval(await given.user(), asker, { outcome: 'refused' }))).toEqual([]);
  // Nor is whoever was one when it was asked told whom it is about.
  await db.delete(memberships).where(eq(memberships.userId, admin.id));
  expect(await ask(await given.approval(await given.user(), asker))).toEqual([]);
});

test('an appeal is answered in the words of who decided it', async ({ db, given, tell }) => {
  const [person, first] = [await given.user(), await given.user()];
  const { caseId } = await given.actedOn(person, first);
  const id = await given.appeal(person, caseId);
  const data = { appealId: id, outcome: 'granted' };
  expect(await tell(person, 'moderation.appealDecided', { data })).toEqual([]);
  await db
    .update(appeals)
    .set({ outcome: 'granted', answer: 'You are right.\nSorry.' })
    .where(eq(appeals.id, id));
  const [mail] = await tell(person, 'moderation.appealDecided', { data });
  expect(mail).toMatchObject({ to: person.email, subject: 'Your appeal was granted' });
  expect(mail?.text).toContain('> You are right.\n> Sorry.\n');
  expect(mail?.text).not.toContain(first.displayName);
});

test.for([
  ['en', 'granted', 'looked at what was done about the group, and has granted your appeal: it ends now.'],
  ['en', 'upheld', 'looked at what was done about the group. It stays as it is'],
  [
    'fr',
    'granted',
    'la mesure prise à l’égard du groupe et accepte votre recours\u00A0: la mesure est levée.',
  ],
  ['fr', 'upheld', 'la mesure prise à l’égard du groupe. La mesure est maintenue'],
] as const)(
  'to an owner who appealed it is told in %s as %s of the group, and not of them',
  async ([locale, outcome, words], { given, tell }) => {
    const owner = await given.user({ locale });
    const groupId = await given.group({ owners: [owner] });
    const caseId = await given.groupCase(groupId);
    await given.sanction(null, caseId, { groupId, kind: 'group_hiding' });
    const id = await given.appeal(owner, caseId, { outcome, answer: 'We looked.' });
    const [mail] = await tell(owner, 'moderation.appealDecided', { data: { appealId: id, outcome } });
    expect(mail?.text.replaceAll(/ ?\n/g, ' ')).toContain(words);
    expect(mail?.text).toContain('> We looked.');
    expect(mail?.text).not.toMatch(/about you|à votre égard/);
  },
);

test.for([
  ['acted', 'Something was done about what you reported'],
  ['dismissed', 'What you reported was looked at'],
] as const)(
  'whoever reported learns that it was %s, and nothing of who',
  async ([outcome, subject], { given, tell }) => {
    const [reporter, other] = [await given.user(), await given.user({ displayName: 'Walter Walrus' })];
    const reportId = await given.report(await given.case(other), reporter);
    const data = { reportId, outcome };
    const [mail] = await tell(reporter, 'moderation.reportUpdated', { data });
    expect(mail).toMatchObject({ to: reporter.email, subject });
    expect(`${mail?.text}${mail?.html}`).not.toContain('Walter');
    expect(await tell(other, 'moderation.reportUpdated', { data })).toEqual([]);
  },
);

test('an announcement is read in one’s language, in English where it is not written in that', async ({
  db,
  given,
  tell,
}) => {
  const [noah, zoe] = [await given.user(), await given.user({ locale: 'fr' })];
  const announce = async (title: { en: string; fr?: string }, link = '') => {
    const id = uuid();
    const ids = { id, eventId: uuid() };
    await db
      .insert(announcements)
      .values({ ...ids, createdAt: new Date(), title, body: { en: 'Text' }, link });
    return { data: { announcementId: id } };
  };
  const both = await announce({ en: 'Hello', fr: 'Bonjour' }, '/settings/privacy');
  expect((await tell(noah, 'product.announcement', both))[0]?.subject).toBe('Hello');
  const [mail] = await tell(zoe, 'product.announcement', both);
  expect(mail?.subject).toBe('Bonjour');
  expect(mail?.text).toContain('http://localhost:3000/settings/privacy');
  const english = await announce({ en: 'News' });
  expect((await tell(zoe, 'product.announcement', english))[0]?.subject).toBe('News');
  expect(await tell(noah, 'product.announcement', { data: { announcementId: uuid() } })).toEqual([]);
  // Whoever waits for a digest is not told what was cancelled meanwhile.
  const staff = callerFor(db, await given.holder('announcements.send')).notifications.announcements;
  const announcementId = await given.announcement();
  await staff.cancel({ id: announcementId });
  expect(await tell(noah, 'product.announcement', { data: { announcementId } })).toEqual([]);
});

test('what another service says stands under its name', async ({ given, tell }) => {
  const noah = await given.user();
  const data = { title: 'Your parcel', text: 'It is here.', link: 'https://parcels.example.test/1' };
  const [mail] = await tell(noah, 'product.service', { data });
  expect(mail).toMatchObject({ subject: 'Your parcel', fromName: 'A service via Foyer' });
  expect(mail?.text).toContain('> It is here.');
  expect(mail?.html).toContain('href="https://parcels.example.test/1"');
});

test('a service is named in its mails, each of which ends what services send, and sends ten an hour', async ({
  given,
  tell,
}) => {
  const [noah, other] = [await given.user({ locale: 'fr' }), await given.user()];
  const { client } = await given.service({ name: 'Colis' });
  const about = { clientId: client.id, data: { title: 'Votre colis', text: 'Il est là.' } };
  const [mail] = await tell(noah, 'product.service', about);
  expect(mail).toMatchObject({
    subject: 'Votre colis',
    fromName: 'Colis via Foyer',
    unsubscribe: expect.stringContaining('/unsubscribe'),
  });
  expect(mail?.text).toContain('Colis, un service relié à votre compte Foyer, vous informe');
  for (let n = 1; n < 10; n++) expect(await tell(noah, 'product.service', about)).toHaveLength(1);
  expect(await tell(noah, 'product.service', about)).toEqual([]);
  expect(await tell(other, 'product.service', about)).toHaveLength(1);
});
