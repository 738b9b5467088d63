import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { recordInto, type Statement } from '@/db/recorder';
import { auditEntries } from '@/db/schema/audit';
import { memberships } from '@/db/schema/permissions';
import { contactRequests } from '@/db/schema/privacy';
import { sessions } from '@/db/schema/sign-in';
import { formerHandles, users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const DAY = 86_400_000;

describe('a handle', () => {
  test('that somebody had leads to them by the one they have, for as long as it is held', async ({
    db,
    given,
  }) => {
    const person = await given.user();
    const { profile } = callerFor(db, null);
    const held = { handle: 'was-mine', userId: person.id, releasedAt: new Date() };
    await db.insert(formerHandles).values({ ...held, heldUntil: new Date(Date.now() + DAY) });
    expect((await profile.byHandle({ handle: 'was-mine' })).handle).toBe(person.handle);
    await given.privacy(person, { profile: 'only_me' });
    expect(await refusal(profile.byHandle({ handle: 'was-mine' }))).toEqual({ reason: 'NOT_FOUND' });
    await given.privacy(person, { profile: 'everyone' });
    await db.update(formerHandles).set({ heldUntil: new Date(Date.now() - 1) });
    expect(await refusal(profile.byHandle({ handle: 'was-mine' }))).toEqual({ reason: 'NOT_FOUND' });
  });

  test('that is held for nobody leads nowhere', async ({ db }) => {
    const held = { handle: 'of-nobody', releasedAt: new Date(), heldUntil: new Date(Date.now() + DAY) };
    await db.insert(formerHandles).values(held);
    expect(await refusal(callerFor(db, null).profile.byHandle({ handle: 'of-nobody' }))).toEqual({
      reason: 'NOT_FOUND',
    });
  });
});

describe('hidden and missing', () => {
  test('are the same statement and the same answer, to the letter', async ({ db, given }) => {
    const [viewer, hidden, blocker, away] = [
      await given.user(),
      await given.user(),
      await given.user(),
      await given.user(),
    ];
    await given.privacy(hidden, { profile: 'only_me' });
    await given.block(blocker, viewer);
    await db.update(users).set({ status: 'suspended' }).where(eq(users.id, away.id));
    const asked = async (handle: string) => {
      const statements: Statement[] = [];
      const answer = await recordInto(statements, () =>
        refusal(callerFor(db, viewer).profile.byHandle({ handle })),
      );
      return { answer, texts: statements.map(({ text }) => text) };
    };
    const missing = await asked('nobody-has-this');
    expect(missing.answer).toEqual({ reason: 'NOT_FOUND' });
    expect(missing.texts).toHaveLength(2);
    for (const person of [hidden, blocker, away]) expect(await asked(person.handle)).toEqual(missing);
  });

  test.for(['suspended', 'deactivated', 'leaving', 'erasing'] as const)(
    'nobody sees who is %s, staff neither',
    async (status, { db, given }) => {
      const [staff, person] = [await given.holder('profiles.viewAll'), await given.user()];
      await db.update(users).set({ status }).where(eq(users.id, person.id));
      for (const viewer of [null, staff])
        expect(await refusal(callerFor(db, viewer).profile.byHandle({ handle: person.handle }))).toEqual({
          reason: 'NOT_FOUND',
        });
    },
  );
});

describe('what staff see beyond what anybody does', () => {
  test('is in the audit trail, once an hour for each of the two, and says so on the page', async ({
    db,
    given,
    trail,
  }) => {
    const [staff, colleague, person] = [
      await given.holder('profiles.viewAll'),
      await given.holder('profiles.viewAll'),
      await given.user(),
    ];
    await given.privacy(person, { profile: 'only_me' });
    const { profile } = callerFor(db, staff);
    for (let n = 0; n < 3; n++)
      expect((await profile.byHandle({ handle: person.handle })).relation).toMatchObject({
        asStaff: true,
        mayAsk: false,
        mayMessage: false,
      });
    await callerFor(db, colleague).profile.byHandle({ handle: person.handle });
    const entries = (await trail(person)).map(({ kind, actorId }) => ({ kind, actorId }));
    expect(entries.filter(({ kind }) => kind === 'profile.viewedByStaff')).toEqual([
      { kind: 'profile.viewedByStaff', actorId: staff.id },
      { kind: 'profile.viewedByStaff', actorId: colleague.id },
    ]);
  });

  test('is written again an hour later', async ({ db, given, trail }) => {
    const [staff, person] = [await given.holder('profiles.viewAll'), await given.user()];
    const earlier = new Date(Date.now() - 3_700_000);
    const time = earlier.getTime().toString(16).padStart(12, '0');
    await db.insert(auditEntries).values({
      id: `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000001`,
      at: earlier,
      kind: 'profile.viewedByStaff',
      actorId: staff.id,
      subjectId: person.id,
    });
    await callerFor(db, staff).profile.byHandle({ handle: person.handle });
    const kinds = (await trail(person)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'profile.viewedByStaff')).toHaveLength(2);
  });

  test('is nothing where they see what is theirs anyway', async ({ db, given, trail }) => {
    const [staff, open] = [await given.holder('profiles.viewAll'), await given.user()];
    await given.privacy(open, { email: 'everyone', timeZone: 'everyone', lastSeen: 'everyone' });
    await given.privacy(open, { groups: 'everyone' });
    const { profile } = callerFor(db, staff);
    expect((await profile.byHandle({ handle: open.handle })).relation.asStaff).toBe(false);
    expect((await profile.byHandle({ handle: staff.handle })).relation.asStaff).toBe(false);
    for (const person of [open, staff])
      expect((await trail(person)).map(({ kind }) => kind)).not.toContain('profile.viewedByStaff');
  });
});

describe('what is between the two', () => {
  test('is told from the side of who looks', async ({ db, given }) => {
    const [me, other] = [await given.user(), await given.user()];
    const look = async () => (await callerFor(db, me).profile.byHandle({ handle: other.handle })).relation;
    const stranger = { kind: 'signed_in', asStaff: false, blocked: false, asked: null } as const;
    expect(await look()).toEqual({ ...stranger, mayAsk: true, mayMessage: true });
    await given.contactRequest(me, other);
    expect(await look()).toEqual({ ...stranger, asked: 'by me', mayAsk: false, mayMessage: true });
    // Who was declined is not told.
    await db.update(contactRequests).set({ declinedAt: new Date() });
    expect((await look()).asked).toBe('by me');
    await db.update(contactRequests).set({ withdrawnAt: new Date() });
    expect((await look()).asked).toBeNull();
    await given.contactRequest(other, me);
    expect(await look()).toMatchObject({ asked: 'by them', mayAsk: false });
    await db.update(contactRequests).set({ askedAt: new Date(Date.now() - 400 * DAY) });
    expect(await look()).toMatchObject({ asked: null, mayAsk: true });
    await db.delete(contactRequests);
    await given.contacts(me, other);
    expect(await look()).toEqual({ ...stranger, kind: 'contact', mayAsk: false, mayMessage: true });
  });

  test('a block in either direction leaves no way to get in touch', async ({ db, given }) => {
    const [me, other] = [await given.user(), await given.user()];
    await given.block(me, other);
    const page = await callerFor(db, me).profile.byHandle({ handle: other.handle });
    expect(page.relation).toMatchObject({ blocked: true, mayAsk: false, mayMessage: false });
    expect(await refusal(callerFor(db, other).profile.byHandle({ handle: me.handle }))).toEqual({
      reason: 'NOT_FOUND',
    });
  });

  test('a group in common counts until it ends, and is told of where groups are shown', async ({
    db,
    given,
  }) => {
    const [me, other] = [await given.user(), await given.user()];
    await given.groupWith(me, other);
    await given.privacy(other, { messagesFrom: 'group_mates', groups: 'signed_in' });
    const look = async () => (await callerFor(db, me).profile.byHandle({ handle: other.handle })).relation;
    expect(await look()).toMatchObject({ kind: 'group_mate', mayMessage: true });
    await given.privacy(other, { groups: 'contacts' });
    expect(await look()).toMatchObject({ kind: 'signed_in', mayMessage: true });
    await db
      .update(memberships)
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where(eq(memberships.userId, other.id));
    expect(await look()).toMatchObject({ kind: 'signed_in', mayMessage: false });
  });

  test('a role in common is no group', async ({ db, given }) => {
    const [me, other] = [await given.holder('jobs.view'), await given.user()];
    await db.insert(memberships).values({ userId: other.id, principalId: me.roleId });
    await given.privacy(other, { messagesFrom: 'group_mates' });
    const { relation, groups } = await callerFor(db, me).profile.byHandle({ handle: other.handle });
    expect(relation).toMatchObject({ kind: 'signed_in', mayMessage: false });
    expect(groups).toEqual([]);
  });
});

test('when somebody was last seen is told to the day, by whatever saw them last', async ({ db, given }) => {
  const person = await given.user();
  await given.privacy(person, { lastSeen: 'everyone' });
  const seen = async () => (await callerFor(db, null).profile.byHandle({ handle: person.handle })).lastSeen;
  const lastSeenAt = new Date('2026-03-01T23:59:59.999Z');
  await db.update(sessions).set({ lastSeenAt }).where(eq(sessions.userId, person.id));
  expect(await seen()).toBe('2026-03-01');
  await given.appSession(person, { now: new Date('2026-03-02T00:00:00Z') });
  expect(await seen()).toBe('2026-03-02');
});

test('search engines may list a page that everyone sees and whose person wants it', async ({ db, given }) => {
  const [person, viewer] = [await given.user(), await given.user()];
  const listed = async () =>
    (await callerFor(db, viewer).profile.byHandle({ handle: person.handle })).indexable;
  expect(await listed()).toBe(false);
  await given.privacy(person, { indexable: true });
  expect(await listed()).toBe(true);
  await given.privacy(person, { profile: 'signed_in' });
  expect(await listed()).toBe(false);
});
