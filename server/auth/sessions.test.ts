import { and, eq } from 'drizzle-orm';
import { expect, vi } from 'vitest';
import { memberships } from '@/db/schema/permissions';
import { sessions } from '@/db/schema/sign-in';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { revokeSessions } from './end-access';
import { findSession, LIFETIME, touchSession } from './sessions';
import { hashToken } from './tokens';

const START = new Date('2030-01-01T08:00:00Z');
const HOUR = 3600;
const DAY = 24 * HOUR;
const after = (seconds: number) => new Date(START.getTime() + seconds * 1000);

test('a member stays signed in for 14 days unused and 90 in all, staff for 8 hours and a day', () => {
  expect(LIFETIME).toEqual({
    member: { idle: 14 * DAY, absolute: 90 * DAY },
    staff: { idle: 8 * HOUR, absolute: DAY },
  });
});

test.for([
  ['member', LIFETIME.member],
  ['staff', LIFETIME.staff],
] as const)(
  'the session of %s ends when it lay unused, and for good',
  async ([who, { idle, absolute }], { db, given }) => {
    const person = await (who === 'staff' ? given.holder('dashboard.view') : given.user());
    const { token, id } = await given.session(person, { now: START });
    const isLive = async (seconds: number) => Boolean(await findSession(db, { token, now: after(seconds) }));
    expect(await isLive(idle - 1)).toBe(true);
    expect(await isLive(idle)).toBe(false);

    for (let used = 0; used < absolute; used += idle - 1) {
      const session = await findSession(db, { token, now: after(used) });
      if (!session) throw new Error(`not found after ${used} s`);
      await touchSession(db, { session, ip: '192.0.2.2', now: after(used) });
    }
    expect(await isLive(absolute - 1)).toBe(true);
    expect(await isLive(absolute)).toBe(false);
    expect(id).toBe(person.id);
  },
);

test('the table keeps a hash of the token, which finds nothing itself', async ({ db, given }) => {
  const user = await given.user();
  const rows = await db.select().from(sessions).where(eq(sessions.userId, user.id));
  expect(rows.map(({ tokenHash }) => tokenHash)).toEqual([hashToken(user.token)]);
  expect(JSON.stringify(rows)).not.toContain(user.token);
  expect(await findSession(db, { token: hashToken(user.token), now: new Date() })).toBeUndefined();
});

test('what is asked for is written down at most once a minute', async ({ db, given }) => {
  const user = await given.session(await given.user(), { now: START });
  const lastSeen = async () => {
    const session = await findSession(db, { token: user.token, now: START });
    if (!session) throw new Error('the session is gone');
    return session;
  };
  await touchSession(db, { session: await lastSeen(), ip: '192.0.2.3', now: after(59) });
  expect((await lastSeen()).lastSeenAt).toEqual(START);
  await touchSession(db, { session: await lastSeen(), ip: '192.0.2.3', now: after(60) });
  expect((await lastSeen()).lastSeenAt).toEqual(after(60));
});

test('a request writes down when and from where, without making anybody wait', async ({ db, given }) => {
  const user = await given.session(await given.user(), { now: new Date(Date.now() - 61_000) });
  await callerFor(db, user, { ip: '198.51.100.20' }).viewer.me();
  const mine = eq(sessions.tokenHash, hashToken(user.token));
  await vi.waitFor(async () => {
    const [row] = await db.select().from(sessions).where(mine);
    expect(row?.ip).toBe('198.51.100.20');
  });
});

test('a session that was deleted is anonymous at the very next call', async ({ db, given }) => {
  const user = await given.user();
  const api = callerFor(db, user);
  expect(await api.viewer.current()).toMatchObject({ userId: user.id });
  await db.delete(sessions).where(eq(sessions.tokenHash, hashToken(user.token)));
  expect(await api.viewer.current()).toBeNull();
  expect(await refusal(api.profile.me())).toEqual({ reason: 'SESSION_ENDED' });
});

test('a permission that was taken away or has run out is gone at the very next call', async ({
  db,
  given,
}) => {
  const staff = await given.holder('dashboard.view');
  const api = callerFor(db, staff);
  expect((await api.viewer.staff()).permissions).toEqual(['dashboard.view']);
  const role = and(eq(memberships.userId, staff.id), eq(memberships.principalId, staff.roleId));
  await db
    .update(memberships)
    .set({ expiresAt: new Date(Date.now() - 1) })
    .where(role);
  expect(await refusal(api.viewer.staff())).toEqual({ reason: 'NOT_ALLOWED' });
  await db.update(memberships).set({ expiresAt: null }).where(role);
  await api.viewer.staff();
  await db.delete(memberships).where(role);
  expect(await refusal(api.viewer.staff())).toEqual({ reason: 'NOT_ALLOWED' });
});

test('signing out ends the row, clears the browser and is told once', async ({ db, given, trail }) => {
  const user = await given.user();
  const other = await given.session(user);
  const cookies = new CookieJar();
  const headers: Record<string, string> = {};
  const onHeader = (name: string, value: string) => Object.assign(headers, { [name]: value });
  const api = callerFor(db, user, { cookies, onHeader });
  expect(await api.auth.signOut()).toEqual({ signedOut: true });
  expect(cookies.received).toEqual(['foyer.session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0']);
  expect(headers).toEqual({ 'Clear-Site-Data': '"cache", "storage"' });

  // The cookie of before, as somebody may have copied it.
  expect(await callerFor(db, user).viewer.current()).toBeNull();
  expect(await callerFor(db, user).auth.signOut()).toEqual({ signedOut: true });
  expect(await callerFor(db, null).auth.signOut()).toEqual({ signedOut: true });
  expect(await trail(user)).toMatchObject([{ kind: 'session.ended', actorId: user.id }]);
  expect(await callerFor(db, other).viewer.current()).toMatchObject({ userId: user.id });
});

test('revoking ends every session of one person, and says how many', async ({ db, given, trail }) => {
  const user = await given.user();
  const again = await given.session(user);
  const somebodyElse = await given.user();
  const revoke = { email: user.email, cause: { actorId: null }, now: new Date() };
  expect(await revokeSessions(db, revoke)).toBe(2);
  for (const browser of [user, again]) expect(await callerFor(db, browser).viewer.current()).toBeNull();
  expect(await callerFor(db, somebodyElse).viewer.current()).not.toBeNull();
  expect(await trail(user)).toMatchObject([
    { kind: 'sessions.revoked', actorId: null, after: { sessions: 2 } },
  ]);
  const nobody = revokeSessions(db, { ...revoke, email: 'nobody@example.test' });
  await expect(nobody).rejects.toMatchObject({ reason: 'NOT_FOUND' });
});
