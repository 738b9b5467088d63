import { and, asc, eq, inArray } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import { groups } from '@/db/schema/groups';
import { appeals, caseEvents, cases, sanctions } from '@/db/schema/moderation';
import { memberships } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { REMOVED_GROUP_DAYS } from '@/server/groups/catalog';
import { sweepGroups } from '@/server/groups/sweep';
import { erase } from '@/server/leaving/testing/erase-with';
import { BUILT_IN_ROLES } from '@/server/roles/permissions';
import type { Caller } from '@/server/router';
import { callerFor } from '@/server/testing/callers';
import type { Given, Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { expireSanction } from './sanction-end';

type Wish = Parameters<Caller['moderation']['sanctions']['impose']>[0];

const DAY = 86_400_000;
const NOT_FOUND = { reason: 'NOT_FOUND' };
const words = 'The name mocks somebody.';

const moderator = (given: Given) => given.holder(...BUILT_IN_ROLES.moderator);

/** A moderator, a group with its people, and a case about it. */
async function shift(given: Given) {
  const [ada, owner, manager, member, other] = [
    await moderator(given),
    await given.user(),
    await given.user(),
    await given.user(),
    await given.user(),
  ];
  const people = { owners: [owner], managers: [manager], members: [member] };
  const groupId = await given.group(people, { name: 'Walruses', description: 'For walruses.' });
  return { ada, owner, manager, member, other, groupId, caseId: await given.groupCase(groupId) };
}

function hide(db: Database, by: Person, wish: Partial<Wish> & Pick<Wish, 'caseId'>) {
  return callerFor(db, by).moderation.sanctions.impose({
    id: uuid(),
    kind: 'group_hiding',
    rule: 'respect',
    words,
    ...wish,
  });
}

async function isHidden(db: Database, groupId: string) {
  const [group] = await db.select({ at: groups.hiddenAt }).from(groups).where(eq(groups.id, groupId));
  return group !== undefined && group.at !== null;
}

function rowsOf(db: Database, groupId: string) {
  return db.select().from(sanctions).where(eq(sanctions.groupId, groupId)).orderBy(asc(sanctions.id));
}

function trailOf(db: Database, groupId: string) {
  return db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.subjectId, groupId))
    .orderBy(asc(auditEntries.id));
}

test('a hidden group is found by nobody outside, named to its owners alone, and as before once it is taken back', async ({
  db,
  given,
}) => {
  const { ada, owner, manager, member, other, groupId, caseId } = await shift(given);
  const get = (person: Person) => callerFor(db, person).groups.get({ groupId });
  expect(await get(other)).toMatchObject({ name: 'Walruses', isHidden: false, hiding: null });
  const id = uuid();
  await hide(db, ada, { id, caseId });
  expect(await refusal(get(other))).toEqual(NOT_FOUND);
  for (const person of [manager, member])
    expect(await get(person)).toMatchObject({ name: '', description: '', isHidden: true, hiding: null });
  expect(await get(owner)).toMatchObject({
    name: 'Walruses',
    isHidden: true,
    hiding: { rule: 'respect', words, endsAt: null },
  });
  const page = await callerFor(db, ada).moderation.reports.get({ id: caseId });
  expect(page).toMatchObject({
    group: { id: groupId, name: 'Walruses', isHidden: true },
    sanctions: [{ id, kind: 'group_hiding', ofThisCase: true }],
    state: 'resolved',
  });
  await callerFor(db, ada).moderation.sanctions.end({ id });
  expect(await get(other)).toMatchObject({ name: 'Walruses', isHidden: false, hiding: null });
});

test('it decides the case, and is told in the trail, the timeline, to who reported it and to each owner', async ({
  db,
  given,
  jobs,
  notices,
}) => {
  const { ada, owner, manager, other: reporter, groupId, caseId } = await shift(given);
  const second = await given.user();
  await given.membership({ userId: second.id, principalId: groupId, standing: 'owner' });
  const reportId = await given.report(caseId, reporter);
  await callerFor(db, ada).moderation.reports.claim({ id: caseId });
  const id = uuid();
  await hide(db, ada, { id, caseId, days: 7 });
  const [row] = await rowsOf(db, groupId);
  expect(row).toMatchObject({ id, kind: 'group_hiding', personId: null, actedBy: ada.id, endedAt: null });
  expect(row?.endsAt?.getTime()).toBe((row?.startsAt.getTime() ?? 0) + 7 * DAY);
  const [found] = await db.select().from(cases).where(eq(cases.id, caseId));
  expect(found).toMatchObject({ state: 'resolved', outcome: 'acted', resolvedBy: ada.id, claimedBy: null });
  const events = await db
    .select()
    .from(caseEvents)
    .where(eq(caseEvents.caseId, caseId))
    .orderBy(asc(caseEvents.id));
  expect(events.at(-1)).toMatchObject({
    kind: 'acted',
    actorId: ada.id,
    details: { kind: 'group_hiding', rule: 'respect' },
  });
  const entry = (await trailOf(db, groupId)).at(-1);
  expect(entry).toMatchObject({
    kind: 'sanction.imposed',
    actorId: ada.id,
    before: { isHidden: false },
    after: { sanction: id, case: caseId, kind: 'group_hiding', isHidden: true },
  });
  expect(JSON.stringify(entry?.after)).not.toContain(words);
  const mine = (await jobs()).filter(({ payload }) => payload.sanctionId === id).map(({ name }) => name);
  expect(mine).toEqual(['sanction.end']);
  const told = { type: 'moderation.action', data: { sanctionId: id, kind: 'group_hiding' }, actorId: null };
  for (const person of [owner, second]) expect(await notices(person)).toMatchObject([told]);
  expect(await notices(manager)).toEqual([]);
  expect(await notices(reporter)).toMatchObject([
    { type: 'moderation.reportUpdated', data: { reportId, outcome: 'acted' } },
  ]);
  expect(await callerFor(db, reporter).moderation.reports.mine({})).toMatchObject({
    reports: [{ id: reportId, state: 'acted' }],
  });
  // Neither who decided nor who reported.
  const standing = await callerFor(db, owner).moderation.sanctions.mine();
  expect(standing.inForce).toMatchObject([
    { id, about: 'group', group: { id: groupId, name: 'Walruses' }, rule: 'respect', words },
  ]);
  for (const somebody of [ada, reporter]) expect(JSON.stringify(standing)).not.toContain(somebody.id);
  expect(await callerFor(db, manager).moderation.sanctions.mine()).toEqual({ inForce: [], over: [] });
});

describe('refusals', () => {
  test('it needs its own permission, in the case; a denial wins', async ({ db, given }) => {
    const { ada, groupId, caseId } = await shift(given);
    const ben = await given.holder('report.handle', 'person.hide', 'group.update', 'group.remove');
    const id = await given.sanction(null, caseId, { groupId, kind: 'group_hiding' });
    expect(await refusal(hide(db, ben, { caseId }))).toEqual({ reason: 'NOT_ALLOWED' });
    expect(await callerFor(db, ben).moderation.sanctions.start({ caseId })).toMatchObject({ kinds: [] });
    expect(await refusal(callerFor(db, ben).moderation.sanctions.end({ id }))).toEqual({
      reason: 'NOT_ALLOWED',
    });
    await given.deny({ principalId: ada.id, permission: 'report.hideGroup', objectId: caseId });
    expect(await refusal(hide(db, ada, { caseId }))).toEqual({ reason: 'NOT_ALLOWED' });
    expect(await isHidden(db, groupId)).toBe(false);
  });

  test('whoever owns or manages a group neither hides it nor shows it again, whatever they may', async ({
    db,
    given,
  }) => {
    const { ada, groupId, caseId } = await shift(given);
    const id = uuid();
    await hide(db, ada, { id, caseId });
    const everything = [...BUILT_IN_ROLES.administrator];
    for (const standing of ['owner', 'manager'] as const) {
      const person = await given.holder(...everything);
      await given.membership({ userId: person.id, principalId: groupId, standing });
      const api = callerFor(db, person);
      expect(await refusal(hide(db, person, { caseId }))).toEqual(NOT_FOUND);
      expect(await refusal(api.moderation.sanctions.end({ id }))).toEqual(NOT_FOUND);
      const entry = (await trailOf(db, groupId)).find(({ kind }) => kind === 'sanction.imposed');
      expect(await refusal(api.audit.undo({ id: entry?.id ?? '' }))).toMatchObject({
        reason: 'UNDO_OVERTAKEN',
      });
      if (standing === 'owner') await api.groups.update({ groupId, name: 'Walruses and friends' });
      expect(await isHidden(db, groupId)).toBe(true);
    }
  });

  test('nor does who owned or managed it when the case began, and has stepped down, left or was taken out since', async ({
    db,
    given,
  }) => {
    const [ada, owner] = [await moderator(given), await given.user()];
    const admin = () => given.holder(...BUILT_IN_ROLES.administrator);
    const [changed, left, removed, before] = [await admin(), await admin(), await admin(), await admin()];
    const people = { owners: [owner, changed, left, before], managers: [removed] };
    const groupId = await given.group(people, { name: 'Walruses' });
    await callerFor(db, before).groups.leave({ groupId });
    const caseId = await given.groupCase(groupId);
    const id = uuid();
    await hide(db, ada, { id, caseId });
    await given.report(caseId, await given.user());
    const appeal = uuid();
    await callerFor(db, owner).moderation.appeals.file({ id: appeal, caseId, words: 'It is a song.' });
    await callerFor(db, changed).groups.setStanding({ groupId, personId: changed.id, standing: 'member' });
    await callerFor(db, left).groups.leave({ groupId });
    await callerFor(db, owner).groups.removeMember({ groupId, personId: removed.id });
    const entry = (await trailOf(db, groupId)).find(({ kind }) => kind === 'sanction.imposed');
    const refused = async (one: Person) => {
      const { audit, moderation } = callerFor(db, one);
      const granted = { id: appeal, outcome: 'granted', answer: 'You are right.' } as const;
      expect(await refusal(moderation.sanctions.end({ id }))).toEqual(NOT_FOUND);
      expect(await refusal(moderation.reports.get({ id: caseId }))).toEqual(NOT_FOUND);
      expect(await refusal(moderation.appeals.decide(granted))).toEqual(NOT_FOUND);
      expect(await refusal(audit.undo({ id: entry?.id ?? '' }))).toMatchObject({ reason: 'UNDO_OVERTAKEN' });
    };
    for (const one of [changed, left, removed]) await refused(one);
    expect(await isHidden(db, groupId)).toBe(true);
    // Who had left before answers for nothing of it.
    expect(await callerFor(db, before).moderation.reports.get({ id: caseId })).toMatchObject({
      group: { id: groupId },
    });
    // With the group gone the case still tells who reported it.
    await db.delete(groups).where(eq(groups.id, groupId));
    for (const one of [changed, left, removed])
      expect(await refusal(callerFor(db, one).moderation.reports.get({ id: caseId }))).toEqual(NOT_FOUND);
  });

  test('who moderates a group hides that one and no other', async ({ db, given }) => {
    const { groupId, caseId } = await shift(given);
    const elsewhere = await shift(given);
    const scoped = await given.moderating(await given.user(), groupId);
    const { sanctions: api } = callerFor(db, scoped).moderation;
    const theirs = await given.sanction(null, elsewhere.caseId, {
      groupId: elsewhere.groupId,
      kind: 'group_hiding',
    });
    expect(await refusal(hide(db, scoped, { caseId: elsewhere.caseId }))).toEqual(NOT_FOUND);
    expect(await refusal(api.end({ id: theirs }))).toEqual(NOT_FOUND);
    expect(await refusal(api.start({ caseId: elsewhere.caseId }))).toEqual(NOT_FOUND);
    expect(await api.start({ caseId })).toMatchObject({ kinds: ['group_hiding'] });
    const id = uuid();
    await hide(db, scoped, { id, caseId });
    expect(await isHidden(db, groupId)).toBe(true);
    await api.end({ id });
    expect(await isHidden(db, groupId)).toBe(false);
  });

  test('it is about a group that is there, and about nothing else', async ({ db, given }) => {
    const { ada, other, groupId, caseId } = await shift(given);
    const aboutSomebody = await given.case(other);
    expect(await refusal(hide(db, ada, { caseId: aboutSomebody }))).toEqual(NOT_FOUND);
    expect(await refusal(hide(db, ada, { caseId, kind: 'limit' }))).toEqual(NOT_FOUND);
    expect(await refusal(hide(db, ada, { caseId, hides: ['bio'] }))).toMatchObject({
      reason: 'INPUT_INVALID',
    });
    await db.update(groups).set({ removedAt: new Date() }).where(eq(groups.id, groupId));
    expect(await refusal(hide(db, ada, { caseId }))).toEqual(NOT_FOUND);
    expect(await refusal(callerFor(db, ada).moderation.sanctions.start({ caseId }))).toEqual(NOT_FOUND);
    // Nor does the database keep one about both, or about neither.
    const row = { rule: 'spam', startsAt: new Date(), caseId, id: uuid() };
    for (const wrong of [
      { kind: 'group_hiding' as const, personId: other.id },
      { kind: 'hiding' as const, groupId },
      { kind: 'group_hiding' as const, groupId, personId: other.id },
      { kind: 'warning' as const },
    ])
      await expect(db.insert(sanctions).values({ ...row, ...wrong })).rejects.toThrow();
  });

  test('what a colleague holds is theirs', async ({ db, given }) => {
    const { ada, caseId } = await shift(given);
    const ben = await moderator(given);
    await callerFor(db, ada).moderation.reports.claim({ id: caseId });
    expect(await refusal(hide(db, ben, { caseId }))).toMatchObject({ reason: 'CLAIMED_BY_ANOTHER' });
    await hide(db, ada, { caseId });
    expect(await refusal(hide(db, ben, { caseId }))).toEqual({ reason: 'ALREADY_DECIDED' });
  });
});

test('sent twice at once it counts once, and so does taking it back', async ({ db, given, notices }) => {
  const { ada, owner, groupId, caseId } = await shift(given);
  const id = uuid();
  await Promise.all([1, 2, 3].map(() => hide(db, ada, { id, caseId })));
  expect(await rowsOf(db, groupId)).toHaveLength(1);
  expect(await refusal(hide(db, await moderator(given), { id, caseId }))).toEqual({
    reason: 'ALREADY_THERE',
  });
  const { end } = callerFor(db, ada).moderation.sanctions;
  await Promise.all([1, 2, 3].map(() => end({ id })));
  const trail = await trailOf(db, groupId);
  expect(trail.map(({ kind }) => kind)).toEqual(['sanction.imposed', 'sanction.ended']);
  expect(trail[1]).toMatchObject({
    before: { isHidden: true, sanction: id },
    after: { isHidden: false, how: 'undone' },
  });
  const types = (await notices(owner)).map(({ type }) => type);
  expect(types).toEqual(['moderation.action', 'moderation.actionEnded']);
});

test('of two moderators at once one decides, while its owner changes and leaves it', async ({
  db,
  given,
}) => {
  for (let n = 0; n < 8; n++) {
    const { ada, owner, manager, groupId, caseId } = await shift(given);
    await db
      .update(memberships)
      .set({ standing: 'owner' })
      .where(and(eq(memberships.userId, manager.id), eq(memberships.principalId, groupId)));
    const ben = await moderator(given);
    const own = callerFor(db, owner).groups;
    const [first, second, ...others] = await Promise.allSettled([
      hide(db, ada, { caseId }),
      hide(db, ben, { caseId }),
      own.update({ groupId, name: 'Other walruses' }),
      own.leave({ groupId }),
    ]);
    expect([first?.status, second?.status].sort()).toEqual(['fulfilled', 'rejected']);
    const reasons = others.flatMap((one) => (one.status === 'rejected' ? [one.reason.cause?.reason] : []));
    expect(reasons).not.toContain('UNAVAILABLE');
    expect(await rowsOf(db, groupId)).toHaveLength(1);
    expect(await isHidden(db, groupId)).toBe(true);
  }
});

test('it ends by itself on its date; of two the one that lasts longer counts', async ({
  db,
  given,
  notices,
}) => {
  const { ada, owner, groupId, caseId } = await shift(given);
  const [short, long] = [uuid(), uuid()];
  await hide(db, ada, { id: short, caseId, days: 1 });
  await hide(db, ada, { id: long, caseId, days: 3 });
  const page = await callerFor(db, owner).groups.get({ groupId });
  const [, second] = await rowsOf(db, groupId);
  expect(page.hiding?.endsAt).toBe(second?.endsAt?.toISOString());
  const after = (days: number) => new Date(Date.now() + days * DAY + 1000);
  await expireSanction(db, { sanctionId: short, now: after(1) });
  expect(await isHidden(db, groupId)).toBe(true);
  expect((await trailOf(db, groupId)).at(-1)).toMatchObject({ after: { how: 'expired', isHidden: true } });
  const toldOf = async () => (await notices(owner)).map(({ type, data }) => ({ type, ...data }));
  const hidden = [short, long].map((sanctionId) => ({ type: 'moderation.action', sanctionId }));
  // Nothing is shown again yet.
  expect(await toldOf()).toMatchObject(hidden);
  await Promise.all([1, 2].map(() => expireSanction(db, { sanctionId: long, now: after(3) })));
  expect(await isHidden(db, groupId)).toBe(false);
  expect(await toldOf()).toMatchObject([...hidden, { type: 'moderation.actionEnded', sanctionId: long }]);
});

test('of two that are over since a while the first to be ended shows it again, and its owners are told once', async ({
  db,
  given,
  notices,
}) => {
  const { ada, owner, groupId, caseId } = await shift(given);
  const ids = [uuid(), uuid()];
  for (const id of ids) await hide(db, ada, { id, caseId, days: 1 });
  const now = new Date(Date.now() + 2 * DAY);
  for (const sanctionId of ids) await expireSanction(db, { sanctionId, now });
  expect(await isHidden(db, groupId)).toBe(false);
  const types = (await notices(owner)).map(({ type }) => type);
  expect(types).toEqual(['moderation.action', 'moderation.action', 'moderation.actionEnded']);
});

test('of a group that was removed meanwhile it ends without a word to who owned it', async ({
  db,
  given,
  notices,
}) => {
  const { ada, owner, groupId, caseId } = await shift(given);
  const id = uuid();
  await hide(db, ada, { id, caseId, days: 1 });
  await callerFor(db, owner).groups.remove({ groupId });
  await expireSanction(db, { sanctionId: id, now: new Date(Date.now() + DAY + 1000) });
  expect(await isHidden(db, groupId)).toBe(false);
  expect((await notices(owner)).map(({ type }) => type)).toEqual(['moderation.action']);
});

test('it is taken back from the audit trail as well, once', async ({ db, given }) => {
  const { ada, groupId, caseId } = await shift(given);
  const admin = await given.holder(...BUILT_IN_ROLES.administrator);
  await hide(db, ada, { caseId });
  const [entry] = await trailOf(db, groupId);
  const { undo, context } = callerFor(db, admin).audit;
  const id = entry?.id ?? '';
  const tries = await Promise.allSettled([1, 2, 3].map(() => undo({ id })));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await isHidden(db, groupId)).toBe(false);
  expect(await context({ id })).toMatchObject({ undo: 'done' });
  // With all of it taken back the case can be opened again.
  await callerFor(db, ada).moderation.reports.reopen({ id: caseId });
});

describe('an appeal', () => {
  test('is made by an owner, once, and decided by somebody else than who acted', async ({
    db,
    given,
    notices,
  }) => {
    const { ada, owner, manager, groupId, caseId } = await shift(given);
    const [second, ben] = [await given.user(), await moderator(given)];
    await given.membership({ userId: second.id, principalId: groupId, standing: 'owner' });
    await hide(db, ada, { caseId });
    const file = (person: Person, id = uuid()) =>
      callerFor(db, person).moderation.appeals.file({ id, caseId, words: 'It is a song.' });
    expect(await refusal(file(manager))).toEqual(NOT_FOUND);
    const id = uuid();
    await Promise.all([file(owner, id), file(owner, id)]);
    for (const person of [owner, second])
      expect(await refusal(file(person))).toEqual({ reason: 'APPEAL_CLOSED' });
    const mine = async (person: Person) => {
      const { inForce, over } = await callerFor(db, person).moderation.sanctions.mine();
      return [...inForce, ...over];
    };
    expect(await mine(owner)).toMatchObject([{ appealUntil: null, appeal: { isMine: true, outcome: null } }]);
    expect(await mine(second)).toMatchObject([{ appealUntil: null, appeal: { isMine: false } }]);
    const decide = (by: Person) =>
      callerFor(db, by).moderation.appeals.decide({ id, outcome: 'granted', answer: 'You are right.' });
    expect(await refusal(decide(ada))).toEqual({ reason: 'SECOND_PERSON_NEEDED' });
    await given.membership({ userId: ben.id, principalId: groupId, standing: 'owner' });
    expect(await refusal(decide(ben))).toEqual(NOT_FOUND);
    await decide(await moderator(given));
    expect(await isHidden(db, groupId)).toBe(false);
    expect((await notices(owner)).map(({ type }) => type)).toEqual([
      'moderation.action',
      'moderation.appealDecided',
    ]);
    expect((await notices(second)).map(({ type }) => type)).toEqual([
      'moderation.action',
      'moderation.actionEnded',
    ]);
    expect(await mine(second)).toMatchObject([{ endedHow: 'appeal', appeal: { answer: 'You are right.' } }]);
  });

  test('comes too late after six months, and from who owns it no more', async ({ db, given }) => {
    const { owner, groupId, caseId, ada } = await shift(given);
    const startsAt = new Date();
    startsAt.setUTCMonth(startsAt.getUTCMonth() - 6);
    startsAt.setUTCDate(startsAt.getUTCDate() - 1);
    await given.sanction(null, caseId, { groupId, kind: 'group_hiding', startsAt, actedBy: ada.id });
    const file = () =>
      callerFor(db, owner).moderation.appeals.file({ id: uuid(), caseId, words: 'It is a song.' });
    expect(await refusal(file())).toEqual({ reason: 'APPEAL_CLOSED' });
    await db.update(sanctions).set({ startsAt: new Date() }).where(eq(sanctions.caseId, caseId));
    await db
      .update(memberships)
      .set({ standing: 'manager' })
      .where(and(eq(memberships.userId, owner.id), eq(memberships.principalId, groupId)));
    expect(await refusal(file())).toEqual(NOT_FOUND);
    expect(await callerFor(db, owner).moderation.sanctions.mine()).toEqual({ inForce: [], over: [] });
  });

  test('whoever made it does not decide it, also once they own the group no more', async ({ db, given }) => {
    const { ada, groupId, caseId } = await shift(given);
    const ben = await moderator(given);
    const place = and(eq(memberships.userId, ben.id), eq(memberships.principalId, groupId));
    await given.membership({ userId: ben.id, principalId: groupId, standing: 'owner' });
    await hide(db, ada, { caseId });
    const id = uuid();
    const { appeals } = callerFor(db, ben).moderation;
    await appeals.file({ id, caseId, words: 'It is a song.' });
    await db.delete(memberships).where(place);
    expect(await refusal(appeals.decide({ id, outcome: 'granted', answer: 'I am right.' }))).toEqual(
      NOT_FOUND,
    );
  });
});

describe('an appeal of an owner who has left', () => {
  /** A hidden group of two owners, of whom the one who appealed is gone. */
  async function left(db: Database, given: Given) {
    const { ada, owner, groupId, caseId } = await shift(given);
    const second = await given.user();
    await given.membership({ userId: second.id, principalId: groupId, standing: 'owner' });
    await hide(db, ada, { caseId });
    const id = uuid();
    await callerFor(db, owner).moderation.appeals.file({ id, caseId, words: 'It is a song.' });
    const { receiptId } = await given.leaving(owner, { dueAt: new Date(Date.now() - 1000) });
    return { ada, owner, second, groupId, caseId, id, receiptId };
  }

  test('stays with the case without them, and what was said is told of in the receipt', async ({
    db,
    given,
  }) => {
    const { owner, second, caseId, id, receiptId } = await left(db, given);
    // What they said about themselves goes with them.
    const own = await given.actedOn(owner, await moderator(given));
    const ownAppeal = await given.appeal(owner, own.caseId);
    const impact = await callerFor(db, owner).account.deletionImpact();
    const stays = { kind: 'groupAppeals', count: 1, ground: 'others' };
    expect(impact.stays).toContainEqual({ ...stays, until: null });
    expect(impact.goes).toContainEqual({ kind: 'sanctions', count: 2 });
    await erase(db, owner);
    const kept = await db
      .select()
      .from(appeals)
      .where(inArray(appeals.id, [id, ownAppeal]));
    expect(kept).toMatchObject([{ id, caseId, personId: null, words: 'It is a song.', outcome: null }]);
    const receipt = await callerFor(db, null).account.receipt({ id: receiptId });
    expect(receipt.state === 'erased' && JSON.parse(receipt.document).data).toContainEqual({
      ...stays,
      outcome: 'anonymised',
    });
    // It was the one that there is.
    const file = { id: uuid(), caseId, words: 'Once more.' };
    expect(await refusal(callerFor(db, second).moderation.appeals.file(file))).toEqual({
      reason: 'APPEAL_CLOSED',
    });
    expect(await callerFor(db, second).moderation.sanctions.mine()).toMatchObject({
      inForce: [{ appeal: { isMine: false, outcome: null } }],
    });
    const { reports } = callerFor(db, await moderator(given)).moderation;
    expect(await reports.get({ id: caseId })).toMatchObject({ appeal: { id, isMakerGone: true } });
  });

  test('is decided by another moderator, and told to the owners who are left', async ({
    db,
    given,
    notices,
  }) => {
    const { ada, owner, second, groupId, id } = await left(db, given);
    await erase(db, owner);
    const decide = (by: Person) =>
      callerFor(db, by).moderation.appeals.decide({ id, outcome: 'granted', answer: 'You are right.' });
    expect(await refusal(decide(ada))).toEqual({ reason: 'SECOND_PERSON_NEEDED' });
    const ben = await moderator(given);
    await Promise.all([decide(ben), decide(ben)]);
    expect(await isHidden(db, groupId)).toBe(false);
    const decided = (await trailOf(db, groupId)).filter(({ kind }) => kind === 'appeal.decided');
    expect(decided).toMatchObject([{ actorId: ben.id, after: { appeal: id, outcome: 'granted' } }]);
    const types = (await notices(second)).map(({ type }) => type);
    expect(types).toEqual(['moderation.action', 'moderation.actionEnded']);
    expect(await callerFor(db, second).moderation.sanctions.mine()).toMatchObject({
      over: [{ endedHow: 'appeal', appeal: { answer: 'You are right.', isMine: false } }],
    });
  });

  test('is decided also while they go', async ({ db, given }) => {
    for (let n = 0; n < 3; n++) {
      const { owner, id } = await left(db, given);
      const ben = await moderator(given);
      const decision = { id, outcome: 'upheld', answer: 'It was hidden rightly.' } as const;
      await Promise.all([erase(db, owner), callerFor(db, ben).moderation.appeals.decide(decision)]);
      const [row] = await db.select().from(appeals).where(eq(appeals.id, id));
      expect(row).toMatchObject({ personId: null, outcome: 'upheld', decidedBy: ben.id });
    }
  });
});

test('an appeal about a group that is gone is decided by whoever decides about groups, whatever its maker holds', async ({
  db,
  given,
}) => {
  const { ada, groupId, caseId } = await shift(given);
  const [admin, ben] = [await given.holder(...BUILT_IN_ROLES.administrator), await moderator(given)];
  await given.membership({ userId: admin.id, principalId: groupId, standing: 'owner' });
  await hide(db, ada, { caseId });
  const id = uuid();
  const { appeals } = callerFor(db, admin).moderation;
  await appeals.file({ id, caseId, words: 'It is a song.' });
  await callerFor(db, admin).groups.remove({ groupId });
  await sweepGroups(db, { now: new Date(Date.now() + (REMOVED_GROUP_DAYS + 1) * DAY) });
  expect(await rowsOf(db, groupId)).toEqual([]);
  const decision = { id, outcome: 'upheld', answer: 'It was hidden rightly.' } as const;
  expect(await refusal(appeals.decide(decision))).toEqual(NOT_FOUND);
  await callerFor(db, ben).moderation.appeals.decide(decision);
  expect((await trailOf(db, groupId)).at(-1)).toMatchObject({ kind: 'appeal.decided', actorId: ben.id });
});

test('what is begun with is in the language of the first owner; nobody reads it of a group that nobody owns', async ({
  db,
  given,
}) => {
  const { ada, owner, groupId, caseId } = await shift(given);
  await db.update(users).set({ locale: 'fr' }).where(eq(users.id, owner.id));
  const { start, preview } = callerFor(db, ada).moderation.sanctions;
  const begun = await start({ caseId });
  expect(begun).toMatchObject({
    kinds: ['group_hiding'],
    locale: 'fr',
    locales: ['fr'],
    isRead: true,
    suggested: { group_hiding: null },
    earlier: 0,
  });
  expect(begun.presets.respect).toContain('Le nom ou la description de ce groupe');
  const wish = { caseId, kind: 'group_hiding', rule: 'respect', words } as const;
  const letter = await preview(wish);
  expect(letter.subject).toBe('La modération a masqué un de vos groupes');
  expect(letter.text).toContain('Groupe\u00A0: Walruses');
  expect(letter.text).toContain(`> ${words}`);
  await db.delete(memberships).where(eq(memberships.principalId, groupId));
  expect(await start({ caseId })).toMatchObject({
    locale: 'en',
    locales: [],
    isRead: false,
  });
  await hide(db, ada, { caseId });
  expect(await isHidden(db, groupId)).toBe(true);
  expect(await start({ caseId })).toMatchObject({ earlier: 1 });
});

test('each owner reads what there is to write by a rule in their language, and own words as they were written', async ({
  db,
  given,
}) => {
  const { ada, owner, groupId, caseId } = await shift(given);
  const french = await given.user({ locale: 'fr' });
  await given.membership({ userId: french.id, principalId: groupId, standing: 'owner' });
  const { start } = callerFor(db, ada).moderation.sanctions;
  const { presets, locales } = await start({ caseId });
  expect(locales).toEqual(['en', 'fr']);
  const id = uuid();
  const read = async (person: Person) => {
    const { groups: own, moderation } = callerFor(db, person);
    const { hiding } = await own.get({ groupId });
    const [standing] = (await moderation.sanctions.mine()).inForce;
    return [hiding?.words, standing?.words];
  };
  await hide(db, ada, { id, caseId, words: presets.respect });
  expect(await read(owner)).toEqual([presets.respect, presets.respect]);
  const theirs = expect.stringContaining('Le nom ou la description de ce groupe attaque des personnes');
  expect(await read(french)).toEqual([theirs, theirs]);
  // The case keeps what was written.
  const page = await callerFor(db, ada).moderation.reports.get({ id: caseId });
  expect(page.sanctions).toMatchObject([{ words: presets.respect }]);
  await db.update(sanctions).set({ words }).where(eq(sanctions.id, id));
  expect(await read(french)).toEqual([words, words]);
});

describe('a case that staff begins about a group', () => {
  test('is the open one, or a new one, however often it is asked for at once', async ({ db, given }) => {
    const { ada, groupId } = await shift(given);
    await db.delete(cases).where(eq(cases.groupId, groupId));
    const { reports } = callerFor(db, ada).moderation;
    const opened = await Promise.all([1, 2, 3].map(() => reports.openGroup({ groupId })));
    const [{ id } = { id: '' }] = opened;
    expect(opened).toEqual([{ id }, { id }, { id }]);
    expect(await reports.get({ id })).toMatchObject({
      state: 'open',
      kind: null,
      reportCount: 0,
      group: { id: groupId },
      timeline: [{ kind: 'opened', by: { userId: ada.id } }],
    });
    expect(await trailOf(db, groupId)).toMatchObject([
      { kind: 'case.opened', actorId: ada.id, after: { case: id, subject: 'group' } },
    ]);
    // What is reported of it joins it, and it is acted on as any other.
    await hide(db, ada, { caseId: id });
    expect(await isHidden(db, groupId)).toBe(true);
    const { id: next } = await reports.openGroup({ groupId });
    expect(next).not.toBe(id);
  });

  test('is for who handles its cases and does not answer for it, and for nobody else', async ({
    db,
    given,
  }) => {
    const { owner, member, groupId, caseId } = await shift(given);
    const open = (person: Person, id = groupId) =>
      callerFor(db, person).moderation.reports.openGroup({ groupId: id });
    for (const one of [owner, member]) expect(await refusal(open(one))).toEqual({ reason: 'NOT_ALLOWED' });
    for (const standing of ['owner', 'manager'] as const) {
      const ben = await moderator(given);
      await given.membership({ userId: ben.id, principalId: groupId, standing });
      expect(await refusal(open(ben))).toEqual(NOT_FOUND);
    }
    const scoped = await given.moderating(await given.user(), groupId);
    expect(await open(scoped)).toEqual({ id: caseId });
    const elsewhere = await shift(given);
    expect(await refusal(open(scoped, elsewhere.groupId))).toEqual(NOT_FOUND);
    expect(await refusal(open(scoped, uuid()))).toEqual(NOT_FOUND);
    await given.deny({ principalId: scoped.id, permission: 'report.handle', objectId: caseId });
    expect(await refusal(open(scoped))).toEqual(NOT_FOUND);
    await db.update(groups).set({ removedAt: new Date() }).where(eq(groups.id, groupId));
    expect(await refusal(open(await moderator(given)))).toEqual(NOT_FOUND);
    // Nothing was begun by a refusal.
    expect(await db.$count(cases, inArray(cases.groupId, [groupId, elsewhere.groupId]))).toBe(2);
  });

  test('is offered on the page of the group to them alone', async ({ db, given }) => {
    const { ada, owner, manager, member, other, groupId } = await shift(given);
    const scoped = await given.moderating(await given.user(), groupId);
    const answering = await moderator(given);
    await given.membership({ userId: answering.id, principalId: groupId, standing: 'manager' });
    const may = async (person: Person) => (await callerFor(db, person).groups.get({ groupId })).may.handle;
    expect(await Promise.all([ada, scoped].map(may))).toEqual([true, true]);
    const none = [owner, manager, member, other, answering];
    expect(await Promise.all(none.map(may))).toEqual(none.map(() => false));
  });
});
