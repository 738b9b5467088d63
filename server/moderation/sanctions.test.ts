import { asc, eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { caseEvents, cases, sanctions } from '@/db/schema/moderation';
import { sessions } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import { sweep } from '@/server/jobs/sweep';
import { BUILT_IN_ROLES } from '@/server/roles/permissions';
import type { Caller } from '@/server/router';
import { callerFor } from '@/server/testing/callers';
import type { Given, Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { endSanction, expireSanction } from './sanction-end';

type Wish = Parameters<Caller['moderation']['sanctions']['impose']>[0];

const DAY = 86_400_000;
const KINDS = ['warning', 'hiding', 'limit', 'suspension'] as const;

const moderator = (given: Given) => given.holder(...BUILT_IN_ROLES.moderator);

/** A moderator, somebody, and a case about them. */
async function shift(given: Given) {
  const [ada, sam] = [await moderator(given), await given.user()];
  return { ada, sam, caseId: await given.case(sam) };
}

function impose(db: Database, by: Person, wish: Partial<Wish> & Pick<Wish, 'caseId' | 'kind'>) {
  const hides = wish.kind === 'hiding' ? (['bio'] as const) : [];
  return callerFor(db, by).moderation.sanctions.impose({
    id: uuid(),
    rule: 'respect',
    words: 'Please leave who they are out of it.',
    hides: [...hides],
    ...wish,
  });
}

async function standingOf(db: Database, { id }: { id: string }) {
  const [row] = await db
    .select({ status: users.status, limitedUntil: users.limitedUntil, hiddenParts: profiles.hiddenParts })
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(eq(users.id, id));
  return row;
}

const NOTHING = { status: 'active', limitedUntil: null, hiddenParts: [] };

function rowsOf(db: Database, { id }: { id: string }) {
  return db.select().from(sanctions).where(eq(sanctions.personId, id)).orderBy(asc(sanctions.id));
}

async function eventsOf(db: Database, caseId: string) {
  return db
    .select({ kind: caseEvents.kind, actorId: caseEvents.actorId, details: caseEvents.details })
    .from(caseEvents)
    .where(eq(caseEvents.caseId, caseId))
    .orderBy(asc(caseEvents.id));
}

test.for(KINDS)(
  'a %s decides the case, and is told in the trail, the timeline and by mail',
  async (kind, { db, given, trail, jobs, notices }) => {
    const { ada, sam, caseId } = await shift(given);
    await callerFor(db, ada).moderation.reports.claim({ id: caseId });
    const id = uuid();
    const days = kind === 'warning' ? null : 7;
    await impose(db, ada, { id, caseId, kind, days });
    const [row] = await rowsOf(db, sam);
    expect(row).toMatchObject({ id, kind, rule: 'respect', caseId, actedBy: ada.id, endedAt: null });
    const ends = row?.endsAt?.getTime() ?? null;
    expect(ends).toBe(days === null ? null : (row?.startsAt.getTime() ?? 0) + days * DAY);
    const [found] = await db.select().from(cases).where(eq(cases.id, caseId));
    expect(found).toMatchObject({
      state: 'resolved',
      outcome: 'acted',
      rule: 'respect',
      resolvedBy: ada.id,
      claimedBy: null,
      firstActionAt: expect.any(Date),
    });
    expect((await eventsOf(db, caseId)).at(-1)).toEqual({
      kind: 'acted',
      actorId: ada.id,
      details: { kind, rule: 'respect' },
    });
    const entry = (await trail(sam)).at(-1);
    expect(entry).toMatchObject({ kind: 'sanction.imposed', actorId: ada.id });
    expect(JSON.stringify(entry?.after)).not.toContain('Please');
    const mine = (await jobs()).filter(({ payload }) => payload.sanctionId === id).map(({ name }) => name);
    expect(mine).toEqual(days === null ? [] : ['sanction.end']);
    expect(await notices(sam)).toMatchObject([
      { type: 'moderation.action', data: { sanctionId: id, kind }, actorId: null },
    ]);
  },
);

test('each kind does what it says, also one beside the other, and nothing once all are over', async ({
  db,
  given,
}) => {
  const { ada, sam, caseId } = await shift(given);
  const ids = new Map(KINDS.map((kind) => [kind, uuid()]));
  const steps = [
    ['warning', {}],
    ['hiding', { hiddenParts: ['bio'] }],
    ['limit', { limitedUntil: 'infinity' }],
    ['suspension', { status: 'suspended' }],
  ] as const;
  let expected = { ...NOTHING, hiddenParts: [] as string[] } as Record<string, unknown>;
  for (const [kind, effect] of steps) {
    await impose(db, ada, { id: ids.get(kind) ?? '', caseId, kind });
    expected = { ...expected, ...effect };
    expect(await standingOf(db, sam)).toEqual(expected);
  }
  for (const [kind, effect] of steps) {
    await callerFor(db, ada).moderation.sanctions.end({ id: ids.get(kind) ?? '' });
    for (const name of Object.keys(effect)) expected = { ...expected, [name]: Reflect.get(NOTHING, name) };
    expect(await standingOf(db, sam)).toEqual(expected);
  }
});

test('of two that say the same the one that lasts longer counts', async ({ db, given }) => {
  const { ada, sam, caseId } = await shift(given);
  const long = uuid();
  await impose(db, ada, { caseId, kind: 'limit', days: 7 });
  await impose(db, ada, { id: long, caseId, kind: 'limit' });
  await impose(db, ada, { caseId, kind: 'hiding', hides: ['bio', 'photo'] });
  await impose(db, ada, { caseId, kind: 'hiding', hides: ['bio', 'website'] });
  expect(await standingOf(db, sam)).toEqual({
    status: 'active',
    limitedUntil: 'infinity',
    hiddenParts: ['bio', 'photo', 'website'],
  });
  await callerFor(db, ada).moderation.sanctions.end({ id: long });
  const first = (await rowsOf(db, sam)).find(({ endsAt }) => endsAt !== null);
  const until = (await standingOf(db, sam))?.limitedUntil;
  expect(new Date(until ?? '').toISOString()).toBe(first?.endsAt?.toISOString());
});

test('who is suspended is out with the next request, apps included, and comes in again to the account alone', async ({
  db,
  given,
}) => {
  const { ada, sam, caseId } = await shift(given);
  const app = await given.app(sam, { scopes: ['profile.read'] });
  await impose(db, ada, { caseId, kind: 'suspension', days: 3 });
  expect(await refusal(callerFor(db, sam).profile.me())).toEqual({ reason: 'SESSION_ENDED' });
  expect(await refusal(callerFor(db, null, { headers: app.headers }).profile.me())).toEqual({
    reason: 'TOKEN_REFUSED',
  });
  expect(await db.$count(sessions, eq(sessions.userId, sam.id))).toBe(0);
  const again = callerFor(db, await given.session(sam));
  expect(await refusal(again.profile.me())).toEqual({ reason: 'ACCOUNT_INACTIVE' });
  expect(await again.account.state()).toMatchObject({ status: 'suspended' });
  expect((await again.moderation.sanctions.mine()).inForce).toMatchObject([
    { kind: 'suspension', rule: 'respect', about: 'profile', appealUntil: expect.any(String) },
  ]);
});

describe('a suspension over somebody who is away', () => {
  test.for([
    ['paused', 'deactivated'],
    ['leaving', 'leaving'],
  ] as const)('%s ends with nothing changed', async ([away, status], { db, given }) => {
    const { ada, sam, caseId } = await shift(given);
    const id = uuid();
    await given[away](sam);
    await impose(db, ada, { id, caseId, kind: 'suspension' });
    expect((await standingOf(db, sam))?.status).toBe('suspended');
    await callerFor(db, ada).moderation.sanctions.end({ id });
    expect((await standingOf(db, sam))?.status).toBe(status);
  });

  test('who is being erased stays so', async ({ db, given }) => {
    const { ada, sam, caseId } = await shift(given);
    await db.update(users).set({ status: 'erasing' }).where(eq(users.id, sam.id));
    await impose(db, ada, { caseId, kind: 'suspension' });
    expect((await standingOf(db, sam))?.status).toBe('erasing');
  });
});

describe('refusals', () => {
  test.for(KINDS)('a %s needs its own permission', async (kind, { db, given }) => {
    const { sam, caseId } = await shift(given);
    const others = { warning: 'hide', hiding: 'limit', limit: 'suspend', suspension: 'warn' } as const;
    const ben = await given.holder('report.handle', `person.${others[kind]}`);
    expect(await refusal(impose(db, ben, { caseId, kind }))).toEqual({ reason: 'NOT_ALLOWED' });
    const id = await given.sanction(sam, caseId, { kind });
    expect(await refusal(callerFor(db, ben).moderation.sanctions.end({ id }))).toEqual({
      reason: 'NOT_ALLOWED',
    });
    expect(await standingOf(db, sam)).toEqual(NOTHING);
  });

  test('nobody acts on who may do more, and their own case does not exist for them', async ({
    db,
    given,
  }) => {
    const ada = await moderator(given);
    const admin = await given.holder(...BUILT_IN_ROLES.administrator);
    const caseId = await given.case(admin);
    const ownId = await given.case(ada);
    for (const kind of KINDS) {
      expect(await refusal(impose(db, ada, { caseId, kind }))).toEqual({ reason: 'ABOVE_YOU' });
      expect(await refusal(impose(db, ada, { caseId: ownId, kind }))).toEqual({ reason: 'NOT_FOUND' });
    }
    expect(await standingOf(db, admin)).toEqual(NOTHING);
  });

  test('a case that is not there, is about nobody, or about somebody out of reach is not there', async ({
    db,
    given,
  }) => {
    const { ada, sam, caseId } = await shift(given);
    const mate = await given.user();
    const groupId = await given.groupWith(mate);
    const scoped = await given.moderating(await given.user(), groupId);
    const wishes = [
      [ada, uuid()],
      [ada, await given.case(null)],
      [scoped, caseId],
    ] as const;
    for (const [by, id] of wishes)
      expect(await refusal(impose(db, by, { caseId: id, kind: 'warning' }))).toEqual({ reason: 'NOT_FOUND' });
    const { sanctions: api } = callerFor(db, scoped).moderation;
    const id = await given.sanction(sam, caseId);
    expect(await refusal(api.end({ id }))).toEqual({ reason: 'NOT_FOUND' });
    expect(await refusal(api.start({ caseId }))).toEqual({ reason: 'NOT_FOUND' });
    expect(await refusal(api.listFor({ personId: sam.id }))).toEqual({ reason: 'NOT_FOUND' });
    await impose(db, scoped, { caseId: await given.case(mate), kind: 'suspension', days: 1 });
    expect((await standingOf(db, mate))?.status).toBe('suspended');
  });

  test('what somebody else holds is theirs, and what somebody else decided is decided', async ({
    db,
    given,
  }) => {
    const { ada, caseId } = await shift(given);
    const ben = await moderator(given);
    await callerFor(db, ada).moderation.reports.claim({ id: caseId });
    expect(await refusal(impose(db, ben, { caseId, kind: 'warning' }))).toEqual({
      reason: 'CLAIMED_BY_ANOTHER',
      holder: { userId: ada.id, handle: ada.handle, displayName: ada.displayName },
    });
    await impose(db, ada, { caseId, kind: 'warning' });
    expect(await refusal(impose(db, ben, { caseId, kind: 'warning' }))).toEqual({
      reason: 'ALREADY_DECIDED',
    });
    const dismissed = await given.case(await given.user());
    await callerFor(db, ada).moderation.reports.resolve({ id: dismissed, outcome: 'dismissed' });
    expect(await refusal(impose(db, ada, { caseId: dismissed, kind: 'warning' }))).toEqual({
      reason: 'ALREADY_DECIDED',
    });
  });

  test('what does not go together', async ({ db, given }) => {
    const { ada, caseId } = await shift(given);
    const wrong: (Partial<Wish> & Pick<Wish, 'kind'>)[] = [
      { kind: 'hiding', hides: [] },
      { kind: 'warning', hides: ['bio'] },
      { kind: 'warning', days: 7 },
      { kind: 'limit', words: ' ' },
      // A message that the case is not about.
      { kind: 'hiding', hides: [`message:${uuid()}`] },
    ];
    for (const wish of wrong)
      expect(await refusal(impose(db, ada, { caseId, ...wish }))).toMatchObject({ reason: 'INPUT_INVALID' });
  });
});

test('sent twice at once it has one effect, and its id is nobody else’s', async ({ db, given, trail }) => {
  const { ada, sam, caseId } = await shift(given);
  const ben = await moderator(given);
  const id = uuid();
  await Promise.all([1, 2, 3].map(() => impose(db, ada, { id, caseId, kind: 'limit', days: 3 })));
  expect(await rowsOf(db, sam)).toHaveLength(1);
  expect(await trail(sam)).toHaveLength(1);
  const other = impose(db, ben, { id, caseId: await given.case(sam), kind: 'limit', days: 3 });
  expect(await refusal(other)).toEqual({ reason: 'ALREADY_THERE' });
  const { end } = callerFor(db, ada).moderation.sanctions;
  await Promise.all([1, 2, 3].map(() => end({ id })));
  expect((await trail(sam)).map(({ kind }) => kind)).toEqual(['sanction.imposed', 'sanction.ended']);
  expect(await standingOf(db, sam)).toEqual(NOTHING);
});

test('of two moderators at once on one case one decides it', async ({ db, given }) => {
  for (let n = 0; n < 12; n++) {
    const { ada, sam, caseId } = await shift(given);
    const ben = await moderator(given);
    const said = await Promise.allSettled(
      [ada, ben].map((by) => impose(db, by, { caseId, kind: 'suspension', days: 1 })),
    );
    expect(said.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await rowsOf(db, sam)).toHaveLength(1);
  }
});

test('of two who suspend each other at the same moment one stays', async ({ db, given }) => {
  for (let n = 0; n < 12; n++) {
    const [ada, ben] = [await moderator(given), await moderator(given)];
    const ofAda = await given.case(ada);
    const ofBen = await given.case(ben);
    const said = await Promise.allSettled([
      impose(db, ada, { caseId: ofBen, kind: 'suspension' }),
      impose(db, ben, { caseId: ofAda, kind: 'suspension' }),
    ]);
    expect(said.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const statuses = [await standingOf(db, ada), await standingOf(db, ben)].map((one) => one?.status);
    expect(statuses.sort()).toEqual(['active', 'suspended']);
  }
});

describe('the end of its time', () => {
  test('the clock ends what is due and nothing else, and the person learns of it', async ({
    db,
    given,
    trail,
    notices,
  }) => {
    const { ada, sam, caseId } = await shift(given);
    const id = uuid();
    await impose(db, ada, { id, caseId, kind: 'suspension', days: 1 });
    await expireSanction(db, { sanctionId: id, now: new Date() });
    expect((await standingOf(db, sam))?.status).toBe('suspended');
    const now = new Date(Date.now() + DAY + 1000);
    await Promise.all([1, 2].map(() => expireSanction(db, { sanctionId: id, now })));
    expect(await standingOf(db, sam)).toEqual(NOTHING);
    expect((await rowsOf(db, sam))[0]).toMatchObject({ endedHow: 'expired', endedBy: null });
    expect((await trail(sam)).at(-1)).toMatchObject({ kind: 'sanction.ended', actorId: null });
    expect((await eventsOf(db, caseId)).at(-1)).toMatchObject({ kind: 'sanctionEnded', actorId: null });
    const types = (await notices(sam)).map(({ type }) => type);
    expect(types).toEqual(['moderation.action', 'moderation.actionEnded']);
  });

  test('one that is overdue is taken up by the sweep', async ({ db, given, jobs }) => {
    const { sam, caseId } = await shift(given);
    const ended = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const late = await given.sanction(sam, caseId, { kind: 'limit', endsAt: ended(11) });
    const soon = await given.sanction(sam, caseId, { kind: 'limit', endsAt: ended(9) });
    const over = await given.sanction(sam, caseId, {
      kind: 'limit',
      endsAt: ended(60),
      endedAt: ended(50),
      endedHow: 'undone',
    });
    await sweep(db, { now: new Date() });
    await sweep(db, { now: new Date() });
    const mine = (await jobs()).filter(({ payload }) =>
      [late, soon, over].includes(String(payload.sanctionId)),
    );
    expect(mine).toEqual([{ name: 'sanction.end', payload: { sanctionId: late } }]);
  });

  test('by an appeal it ends and its person is told by the answer alone, once', async ({
    db,
    given,
    notices,
  }) => {
    const { ada, sam, caseId } = await shift(given);
    const id = uuid();
    await impose(db, ada, { id, caseId, kind: 'suspension', days: 7 });
    const now = new Date();
    const cause = { actorId: ada.id };
    const end = () => db.transaction((tx) => endSanction(tx, { sanctionId: id, cause, why: 'appeal', now }));
    expect(await Promise.all([end(), end()])).toEqual(expect.arrayContaining([true, false]));
    expect(await standingOf(db, sam)).toEqual(NOTHING);
    expect(await notices(sam)).toMatchObject([{ type: 'moderation.action' }]);
  });
});

test('how long is suggested by what was reported and what was done before', async ({ db, given }) => {
  const { ada, sam } = await shift(given);
  const start = async (urgency: number) => {
    const caseId = await given.case(sam, { urgency, subjectId: uuid() });
    return callerFor(db, ada).moderation.sanctions.start({ caseId });
  };
  expect(await start(0)).toMatchObject({
    earlier: 0,
    suggested: { warning: null, hiding: null, limit: 1, suspension: 1 },
  });
  expect(await start(3)).toMatchObject({ suggested: { limit: 30 } });
  const caseId = await given.case(sam, { subjectId: uuid() });
  await given.sanction(sam, caseId, { kind: 'warning' });
  await given.sanction(sam, caseId, { kind: 'limit', endedHow: 'undone', endedAt: new Date() });
  await given.sanction(sam, caseId, { kind: 'limit', endedHow: 'expired', endedAt: new Date() });
  expect(await start(1)).toMatchObject({ earlier: 1, suggested: { suspension: 7 } });
  for (let n = 0; n < 4; n++) await given.sanction(sam, caseId, { kind: 'limit' });
  expect(await start(1)).toMatchObject({ suggested: { suspension: null } });
});
