import { asc, eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { appeals, caseEvents, cases, sanctions } from '@/db/schema/moderation';
import { memberships } from '@/db/schema/permissions';
import { callerFor } from '@/server/testing/callers';
import type { Given } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { untilWaiting } from '@/server/testing/waiting';

/** Two moderators of everybody. */
async function two(given: Given) {
  return { ada: await given.holder('report.handle'), ben: await given.holder('report.handle') };
}

async function stateOf(db: Database, id: string) {
  const [found] = await db.select().from(cases).where(eq(cases.id, id));
  return found;
}

async function eventsOf(db: Database, id: string) {
  const rows = await db
    .select({ kind: caseEvents.kind, actorId: caseEvents.actorId, details: caseEvents.details })
    .from(caseEvents)
    .where(eq(caseEvents.caseId, id))
    .orderBy(asc(caseEvents.id));
  return rows;
}

test('of two who claim a case at once one has it, and the other is told who', async ({ db, given }) => {
  const { ada, ben } = await two(given);
  for (let n = 0; n < 12; n++) {
    const id = await given.case(await given.user());
    const said = await Promise.allSettled(
      [ada, ben].map((one) => callerFor(db, one).moderation.reports.claim({ id })),
    );
    expect(said.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = said[0]?.status === 'fulfilled' ? ada : ben;
    const loser = winner === ada ? ben : ada;
    expect(await refusal(callerFor(db, loser).moderation.reports.claim({ id }))).toEqual({
      reason: 'CLAIMED_BY_ANOTHER',
      holder: { userId: winner.id, handle: winner.handle, displayName: winner.displayName },
    });
    expect((await stateOf(db, id))?.claimedBy).toBe(winner.id);
    expect(await eventsOf(db, id)).toEqual([{ kind: 'claimed', actorId: winner.id, details: {} }]);
  }
});

test('claimed twice by the same it is claimed once, and the first action stays the first', async ({
  db,
  given,
}) => {
  const { ada } = await two(given);
  const id = await given.case(await given.user());
  const { reports } = callerFor(db, ada).moderation;
  await Promise.all([reports.claim({ id }), reports.claim({ id })]);
  const first = (await stateOf(db, id))?.firstActionAt;
  await reports.release({ id });
  await reports.release({ id });
  await reports.claim({ id });
  expect((await stateOf(db, id))?.firstActionAt).toEqual(first);
  expect((await eventsOf(db, id)).map(({ kind }) => kind)).toEqual(['claimed', 'released', 'claimed']);
});

test('what somebody holds is taken from whom one saw holding it, and from nobody else', async ({
  db,
  given,
}) => {
  const { ada, ben } = await two(given);
  const third = await given.holder('report.handle');
  const id = await given.case(await given.user());
  await callerFor(db, ada).moderation.reports.claim({ id });
  await callerFor(db, ben).moderation.reports.claim({ id, from: ada.id });
  expect((await stateOf(db, id))?.claimedBy).toBe(ben.id);
  const late = callerFor(db, third).moderation.reports.claim({ id, from: ada.id });
  expect(await refusal(late)).toMatchObject({ reason: 'CLAIMED_BY_ANOTHER', holder: { userId: ben.id } });
  const events = await eventsOf(db, id);
  expect(events.at(-1)).toEqual({ kind: 'claimed', actorId: ben.id, details: { from: ada.id } });
});

test('what another holds nobody lets go or decides', async ({ db, given }) => {
  const { ada, ben } = await two(given);
  const id = await given.case(await given.user());
  await callerFor(db, ada).moderation.reports.claim({ id });
  const { reports } = callerFor(db, ben).moderation;
  for (const call of [() => reports.release({ id }), () => reports.resolve({ id, outcome: 'dismissed' })])
    expect(await refusal(call())).toMatchObject({ reason: 'CLAIMED_BY_ANOTHER', holder: { userId: ada.id } });
  expect(await stateOf(db, id)).toMatchObject({ state: 'open', claimedBy: ada.id });
});

test('dismissed at once by two it is decided once; the words stay with staff, and out of the trail', async ({
  db,
  given,
  trail,
}) => {
  const { ada, ben } = await two(given);
  for (let n = 0; n < 8; n++) {
    const subject = await given.user();
    const id = await given.case(subject);
    const wish = { id, outcome: 'dismissed' as const, rule: 'respect' as const, reason: 'A joke of friends' };
    const said = await Promise.allSettled(
      [ada, ben].map((one) => callerFor(db, one).moderation.reports.resolve(wish)),
    );
    expect(said.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await stateOf(db, id)).toMatchObject({ state: 'resolved', outcome: 'dismissed', rule: 'respect' });
    const [event, ...more] = await eventsOf(db, id);
    expect(more).toEqual([]);
    expect(event?.details).toEqual({ rule: 'respect', reason: 'A joke of friends' });
    const [entry] = (await trail(subject)).slice(-1);
    expect(entry).toMatchObject({ kind: 'case.resolved' });
    expect(JSON.stringify(entry)).not.toContain('joke');
  }
});

test('said again by the same, a decision stays as it is', async ({ db, given }) => {
  const { ada, ben } = await two(given);
  const id = await given.case(await given.user());
  const { reports } = callerFor(db, ada).moderation;
  await reports.resolve({ id, outcome: 'dismissed' });
  await reports.resolve({ id, outcome: 'dismissed' });
  expect(await eventsOf(db, id)).toHaveLength(1);
  expect(await refusal(callerFor(db, ben).moderation.reports.claim({ id }))).toEqual({
    reason: 'ALREADY_DECIDED',
  });
});

test('a dismissed case is opened again, unless the same was reported anew or it was acted on', async ({
  db,
  given,
}) => {
  const { ada } = await two(given);
  const { reports } = callerFor(db, ada).moderation;
  const over = { state: 'resolved', resolvedAt: new Date() } as const;
  const subject = await given.user();
  const id = await given.case(subject, { ...over, outcome: 'dismissed' });
  await Promise.all([reports.reopen({ id }), reports.reopen({ id })]);
  expect(await stateOf(db, id)).toMatchObject({ state: 'open', outcome: null, claimedBy: ada.id });
  expect((await eventsOf(db, id)).map(({ kind }) => kind)).toEqual(['reopened']);

  const acted = await given.case(await given.user(), { ...over, outcome: 'acted' });
  expect(await refusal(reports.reopen({ id: acted }))).toEqual({ reason: 'CANNOT_UNDO' });
  const earlier = await given.case(subject, { ...over, outcome: 'dismissed' });
  expect(await refusal(reports.reopen({ id: earlier }))).toEqual({ reason: 'CANNOT_UNDO' });
});

test('so is one in which all that was done was taken back, unless its person appealed', async ({
  db,
  given,
}) => {
  const { ada, ben } = await two(given);
  const { reports } = callerFor(db, ben).moderation;
  const undone = { endedAt: new Date(), endedHow: 'undone' as const };
  const subject = await given.user();
  const { caseId } = await given.actedOn(subject, ada, undone);
  const standing = await given.sanction(subject, caseId);
  expect(await refusal(reports.reopen({ id: caseId }))).toEqual({ reason: 'CANNOT_UNDO' });
  await db.update(sanctions).set(undone).where(eq(sanctions.id, standing));
  await reports.reopen({ id: caseId });
  expect(await stateOf(db, caseId)).toMatchObject({ state: 'open', outcome: null, claimedBy: ben.id });

  const expired = await given.actedOn(await given.user(), ada, { ...undone, endedHow: 'expired' });
  const other = await given.user();
  const appealed = await given.actedOn(other, ada, undone);
  await given.appeal(other, appealed.caseId);
  for (const id of [expired.caseId, appealed.caseId])
    expect(await refusal(reports.reopen({ id }))).toEqual({ reason: 'CANNOT_UNDO' });
});

test('many at once: of each it is said what became of it', async ({ db, given }) => {
  const { ada, ben } = await two(given);
  const [free, held, over, own] = [
    await given.case(await given.user()),
    await given.case(await given.user()),
    await given.case(await given.user(), { state: 'resolved', outcome: 'acted' }),
    await given.case(ada),
  ];
  await callerFor(db, ben).moderation.reports.claim({ id: held });
  const ids = [free, held, over, own, free];
  const said = await callerFor(db, ada).moderation.reports.bulk({ ids, action: 'claim' });
  expect(said.map(({ id, result, holder }) => [id, result, holder?.userId ?? null])).toEqual([
    [free, 'done', null],
    [held, 'CLAIMED_BY_ANOTHER', ben.id],
    [over, 'ALREADY_DECIDED', null],
    // What was reported of oneself does not exist.
    [own, 'NOT_FOUND', null],
  ]);
  const dismissed = await callerFor(db, ada).moderation.reports.bulk({
    ids: [free, held],
    action: 'dismiss',
  });
  expect(dismissed.map(({ result }) => result)).toEqual(['done', 'CLAIMED_BY_ANOTHER']);
});

test('two who take the same hundred at once, in whatever order, share them without a deadlock', async ({
  db,
  given,
}) => {
  const { ada, ben } = await two(given);
  const people = await given.people(100, (n) => ({ displayName: `Reported ${n}` }));
  const ids = await Promise.all(people.map((person) => given.case(person)));
  const [mine, theirs] = await Promise.all([
    callerFor(db, ada).moderation.reports.bulk({ ids, action: 'claim' }),
    callerFor(db, ben).moderation.reports.bulk({ ids: ids.toReversed(), action: 'claim' }),
  ]);
  const done = (results: typeof mine) => results.filter(({ result }) => result === 'done').length;
  expect(done(mine) + done(theirs)).toBe(100);
});

test('for a moderator of a group there are its people and itself, and nothing else', async ({
  db,
  given,
}) => {
  const [inside, outside] = [await given.user(), await given.user()];
  const groupId = await given.groupWith(inside);
  const mod = await given.moderating(await given.user(), groupId);
  const { reports } = callerFor(db, mod).moderation;
  const theirs = await given.case(inside);
  const others = await given.case(outside);
  const ofGroup = await given.case(null, { subjectKind: 'group', subjectId: groupId, groupId });
  const listed = await reports.list({});
  expect(listed.cases.map(({ id }) => id).sort()).toEqual([theirs, ofGroup].sort());
  expect(listed.counts).toEqual({ open: 2, mine: 0, unclaimed: 2, resolved: 0, appealed: 0 });
  await reports.claim({ id: theirs });
  await reports.claim({ id: ofGroup });
  for (const call of [
    () => reports.get({ id: others }),
    () => reports.claim({ id: others }),
    () => reports.release({ id: others }),
    () => reports.resolve({ id: others, outcome: 'dismissed' }),
    () => reports.reopen({ id: others }),
  ])
    expect(await refusal(call())).toEqual({ reason: 'NOT_FOUND' });
  // Whoever leaves the group, or whose time in it is over, is out of reach with the next request.
  await db
    .update(memberships)
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where(eq(memberships.userId, inside.id));
  expect(await refusal(reports.get({ id: theirs }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await refusal(reports.release({ id: theirs }))).toEqual({ reason: 'NOT_FOUND' });
});

describe('what waits for a case finds it as it is by then', () => {
  test('one whose appeal was decided meanwhile nobody claims any more', async ({ db, given }) => {
    const { ada, ben } = await two(given);
    const person = await given.user();
    const { caseId: id } = await given.actedOn(person, await given.user(), { kind: 'limit' });
    const appealId = await given.appeal(person, id);
    let claimed = Promise.resolve<unknown>(undefined);
    await db.transaction(async (tx) => {
      await tx.select({ id: cases.id }).from(cases).where(eq(cases.id, id)).for('no key update');
      await tx
        .update(appeals)
        .set({ outcome: 'upheld', answer: 'It stays.', decidedAt: new Date(), decidedBy: ben.id })
        .where(eq(appeals.id, appealId));
      claimed = refusal(callerFor(db, ada).moderation.reports.claim({ id }));
      await untilWaiting(db, 1);
    });
    expect(await claimed).toEqual({ reason: 'ALREADY_DECIDED' });
    expect(await stateOf(db, id)).toMatchObject({ claimedBy: null, state: 'resolved' });
  });

  test('one that was appealed against meanwhile nobody opens again', async ({ db, given }) => {
    const { ada } = await two(given);
    const person = await given.user();
    const undone = { kind: 'limit' as const, endedHow: 'undone' as const, endedAt: new Date() };
    const { caseId: id } = await given.actedOn(person, ada, undone);
    let reopened = Promise.resolve<unknown>(undefined);
    await db.transaction(async (tx) => {
      await tx.select({ id: cases.id }).from(cases).where(eq(cases.id, id)).for('no key update');
      await tx
        .insert(appeals)
        .values({ id: uuid(), caseId: id, personId: person.id, words: 'It was not me.', at: new Date() });
      reopened = refusal(callerFor(db, ada).moderation.reports.reopen({ id }));
      await untilWaiting(db, 1);
    });
    expect(await reopened).toEqual({ reason: 'CANNOT_UNDO' });
    expect(await stateOf(db, id)).toMatchObject({ state: 'resolved' });
  });

  test('of who claims it and who decides its appeal at once one does', async ({ db, given }) => {
    const ben = await given.holder('report.handle', 'report.decideAppeal');
    const { ada } = await two(given);
    for (let n = 0; n < 12; n++) {
      const person = await given.user();
      const { caseId: id } = await given.actedOn(person, await given.user(), { kind: 'limit' });
      const appealId = await given.appeal(person, id);
      const said = await Promise.allSettled([
        callerFor(db, ada).moderation.reports.claim({ id }),
        callerFor(db, ben).moderation.appeals.decide({
          id: appealId,
          outcome: 'upheld',
          answer: 'It stays.',
        }),
      ]);
      const [claim, decision] = said.map(({ status }) => status === 'fulfilled');
      expect([claim, decision].filter(Boolean)).toHaveLength(1);
      expect((await stateOf(db, id))?.claimedBy).toBe(claim ? ada.id : null);
    }
  });
});
