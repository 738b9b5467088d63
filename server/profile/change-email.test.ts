import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { trustedDevices } from '@/db/schema/factors';
import { emailChanges, proofFailures, securityEvents } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { CLOSED_AFTER, passwordKey } from '@/server/auth/proofs';
import { signLink } from '@/server/links';
import { callerFor, SECRET } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const DAY = 86_400_000;
const EXPIRED = { reason: 'LINK_EXPIRED' };
const visitor = (db: Database) => callerFor(db, null).profile.changeEmail;

test('asked for here, approved from the old address, confirmed from the new one', async ({
  db,
  given,
  trail,
  jobs,
  notices,
}) => {
  const person = await given.user();
  const newEmail = another();
  const own = callerFor(db, person).profile.changeEmail;
  expect(await own.request({ email: ` ${newEmail.toUpperCase()}` })).toEqual({ requested: true });
  expect(await emailOf(db, person)).toBe(person.email);
  const [change] = await changesOf(db, person);
  const id = change?.id ?? '';
  expect((await jobs()).at(-1)).toEqual({ name: 'mail.approveEmail', payload: { changeId: id } });
  expect(await own.pending()).toEqual({ newEmail, approved: false, expiresAt: expect.any(Date) });

  expect(await visitor(db).approve({ token: link('email-approve', id) })).toEqual({ newEmail });
  expect((await jobs()).at(-1)).toEqual({ name: 'mail.confirmEmail', payload: { changeId: id } });
  expect(await own.pending()).toMatchObject({ newEmail, approved: true });
  expect(await emailOf(db, person)).toBe(person.email);

  expect(await visitor(db).confirm({ token: link('email-confirm', id) })).toEqual({ newEmail });
  expect(await emailOf(db, person)).toBe(newEmail);
  expect(await own.pending()).toBeNull();
  expect(await callerFor(db, person).viewer.me()).toMatchObject({ email: newEmail });
  const [made] = await changesOf(db, person);
  expect((made?.undoUntil?.getTime() ?? 0) - (made?.confirmedAt?.getTime() ?? 0)).toBe(7 * DAY);

  expect((await trail(person)).map(({ kind }) => kind)).toEqual([
    'email.changeRequested',
    'email.changeApproved',
    'email.changed',
  ]);
  // The trail outlives the account, and people can be forgotten.
  expect(JSON.stringify(await trail(person))).not.toContain('@');
  const [event] = await db.select().from(securityEvents).where(eq(securityEvents.kind, 'email.changed'));
  const about = { type: 'security.emailChanged', data: { eventId: event?.id, kind: 'email.changed' } };
  expect(await notices(person)).toMatchObject([about]);
  expect((await jobs()).at(-1)).toEqual({ name: 'mail.emailChanged', payload: { changeId: id } });
});

test('a link of before their suspension changes nothing for who is suspended, until it ends', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const newEmail = another();
  await callerFor(db, person).profile.changeEmail.request({ email: newEmail });
  const id = (await changesOf(db, person))[0]?.id ?? '';
  const become = (status: 'suspended' | 'active') =>
    db.update(users).set({ status }).where(eq(users.id, person.id));
  const approve = () => visitor(db).approve({ token: link('email-approve', id) });
  const confirm = () => visitor(db).confirm({ token: link('email-confirm', id) });
  for (const step of [approve, confirm]) {
    await become('suspended');
    expect(await refusal(step())).toEqual({ reason: 'ACCOUNT_INACTIVE' });
    expect(await emailOf(db, person)).toBe(person.email);
    await become('active');
    expect(await step()).toEqual({ newEmail });
  }
  expect(await emailOf(db, person)).toBe(newEmail);
});

test('the address that one has is refused', async ({ db, given }) => {
  const person = await given.user();
  const same = callerFor(db, person).profile.changeEmail.request({ email: person.email.toUpperCase() });
  expect(await refusal(same)).toEqual({ reason: 'ALREADY_THERE' });
});

test('a new wish takes the place of the one before, whose links are worth nothing then', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const before = await given.emailChange(person, { stage: 'approved' });
  await callerFor(db, person).profile.changeEmail.request({ email: another() });
  expect(await refusal(visitor(db).confirm({ token: before.confirm }))).toEqual(EXPIRED);
  expect(await changesOf(db, person)).toHaveLength(1);
});

test('ten wishes at once leave one; three an hour are mailed', async ({ db, given }) => {
  const person = await given.user();
  const { profile } = callerFor(db, person);
  const wishes = await Promise.allSettled(
    Array.from({ length: 10 }, () => profile.changeEmail.request({ email: another() })),
  );
  expect(wishes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  for (const late of wishes.filter((one) => one.status === 'rejected'))
    expect(await refusal(Promise.reject(late.reason))).toMatchObject({ reason: 'RATE_LIMITED' });
  expect(await changesOf(db, person)).toHaveLength(1);
});

test('given up, it is gone, and only then is that in the log', async ({ db, given, trail }) => {
  const person = await given.user();
  const change = await given.emailChange(person);
  const own = callerFor(db, person).profile.changeEmail;
  const gone = await Promise.all(Array.from({ length: 20 }, () => own.cancel()));
  expect(gone).toHaveLength(20);
  expect(await own.pending()).toBeNull();
  expect(await refusal(visitor(db).approve({ token: change.approve }))).toEqual(EXPIRED);
  expect((await trail(person)).map(({ kind }) => kind)).toEqual(['email.changeCancelled']);
});

test('each link, used twenty times at once, works once', async ({ db, given, trail }) => {
  const person = await given.user();
  const change = await given.emailChange(person);
  for (const step of ['approve', 'confirm', 'undo'] as const) {
    const uses = await Promise.allSettled(
      Array.from({ length: 20 }, () => visitor(db)[step]({ token: change[step] })),
    );
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const late of uses.filter((one) => one.status === 'rejected'))
      expect(await refusal(Promise.reject(late.reason))).toEqual(EXPIRED);
  }
  expect((await trail(person)).map(({ kind }) => kind)).toEqual([
    'email.changeApproved',
    'email.changed',
    'email.changeUndone',
  ]);
});

test('a link is good for its own step, in its turn and time', async ({ db, given }) => {
  const [person, other, slow] = [await given.user(), await given.user(), await given.user()];
  const requested = await given.emailChange(person);
  const late = { at: new Date(Date.now() - DAY) };
  const tooLate = await given.emailChange(slow, late);
  const tooLateAsWell = await given.emailChange(other, { ...late, stage: 'approved' });
  const { approve, confirm, undo } = requested;
  const forged = signLink({ secret: 'somebody else`s secret', purpose: 'email-approve', id: requested.id });
  for (const token of [confirm, undo, forged, tooLate.approve, requested.id, 'nothing'])
    expect(await refusal(visitor(db).approve({ token }))).toEqual(EXPIRED);
  for (const token of [approve, confirm, undo, tooLateAsWell.confirm])
    expect(await refusal(visitor(db).confirm({ token }))).toEqual(EXPIRED);
  for (const token of [approve, confirm, undo])
    expect(await refusal(visitor(db).undo({ token }))).toEqual(EXPIRED);
  expect(await emailOf(db, person)).toBe(person.email);
});

test('approval gives the new address a day of its own', async ({ db, given }) => {
  const person = await given.user();
  const change = await given.emailChange(person, { at: new Date(Date.now() - DAY + 60_000) });
  await visitor(db).approve({ token: change.approve });
  const [approved] = await changesOf(db, person);
  const left = (approved?.expiresAt.getTime() ?? 0) - (approved?.approvedAt?.getTime() ?? 0);
  expect(left).toBe(DAY);
});

test('a new address is asked three times an hour at most, by whomever; approval stays possible', async ({
  db,
  given,
}) => {
  const newEmail = another();
  const changes = [];
  for (let n = 0; n < 4; n++) changes.push(await given.emailChange(await given.user(), { newEmail }));
  const last = changes.pop();
  for (const { approve } of changes) await visitor(db).approve({ token: approve });
  const fourth = visitor(db).approve({ token: last?.approve ?? '' });
  expect(await refusal(fourth)).toMatchObject({ reason: 'RATE_LIMITED' });
  const [waiting] = await db
    .select()
    .from(emailChanges)
    .where(eq(emailChanges.id, last?.id ?? ''));
  expect(waiting?.approvedAt).toBeNull();
});

test('an address that somebody has by the time of confirming is refused, and nothing changes', async ({
  db,
  given,
}) => {
  const [person, owner] = [await given.user(), await given.user()];
  const change = await given.emailChange(person, { stage: 'approved', newEmail: owner.email });
  expect(await refusal(visitor(db).confirm({ token: change.confirm }))).toEqual(EXPIRED);
  expect(await emailOf(db, person)).toBe(person.email);
  expect((await changesOf(db, person))[0]?.confirmedAt).toBeNull();
});

test('of two people, and one who signs up, who confirm one address at once, one has it', async ({
  db,
  given,
}) => {
  const newEmail = another();
  const changes = [];
  for (let n = 0; n < 2; n++)
    changes.push(await given.emailChange(await given.user(), { stage: 'approved', newEmail }));
  const signUp = await given.signUp({ email: newEmail });
  const outcomes = await Promise.allSettled([
    callerFor(db, null).auth.verifyEmail({ token: signUp.token, password: PASSWORD }),
    ...changes.map(({ confirm }) => visitor(db).confirm({ token: confirm })),
  ]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const late of outcomes.filter((one) => one.status === 'rejected'))
    expect(await refusal(Promise.reject(late.reason))).toEqual(EXPIRED);
  expect(await db.$count(users, eq(users.email, newEmail))).toBe(1);
});

test('confirming ends links for a new password: they lie in the mailbox that is left', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const reset = await given.reset(person);
  const change = await given.emailChange(person, { stage: 'approved' });
  await visitor(db).confirm({ token: change.confirm });
  const password = 'nine herons wade past the mill';
  const late = callerFor(db, null).auth.password.reset({ token: reset.token, password });
  expect(await refusal(late)).toEqual(EXPIRED);
});

test('wrong tries at an address before it was the person’s do not close it to them', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const change = await given.emailChange(person, { stage: 'approved' });
  const closed = { failures: 9, inARow: CLOSED_AFTER, lastAt: new Date(), openAt: new Date() };
  await db.insert(proofFailures).values({ key: passwordKey(change.newEmail), ...closed });
  await visitor(db).confirm({ token: change.confirm });
  const cookies = new CookieJar({ 'foyer.attempt': await given.attempt({ email: change.newEmail }) });
  const { next } = await callerFor(db, null, { cookies }).auth.signIn.password({ password: PASSWORD });
  expect(next).toBe('done');
});

test('undone from the old address, everything is as before and everybody is signed out', async ({
  db,
  given,
  trail,
}) => {
  const person = await given.user();
  const { undo, oldEmail } = await given.emailChange(person, { stage: 'confirmed' });
  await given.trustedBrowser(person);
  expect(await visitor(db).undo({ token: undo })).toEqual({ oldEmail });
  expect(await emailOf(db, person)).toBe(oldEmail);
  expect(await db.$count(sessions, eq(sessions.userId, person.id))).toBe(0);
  expect(await db.$count(trustedDevices, eq(trustedDevices.userId, person.id))).toBe(0);
  expect(await refusal(visitor(db).undo({ token: undo }))).toEqual(EXPIRED);
  expect(await trail(person)).toMatchObject([
    { kind: 'email.changeUndone', after: { endedSessions: 1, forgottenDevices: 1 } },
  ]);
});

test('seven days later nothing is undone', async ({ db, given }) => {
  const person = await given.user();
  const over = await given.emailChange(person, { stage: 'confirmed', at: new Date(Date.now() - 7 * DAY) });
  expect(await refusal(visitor(db).undo({ token: over.undo }))).toEqual(EXPIRED);
  expect(await emailOf(db, person)).toBe(over.newEmail);
  expect(await db.$count(sessions, eq(sessions.userId, person.id))).toBe(1);
});

test('the first address undoes whatever was changed since; the later links are worth nothing then', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const first = await given.emailChange(person, { stage: 'confirmed', at: ago(30) });
  const second = await given.emailChange(
    { id: person.id, email: first.newEmail },
    { stage: 'confirmed', at: ago(20) },
  );
  const underWay = await given.emailChange({ id: person.id, email: second.newEmail }, { stage: 'approved' });
  expect(await visitor(db).undo({ token: first.undo })).toEqual({ oldEmail: person.email });
  expect(await emailOf(db, person)).toBe(person.email);
  expect(await refusal(visitor(db).undo({ token: second.undo }))).toEqual(EXPIRED);
  expect(await refusal(visitor(db).confirm({ token: underWay.confirm }))).toEqual(EXPIRED);
});

test('a later address undoes its own change; the first one can still undo the rest', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const first = await given.emailChange(person, {
    stage: 'confirmed',
    at: new Date(Date.now() - 60_000),
  });
  const second = await given.emailChange({ id: person.id, email: first.newEmail }, { stage: 'confirmed' });
  await visitor(db).undo({ token: second.undo });
  expect(await emailOf(db, person)).toBe(first.newEmail);
  await visitor(db).undo({ token: first.undo });
  expect(await emailOf(db, person)).toBe(person.email);
});

test('the old address is kept for its person as long as they can undo', async ({ db, given }) => {
  const person = await given.user();
  const { oldEmail } = await given.emailChange(person, { stage: 'confirmed' });
  const signUp = await given.signUp({ email: oldEmail });
  const wish = () => callerFor(db, null).auth.verifyEmail({ token: signUp.token, password: PASSWORD });
  expect(await refusal(wish())).toEqual(EXPIRED);
  const other = await given.user();
  const theirs = await given.emailChange(other, { stage: 'approved', newEmail: oldEmail });
  expect(await refusal(visitor(db).confirm({ token: theirs.confirm }))).toEqual(EXPIRED);
  expect(await emailOf(db, other)).toBe(other.email);

  await db
    .update(emailChanges)
    .set({ undoUntil: new Date(Date.now() - 1) })
    .where(eq(emailChanges.userId, person.id));
  await wish();
  expect(await db.$count(users, eq(users.email, oldEmail))).toBe(1);
});

test('its own person can go back to it, and no undo is lost by that', async ({ db, given }) => {
  const person = await given.user();
  const away = await given.emailChange(person, { stage: 'confirmed', at: new Date(Date.now() - 60_000) });
  const back = await given.emailChange(
    { id: person.id, email: away.newEmail },
    { stage: 'approved', newEmail: person.email },
  );
  expect(await visitor(db).confirm({ token: back.confirm })).toEqual({ newEmail: person.email });
  expect(await emailOf(db, person)).toBe(person.email);
  await visitor(db).undo({ token: away.undo });
  expect(await emailOf(db, person)).toBe(person.email);
});

test('nobody slips into an address at the very moment in which it is left', async ({ db, given }) => {
  const races = Array.from({ length: 8 }, async () => {
    const person = await given.user();
    const leaving = await given.emailChange(person, { stage: 'approved' });
    const signUp = await given.signUp({ email: person.email });
    const taking = await given.emailChange(await given.user(), {
      stage: 'approved',
      newEmail: person.email,
    });
    await Promise.allSettled([
      visitor(db).confirm({ token: leaving.confirm }),
      callerFor(db, null).auth.verifyEmail({ token: signUp.token, password: PASSWORD }),
      visitor(db).confirm({ token: taking.confirm }),
    ]);
    expect(await emailOf(db, person)).toBe(leaving.newEmail);
    return db.$count(users, eq(users.email, person.email));
  });
  expect(await Promise.all(races)).toEqual(races.map(() => 0));
});

function another() {
  return `changed-${uuid()}@example.test`;
}

function link(purpose: 'email-approve' | 'email-confirm', id: string) {
  return signLink({ secret: SECRET, purpose, id });
}

async function emailOf(db: Database, { id }: { id: string }) {
  const [person] = await db.select({ email: users.email }).from(users).where(eq(users.id, id));
  return person?.email;
}

function changesOf(db: Database, { id }: { id: string }) {
  return db.select().from(emailChanges).where(eq(emailChanges.userId, id));
}
