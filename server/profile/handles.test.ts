import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { formerHandles, lookalikeOf, profiles } from '@/db/schema/users';
import { sweep } from '@/server/jobs/sweep';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import type { Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { changeHandle, getHandles } from './handles';
import { lookalike } from './rules';

const DAY = 86_400_000;

test('the old handle is kept for its person, who can take it back at once', async ({ db, given, trail }) => {
  const person = await given.user({ handle: 'ada-byron' });
  const { profile } = callerFor(db, person);
  expect(await profile.handles()).toEqual({
    handle: 'ada-byron',
    renamesLeft: 2,
    nextRenameAt: null,
    former: [],
  });
  const renamed = await profile.changeHandle({ handle: ' @Ada-King ' });
  expect(renamed).toEqual({
    handle: 'ada-king',
    renamesLeft: 1,
    nextRenameAt: null,
    former: [{ handle: 'ada-byron', heldUntil: expect.stringMatching(/Z$/) }],
  });
  expect(await profile.handles()).toEqual(renamed);
  expect(await profile.me()).toMatchObject({ handle: 'ada-king' });
  const heldFor = Date.parse(renamed.former[0]?.heldUntil ?? '') - Date.now();
  expect(Math.round(heldFor / DAY)).toBe(90);

  const back = await profile.changeHandle({ handle: 'ada-byron' });
  expect(back).toMatchObject({ handle: 'ada-byron', renamesLeft: 1, former: [{ handle: 'ada-king' }] });
  // Which it was is nobody's business after the account: whether it was a rename, is.
  expect(await trail(person)).toMatchObject([
    { kind: 'profile.handleChanged', actorId: person.id, before: null, after: { takenBack: false } },
    { kind: 'profile.handleChanged', actorId: person.id, before: null, after: { takenBack: true } },
  ]);
});

test('the same handle again changes nothing and tells nothing', async ({ db, given, trail }) => {
  const person = await given.user();
  const { profile } = callerFor(db, person);
  expect(await profile.changeHandle({ handle: person.handle.toUpperCase() })).toMatchObject({ former: [] });
  expect(await trail(person)).toEqual([]);
});

test('twice in 30 days; going back and forth neither counts nor makes the wait longer', async ({
  db,
  given,
}) => {
  const person = await given.user({ handle: 'first-name' });
  const begin = Date.now();
  const rename = (handle: string, days: number) =>
    changeHandle(db, {
      userId: person.id,
      handle,
      cause: { actorId: person.id },
      now: new Date(begin + days * DAY),
    });
  await rename('second-name', 0);
  await rename('third-name', 1);
  await expect(rename('fourth-name', 2)).rejects.toMatchObject({
    reason: 'HANDLE_RENAMED_TWICE',
    retryAfter: 28 * 86_400,
  });
  for (const [at, handle] of ['first-name', 'third-name', 'second-name', 'first-name'].entries())
    expect(await rename(handle, 20 + at)).toMatchObject({ handle, renamesLeft: 0 });
  await expect(rename('fourth-name', 29)).rejects.toMatchObject({ reason: 'HANDLE_RENAMED_TWICE' });
  expect(await rename('fourth-name', 30)).toMatchObject({ handle: 'fourth-name', renamesLeft: 0 });
  await expect(rename('fifth-name', 30.5)).rejects.toMatchObject({ reason: 'HANDLE_RENAMED_TWICE' });
  expect(await rename('fifth-name', 31)).toMatchObject({
    handle: 'fifth-name',
    nextRenameAt: new Date(begin + 60 * DAY).toISOString(),
  });
});

test('going back later than 30 days after the change counts, is never refused, and then uses the changes to come', async ({
  db,
  given,
}) => {
  const person = await given.user({ handle: 'one-of-two' });
  const begin = Date.now();
  const day = (days: number) => new Date(begin + days * DAY);
  const rename = (handle: string, days: number) =>
    changeHandle(db, { userId: person.id, handle, cause: { actorId: person.id }, now: day(days) });
  await rename('two-of-two', 0);
  expect(await rename('one-of-two', 89)).toMatchObject({
    renamesLeft: 1,
    former: [{ handle: 'two-of-two', heldUntil: day(179).toISOString() }],
  });
  await rename('third-of-two', 100);
  expect(await rename('two-of-two', 178)).toMatchObject({ renamesLeft: 1 });
  expect(await rename('one-of-two', 178)).toMatchObject({
    renamesLeft: 0,
    nextRenameAt: day(208).toISOString(),
  });
  const third = await rename('third-of-two', 189);
  expect(third).toMatchObject({ renamesLeft: 0, nextRenameAt: day(208).toISOString() });
  await expect(rename('fourth-of-two', 207)).rejects.toMatchObject({ reason: 'HANDLE_RENAMED_TWICE' });
});

test('ten renames at once are two', async ({ db, given }) => {
  const person = await given.user();
  const { profile } = callerFor(db, person);
  const wishes = await Promise.allSettled(
    Array.from({ length: 10 }, (_, at) => profile.changeHandle({ handle: `${person.handle}-at-once-${at}` })),
  );
  expect(wishes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  for (const late of wishes.filter((one) => one.status === 'rejected'))
    expect(await refusal(Promise.reject(late.reason))).toEqual({
      reason: 'HANDLE_RENAMED_TWICE',
      retryAfter: expect.any(Number),
    });
});

test('every answer, and what changing says then', async ({ db, given }) => {
  const person = await given.user({ handle: 'asking-one' });
  const mover = await given.user({ handle: 'morning-star' });
  await callerFor(db, mover).profile.changeHandle({ handle: 'evening-star' });
  await hold(db, { handle: 'nobodys-now' });
  await hold(db, { handle: 'long-over', heldUntil: new Date(Date.now() - 1) });
  const { profile } = callerFor(db, person);
  await profile.changeHandle({ handle: 'asker' });
  for (const [handle, answer, reason] of [
    ['free-as-a-bird', 'free', undefined],
    ['Evening-Star', 'taken', 'HANDLE_TAKEN'],
    ['evening_star', 'looksTaken', 'HANDLE_LOOKS_TAKEN'],
    ['morning-star', 'held', 'HANDLE_TAKEN'],
    ['rnorning-star', 'looksTaken', 'HANDLE_LOOKS_TAKEN'],
    ['nobodys-now', 'held', 'HANDLE_TAKEN'],
    ['n0bodys-now', 'looksTaken', 'HANDLE_LOOKS_TAKEN'],
    ['asker', 'own', undefined],
    ['asking-one', 'formerOfMine', undefined],
    ['asking_one', 'free', undefined],
    ['long-over', 'free', undefined],
  ] as const) {
    const asked = await profile.handleAvailability({ handle });
    expect([handle, asked]).toEqual([handle, { handle: handle.toLowerCase(), answer }]);
    if (reason) expect(await refusal(profile.changeHandle({ handle }))).toEqual({ reason });
  }
  for (const handle of ['admin', 'adm1n', 'rnoderator', 'ad-min', '0ff1c1al', 'supp0rt']) {
    expect(await profile.handleAvailability({ handle })).toEqual({ handle, answer: 'reserved' });
    expect(await refusal(profile.changeHandle({ handle }))).toEqual({
      reason: 'INPUT_INVALID',
      problems: { handle: 'handleReserved' },
    });
  }
  expect(await profile.handles()).toMatchObject({ handle: 'asker', former: [{ handle: 'asking-one' }] });
});

test('asking has a limit of its own', async ({ db, given }) => {
  const { profile } = callerFor(db, await given.user());
  const asked = await Promise.allSettled(
    Array.from({ length: 125 }, (_, at) => profile.handleAvailability({ handle: `guess-${at}` })),
  );
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(120);
  for (const late of asked.filter((one) => one.status === 'rejected'))
    expect(await refusal(Promise.reject(late.reason))).toMatchObject({ reason: 'RATE_LIMITED' });
});

test('of people who want one handle at once, or what looks like it, one gets it and the others keep theirs', async ({
  db,
  given,
  trail,
}) => {
  const wishes = ['modern-one', 'modem-one', 'mode-rn-one', 'modern-0ne', 'modern_one', 'modem_0ne'];
  const people = await Promise.all(wishes.map(() => given.user()));
  const claims = await Promise.allSettled(
    people.map((person, at) => callerFor(db, person).profile.changeHandle({ handle: wishes[at] ?? '' })),
  );
  const winners = claims.filter(({ status }) => status === 'fulfilled');
  // `mode-rn-one` looks like none of the others.
  expect(winners).toHaveLength(2);
  for (const [at, claim] of claims.entries()) {
    const person = people[at];
    if (!person || claim.status === 'fulfilled') continue;
    expect(await refusal(Promise.reject(claim.reason))).toMatchObject({
      reason: expect.stringMatching(/^HANDLE_(LOOKS_)?TAKEN$/),
    });
    expect(await callerFor(db, person).profile.handles()).toMatchObject({
      handle: person.handle,
      renamesLeft: 2,
      former: [],
    });
    expect(await trail(person)).toEqual([]);
  }
});

test('nobody slips into a handle at the very moment in which it is left, by renaming or by signing up', async ({
  db,
  given,
}) => {
  const races = Array.from({ length: 8 }, async (_, at) => {
    const [leaver, taker] = [await given.user({ handle: `left-now-${at}x` }), await given.user()];
    const signUp = await given.signUp({ displayName: `Left now ${at}x` });
    const cookies = new CookieJar({ 'foyer.sign-up': signUp.cookie });
    await Promise.allSettled([
      callerFor(db, leaver).profile.changeHandle({ handle: `gone-on-${at}x` }),
      callerFor(db, taker).profile.changeHandle({ handle: `left_now_${at}x` }),
      callerFor(db, null, { cookies }).auth.verifyEmail({ token: signUp.token }),
    ]);
    expect(await handleOf(db, leaver)).toBe(`gone-on-${at}x`);
    expect(await handleOf(db, taker)).toBe(taker.handle);
    const rows = await db
      .select({ handle: profiles.handle })
      .from(profiles)
      .where(eq(profiles.displayName, `Left now ${at}x`));
    expect(rows).toEqual([{ handle: `left-now-${at}x-2` }]);
  });
  await Promise.all(races);
});

test('who signs up gets no handle that is held or looks like one', async ({ db, given }) => {
  await hold(db, { handle: 'kept-one' });
  await hold(db, { handle: 'kept_one-2' });
  await hold(db, { handle: 'kept-one-3', heldUntil: new Date(Date.now() - 1) });
  const { cookie, token } = await given.signUp({ displayName: 'Kept One' });
  const cookies = new CookieJar({ 'foyer.sign-up': cookie });
  await callerFor(db, null, { cookies }).auth.verifyEmail({ token });
  const [made] = await db
    .select({ handle: profiles.handle })
    .from(profiles)
    .where(eq(profiles.displayName, 'Kept One'));
  expect(made).toEqual({ handle: 'kept-one-3' });
});

test('after 90 days a handle is anybody`s, and the sweep removes the hold', async ({ db, given }) => {
  const [person, other] = [await given.user({ handle: 'old-place' }), await given.user()];
  await callerFor(db, person).profile.changeHandle({ handle: 'new-place' });
  await sweep(db, { now: new Date() });
  expect(await refusal(callerFor(db, other).profile.changeHandle({ handle: 'old-place' }))).toEqual({
    reason: 'HANDLE_TAKEN',
  });
  const over = new Date(Date.now() + 90 * DAY + 1);
  expect(await getHandles(db, { userId: person.id, now: over })).toMatchObject({ former: [] });
  const claim = { userId: other.id, handle: 'old-place', cause: { actorId: other.id }, now: over };
  expect(await changeHandle(db, claim)).toMatchObject({ handle: 'old-place' });
  await hold(db, { handle: 'swept-away', heldUntil: new Date(Date.now() - 1) });
  await sweep(db, { now: new Date() });
  expect(await db.$count(formerHandles, eq(formerHandles.handle, 'swept-away'))).toBe(0);
});

test('the handle is not changed with the rest of the profile', async ({ db, given }) => {
  const person = await given.user();
  const changes = Object.assign({ bio: 'mine' }, { handle: 'by-the-way' });
  expect(await refusal(callerFor(db, person).profile.update(changes))).toMatchObject({
    reason: 'INPUT_INVALID',
  });
  expect(await handleOf(db, person)).toBe(person.handle);
});

test('what looks alike is the same here and in the database', async ({ db }) => {
  const handle = fc.string({ unit: fc.constantFrom(...'01_-rnvmwolab9'), minLength: 1, maxLength: 30 });
  const samples = fc.sample(handle, 500);
  const [row] = await db.execute<{ made: string[] }>(sql`
    select json_agg(${lookalikeOf(sql`one.handle`)} order by one.at) as made
    from unnest(${sql.param(samples)}::text[]) with ordinality as one (handle, at)`);
  expect(row?.made).toEqual(samples.map(lookalike));
});

async function handleOf(db: Database, { id }: Person) {
  const [profile] = await db
    .select({ handle: profiles.handle })
    .from(profiles)
    .where(eq(profiles.userId, id));
  return profile?.handle;
}

/** A handle of somebody who has left. */
async function hold(db: Database, { handle, heldUntil }: { handle: string; heldUntil?: Date }) {
  const releasedAt = new Date();
  await db
    .insert(formerHandles)
    .values({ handle, releasedAt, heldUntil: heldUntil ?? new Date(Date.now() + 90 * DAY) });
}
