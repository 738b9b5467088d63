import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { appeals, sanctions } from '@/db/schema/moderation';
import { users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import type { Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const MODERATOR = ['report.handle', 'report.decideAppeal'] as const;
const CLOSED = { reason: 'APPEAL_CLOSED' };
const words = 'It was not me.';
const answer = 'You are right.';

const monthsAgo = (months: number, days: number) => {
  const moment = new Date();
  moment.setUTCMonth(moment.getUTCMonth() - months);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment;
};

test('somebody who is suspended appeals, once; another moderator grants it, and they are back at once', async ({
  db,
  given,
  trail,
  notices,
}) => {
  const [person, first, second] = [
    await given.user(),
    await given.holder(...MODERATOR, 'person.suspend', 'person.limit'),
    await given.holder(...MODERATOR),
  ];
  const caseId = await given.case(person);
  await callerFor(db, first).moderation.sanctions.impose({
    id: uuid(),
    caseId,
    kind: 'suspension',
    rule: 'spam',
    words: 'Please do not.',
  });
  const suspended = await given.session(person);
  const api = callerFor(db, suspended).moderation.appeals;
  const id = uuid();
  await Promise.all([api.file({ id, caseId, words }), api.file({ id, caseId, words })]);
  expect(await refusal(api.file({ id: uuid(), caseId, words }))).toEqual(CLOSED);
  expect(await api.mine()).toMatchObject([{ id, caseId, words, outcome: null }]);

  const queue = await callerFor(db, second).moderation.reports.list({ state: 'appealed' });
  expect(queue.cases).toMatchObject([{ id: caseId, state: 'resolved', hasAppeal: true }]);
  expect(queue.counts.appealed).toBe(1);
  // Nothing more is done in it meanwhile.
  const more = { id: uuid(), caseId, kind: 'limit' as const, rule: 'spam' as const, words: 'And more.' };
  expect(await refusal(callerFor(db, first).moderation.sanctions.impose(more))).toEqual({
    reason: 'ALREADY_DECIDED',
  });
  const decide = (one: Person, outcome: 'granted' | 'upheld') =>
    callerFor(db, one).moderation.appeals.decide({ id, outcome, answer });
  expect(await refusal(decide(first, 'upheld'))).toEqual({ reason: 'SECOND_PERSON_NEEDED' });
  await Promise.all([decide(second, 'granted'), decide(second, 'granted')]);
  expect(await refusal(decide(second, 'upheld'))).toEqual({ reason: 'ALREADY_DECIDED' });

  const [account] = await db.select({ status: users.status }).from(users).where(eq(users.id, person.id));
  expect(account).toEqual({ status: 'active' });
  expect(await api.mine()).toMatchObject([{ outcome: 'granted', answer }]);
  expect((await trail(person)).map(({ kind, actorId }) => [kind, actorId])).toEqual([
    ['sanction.imposed', first.id],
    ['appeal.made', person.id],
    ['appeal.decided', second.id],
    ['sanction.ended', second.id],
  ]);
  const about = { type: 'moderation.appealDecided', data: { appealId: id, outcome: 'granted' } };
  expect((await notices(person)).slice(1)).toMatchObject([about]);
  const page = await callerFor(db, second).moderation.reports.get({ id: caseId });
  expect(page.timeline.map(({ kind }) => kind)).toEqual([
    'acted',
    'appealed',
    'appealDecided',
    'sanctionEnded',
  ]);
  expect(page.appeal).toMatchObject({ outcome: 'granted', isAgainstMe: false });
});

test('upheld, everything stays as it is', async ({ db, given }) => {
  const [person, first, second] = [await given.user(), await given.user(), await given.holder(...MODERATOR)];
  const { caseId, sanctionId } = await given.actedOn(person, first);
  const id = await given.appeal(person, caseId);
  await callerFor(db, second).moderation.appeals.decide({ id, outcome: 'upheld', answer });
  const [kept] = await db.select().from(sanctions).where(eq(sanctions.id, sanctionId));
  expect(kept).toMatchObject({ endedAt: null, endedHow: null });
  const [appeal] = await db.select().from(appeals).where(eq(appeals.id, id));
  expect(appeal).toMatchObject({ outcome: 'upheld', decidedBy: second.id, answer });
});

test('it is too late after six months, and where nothing stands any more', async ({ db, given }) => {
  const [person, first] = [await given.user(), await given.user()];
  const api = callerFor(db, person).moderation.appeals;
  const file = ({ caseId }: { caseId: string }) => api.file({ id: uuid(), caseId, words });
  const late = await given.actedOn(person, first, { startsAt: monthsAgo(6, -1) });
  const over = await given.actedOn(person, first, { endedAt: new Date(), endedHow: 'undone' });
  for (const one of [late, over]) expect(await refusal(file(one))).toEqual(CLOSED);
  await file(await given.actedOn(person, first, { startsAt: monthsAgo(6, 1) }));
  // Nobody appeals for somebody else, nor where nothing was done about them.
  const other = await given.actedOn(first, person);
  for (const caseId of [other.caseId, uuid()])
    expect(await refusal(file({ caseId }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await db.$count(appeals, eq(appeals.personId, person.id))).toBe(1);
});

test('two appeals at the same moment are one', async ({ db, given }) => {
  const person = await given.user();
  const { caseId } = await given.actedOn(person, await given.user());
  const file = () => callerFor(db, person).moderation.appeals.file({ id: uuid(), caseId, words });
  const answers = await Promise.allSettled([file(), file()]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('of two who decide differently at the same moment one does', async ({ db, given, trail }) => {
  const [person, one, other] = [
    await given.user(),
    await given.holder(...MODERATOR),
    await given.holder(...MODERATOR),
  ];
  const { caseId } = await given.actedOn(person, await given.user());
  const id = await given.appeal(person, caseId);
  const answers = await Promise.allSettled([
    callerFor(db, one).moderation.appeals.decide({ id, outcome: 'granted', answer }),
    callerFor(db, other).moderation.appeals.decide({ id, outcome: 'upheld', answer }),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await trail(person)).filter(({ kind }) => kind === 'appeal.decided')).toHaveLength(1);
});

test('whoever holds the case decides it; who acted in it does not hold it again', async ({ db, given }) => {
  const [person, first, second, third] = [
    await given.user(),
    await given.holder(...MODERATOR),
    await given.holder(...MODERATOR),
    await given.holder(...MODERATOR),
  ];
  const { caseId } = await given.actedOn(person, first);
  const claim = (one: Person) => callerFor(db, one).moderation.reports.claim({ id: caseId });
  expect(await refusal(claim(second))).toEqual({ reason: 'ALREADY_DECIDED' });
  const id = await given.appeal(person, caseId);
  expect(await refusal(claim(first))).toEqual({ reason: 'ALREADY_DECIDED' });
  await claim(second);
  const decide = (one: Person) =>
    callerFor(db, one).moderation.appeals.decide({ id, outcome: 'upheld', answer });
  expect(await refusal(decide(third))).toMatchObject({ reason: 'CLAIMED_BY_ANOTHER' });
  await decide(second);
  const page = await callerFor(db, third).moderation.reports.get({ id: caseId });
  expect(page.claim).toBeNull();
  // Decided for good.
  expect(await refusal(claim(third))).toEqual({ reason: 'ALREADY_DECIDED' });
});

test('nobody decides without the permission, out of reach, about themselves or about who is above them', async ({
  db,
  given,
}) => {
  const [person, first] = [await given.user(), await given.user()];
  const decide = (one: Person, id: string) =>
    callerFor(db, one).moderation.appeals.decide({ id, outcome: 'granted', answer });
  const ofPerson = await given.appeal(person, (await given.actedOn(person, first)).caseId);
  expect(await refusal(decide(await given.holder('report.handle'), ofPerson))).toEqual({
    reason: 'NOT_ALLOWED',
  });
  const groupId = await given.emptyGroup();
  const ofGroup = await given.moderating(await given.user(), groupId);
  expect(await refusal(decide(ofGroup, ofPerson))).toEqual({ reason: 'NOT_FOUND' });
  const moderator = await given.holder(...MODERATOR);
  const above = await given.holder(...MODERATOR, 'jobs.view');
  const ofAbove = await given.appeal(above, (await given.actedOn(above, first)).caseId);
  expect(await refusal(decide(moderator, ofAbove))).toEqual({ reason: 'ABOVE_YOU' });
  expect(await refusal(decide(above, ofAbove))).toEqual({ reason: 'NOT_FOUND' });
  // Somebody of the group is within the reach of who moderates it.
  await given.membership({ userId: person.id, principalId: groupId });
  await decide(ofGroup, ofPerson);
});

test('the queue of appeals begins with the oldest, page by page', async ({ db, given }) => {
  const [first, second] = [await given.user(), await given.holder(...MODERATOR)];
  const list = (after?: string) =>
    callerFor(db, second).moderation.reports.list({ state: 'appealed', ...(after && { after }) });
  const before = (await list()).cases.length;
  const made: string[] = [];
  for (let days = 55; days > 0; days -= 1) {
    const person = await given.user();
    const { caseId } = await given.actedOn(person, first);
    await given.appeal(person, caseId, { at: new Date(Date.now() - days * 86_400_000) });
    made.push(caseId);
  }
  const page = await list();
  const rest = await list(page.next ?? undefined);
  const ids = [...page.cases, ...rest.cases].map(({ id }) => id);
  expect(ids.slice(0, 55)).toEqual(made);
  expect(ids).toHaveLength(55 + before);
});
