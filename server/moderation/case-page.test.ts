import { and, eq, inArray } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { groups } from '@/db/schema/groups';
import { memberships, objectDenies, objectGrants } from '@/db/schema/permissions';
import { recordAudit } from '@/server/audit/commands';
import { REMOVED_GROUP_DAYS } from '@/server/groups/catalog';
import { sweepGroups } from '@/server/groups/sweep';
import { PERMISSIONS } from '@/server/roles/permissions';
import { callerFor } from '@/server/testing/callers';
import type { Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

test('a case has what was reported, by whom, and what came of their earlier reports', async ({
  db,
  given,
  trail,
}) => {
  const mod = await given.holder('report.handle', 'person.note');
  const [subject, reporter] = [await given.user(), await given.user()];
  const earlier = await given.case(subject, {
    subjectKind: 'photo',
    state: 'resolved',
    outcome: 'acted',
    rule: 'decency',
  });
  await given.report(earlier, reporter);
  const id = await given.case(subject, { reportCount: 1, urgency: 2, kind: 'hate' });
  const evidence = { displayName: 'As they were', bio: 'A bio', unknown: 'never shown', at: 7 };
  await given.report(id, reporter, { kind: 'hate', words: 'Look at the bio', evidence });
  const { moderation } = callerFor(db, mod);
  await moderation.reports.claim({ id });
  await moderation.notes.add({ id: uuid(), caseId: id, body: 'Was warned before.' });
  const page = await moderation.reports.get({ id });
  expect(page).toMatchObject({
    subject: { kind: 'profile', id: subject.id },
    state: 'open',
    urgency: 2,
    claim: { by: { userId: mod.id }, isMine: true },
    resolution: null,
    person: { userId: subject.id, handle: subject.handle, status: 'active' },
    group: null,
    earlier: [{ id: earlier, outcome: 'acted', rule: 'decency' }],
    sanctions: [],
    notes: [{ body: 'Was warned before.', by: { userId: mod.id }, caseId: id }],
    appeal: null,
  });
  expect(page.timeline.map(({ kind }) => kind)).toEqual(['claimed', 'noted']);
  expect(page.reports).toEqual([
    expect.objectContaining({
      kind: 'hate',
      words: 'Look at the bio',
      evidence: { displayName: 'As they were', bio: 'A bio' },
      reporter: {
        userId: reporter.id,
        handle: reporter.handle,
        displayName: reporter.displayName,
        reported: 2,
        actedOn: 1,
      },
      unnamed: null,
    }),
  ]);
  await moderation.reports.get({ id });
  const views = (await trail(subject)).filter(({ kind }) => kind === 'person.viewedByStaff');
  expect(views).toHaveLength(1);
  expect(views[0]).toMatchObject({ actorId: mod.id, after: { case: id } });
});

test('a moderator of a group is not told of a reporter who is outside of it', async ({ db, given }) => {
  const [subject, mate, stranger] = [await given.user(), await given.user(), await given.user()];
  const groupId = await given.groupWith(subject, mate);
  const mod = await given.moderating(await given.user(), groupId);
  const id = await given.case(subject);
  await given.report(id, mate, { at: new Date(Date.now() - 1000) });
  await given.report(id, stranger);
  const { reports } = await callerFor(db, mod).moderation.reports.get({ id });
  expect(reports.map(({ reporter, unnamed }) => [reporter?.userId ?? null, unnamed])).toEqual([
    [mate.id, null],
    [null, 'out of reach'],
  ]);
});

test('a moderator neither finds nor reads what was reported of themselves', async ({ db, given }) => {
  const mod = await given.holder('report.handle', 'person.view', 'person.note');
  const id = await given.case(mod);
  await given.report(id, await given.user());
  await given.note(mod, await given.user());
  const { moderation } = callerFor(db, mod);
  expect(await refusal(moderation.reports.get({ id }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await refusal(moderation.notes.list({ caseId: id }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await refusal(moderation.notes.list({ personId: mod.id }))).toEqual({ reason: 'NOT_FOUND' });
  const note = { id: uuid(), personId: mod.id, body: 'I am nice' };
  expect(await refusal(moderation.notes.add(note))).toEqual({ reason: 'NOT_FOUND' });
});

test('what was reported of a group that was cleared away does not exist for who owned or managed it until then; nobody is named', async ({
  db,
  given,
}) => {
  const staff = () => given.holder('report.handle', 'audit.view');
  const [owner, manager, member, mod] = [await staff(), await staff(), await staff(), await staff()];
  const groupId = await given.group({ owners: [owner], managers: [manager], members: [member] });
  const id = await given.groupCase(groupId);
  const reporter = await given.user();
  await given.report(id, reporter);
  const named = async (person: Person) => {
    const { reports } = await callerFor(db, person).moderation.reports.get({ id });
    return reports.map(({ reporter: by, unnamed }) => [by?.userId ?? null, unnamed]);
  };
  expect(await named(mod)).toEqual([[reporter.id, null]]);
  await callerFor(db, owner).groups.remove({ groupId });
  await sweepGroups(db, { now: new Date(Date.now() + (REMOVED_GROUP_DAYS + 1) * 86_400_000) });
  for (const person of [member, mod]) expect(await named(person)).toEqual([[null, 'group gone']]);
  for (const person of [owner, manager])
    expect(await refusal(named(person))).toEqual({ reason: 'NOT_FOUND' });
  // Nor does the trail tell them who reported.
  const filed = { kind: 'report.filed' as const, subjectId: groupId, after: { case: id }, now: new Date() };
  await recordAudit(db, { ...filed, cause: { actorId: reporter.id } });
  const told = async (person: Person) => {
    const { entries } = await callerFor(db, person).audit.list({ filter: { about: groupId } });
    return entries.filter(({ kind, actorId }) => kind === 'report.filed' && actorId === reporter.id).length;
  };
  expect(await Promise.all([owner, manager, member, mod].map(told))).toEqual([0, 0, 1, 1]);
});

test('who answered for a group that was cleared away stands in the trail where there was a case, and nowhere else', async ({
  db,
  given,
  trail,
}) => {
  const [owner, manager, member] = [await given.user(), await given.user(), await given.user()];
  const people = { owners: [owner], managers: [manager], members: [member] };
  const [quiet, reported] = [await given.group(people), await given.group(people)];
  await given.groupCase(reported);
  await db
    .update(groups)
    .set({ removedAt: new Date(0) })
    .where(inArray(groups.id, [quiet, reported]));
  await sweepGroups(db, { now: new Date() });
  const places = async (person: Person) =>
    (await trail(person)).map(({ kind, actorId, before }) => ({ kind, actorId, before }));
  for (const [person, standing] of [
    [owner, 'owner'],
    [manager, 'manager'],
  ] as const)
    expect(await places(person)).toEqual([
      { kind: 'group.memberRemoved', actorId: null, before: { groupId: reported, standing } },
    ]);
  expect(await places(member)).toEqual([]);
});

test('a note sent twice at once is one, also on a case about a group', async ({ db, given, trail }) => {
  const mod = await given.holder('report.handle', 'person.view', 'person.note');
  const groupId = await given.groupWith(await given.user());
  const caseId = await given.case(null, { subjectKind: 'group', subjectId: groupId, groupId });
  const { moderation } = callerFor(db, mod);
  const note = { id: uuid(), caseId, body: 'The name is a slur in some places.' };
  await Promise.all([moderation.notes.add(note), moderation.notes.add(note)]);
  expect((await moderation.notes.list({ caseId })).map(({ body }) => body)).toEqual([note.body]);
  expect((await moderation.reports.get({ id: caseId })).timeline.map(({ kind }) => kind)).toEqual(['noted']);
  const entries = await trail({ id: groupId });
  expect(entries.map(({ kind }) => kind)).toEqual(['note.added']);
  expect(JSON.stringify(entries)).not.toContain('slur');
});

test('the notes of a case are read by who handles it, as on its page, whether or not they may look at people', async ({
  db,
  given,
}) => {
  const [mod, person] = [await given.holder('report.handle'), await given.user()];
  const [caseId, other] = [await given.case(person), await given.case(person, { subjectKind: 'photo' })];
  await given.note(person, mod, { caseId });
  const { notes } = callerFor(db, mod).moderation;
  const bodies = (found: { body: string }[]) => found.map(({ body }) => body);
  expect(bodies(await notes.list({ caseId }))).toEqual(['Was warned before.']);
  expect(await refusal(notes.list({ personId: person.id }))).toEqual({ reason: 'NOT_ALLOWED' });
  await given.deny({ principalId: mod.id, permission: 'report.handle', objectId: other });
  expect(await refusal(notes.list({ caseId: other }))).toEqual({ reason: 'NOT_FOUND' });
  const looking = callerFor(db, await given.holder('person.view')).moderation.notes;
  expect(bodies(await looking.list({ personId: person.id }))).toEqual(['Was warned before.']);
  expect(await refusal(looking.list({ caseId }))).toEqual({ reason: 'NOT_ALLOWED' });
});

test('notes about a person are read and written by who reaches them', async ({ db, given }) => {
  const [inside, outside] = [await given.user(), await given.user()];
  const mod = await given.moderating(await given.user(), await given.groupWith(inside));
  const { notes } = callerFor(db, mod).moderation;
  await notes.add({ id: uuid(), personId: inside.id, body: 'Talked to them.' });
  expect((await notes.list({ personId: inside.id })).map(({ body }) => body)).toEqual(['Talked to them.']);
  expect(await refusal(notes.list({ personId: outside.id }))).toEqual({ reason: 'NOT_FOUND' });
  const note = { id: uuid(), personId: outside.id, body: 'Talked to them.' };
  expect(await refusal(notes.add(note))).toEqual({ reason: 'NOT_FOUND' });
  expect(await refusal(callerFor(db, await given.user()).moderation.notes.add(note))).toEqual({
    reason: 'NOT_ALLOWED',
  });
});

test('a case that somebody was given by itself is open to them, in no list; and closed to who is denied it', async ({
  db,
  given,
}) => {
  const [subject, helper, mod] = [
    await given.user(),
    await given.user(),
    await given.holder('report.handle'),
  ];
  const [id, other] = [await given.case(subject), await given.case(await given.user())];
  const { reports } = callerFor(db, helper).moderation;
  expect(await refusal(reports.get({ id }))).toEqual({ reason: 'NOT_ALLOWED' });
  const on = {
    permissionId: PERMISSIONS['report.handle'].id,
    objectId: id,
    objectType: 'report',
  };
  await db.insert(objectGrants).values({ ...on, principalId: helper.id, grantedAt: new Date() });
  expect(await reports.get({ id })).toMatchObject({ id });
  await reports.claim({ id });
  expect(await refusal(reports.get({ id: other }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await refusal(reports.list({}))).toEqual({ reason: 'NOT_ALLOWED' });
  await db
    .update(objectGrants)
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where(eq(objectGrants.objectId, id));
  expect(await refusal(reports.get({ id }))).toEqual({ reason: 'NOT_ALLOWED' });

  await db.insert(objectDenies).values({ ...on, principalId: mod.id, deniedAt: new Date() });
  const theirs = callerFor(db, mod).moderation.reports;
  expect(await refusal(theirs.get({ id }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await refusal(theirs.release({ id }))).toEqual({ reason: 'NOT_FOUND' });
  expect((await theirs.list({ person: subject.handle })).cases).toEqual([]);
});

test('whoever answers for a group does not handle what was reported of it, or they would read by whom', async ({
  db,
  given,
}) => {
  const owner = await given.holder('report.handle');
  const groupId = await given.groupWith(owner);
  const id = await given.case(null, { subjectKind: 'group', subjectId: groupId, groupId });
  const { reports } = callerFor(db, owner).moderation;
  expect(await reports.get({ id })).toMatchObject({ id });
  const isInGroup = and(eq(memberships.userId, owner.id), eq(memberships.principalId, groupId));
  await db.update(memberships).set({ standing: 'owner' }).where(isInGroup);
  expect(await refusal(reports.get({ id }))).toEqual({ reason: 'NOT_FOUND' });
  expect((await reports.list({ group: groupId })).cases).toEqual([]);
});
