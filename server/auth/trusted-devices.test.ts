import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { trustedDevices } from '@/db/schema/factors';
import { callerFor } from '@/server/testing/callers';
import { codeOf } from '@/server/testing/codes-factories';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { enterByPasskey } from '@/server/testing/passkey-browser';
import { refusal } from '@/server/testing/refusal';
import { hashToken } from './tokens';
import { TRUST_SECONDS } from './trusted-devices';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';

test('a browser is trusted for thirty days by who ticks it, and asked for a password alone', async ({
  db,
  given,
  trail,
}) => {
  const user = await given.user();
  const app = await given.totp(user);
  const cookies = new CookieJar({ 'foyer.attempt': await given.secondStep(user) });
  const visit = { cookies, headers: { 'user-agent': FIREFOX } };
  const api = callerFor(db, null, visit);
  await api.auth.signIn.totp({ code: codeOf(app), trustDevice: true });
  const cookie = cookies.get('foyer.device') ?? '';
  expect(cookie).toMatch(/^[\w-]{43}$/);
  expect(cookies.received.find((set) => set.startsWith('foyer.device='))).toContain(`Max-Age=${30 * 86_400}`);
  const [row] = await db.select().from(trustedDevices).where(eq(trustedDevices.userId, user.id));
  expect(row?.tokenHash).toBe(hashToken(cookie));
  expect(JSON.stringify(row)).not.toContain(cookie);
  expect((row?.expiresAt.getTime() ?? 0) - (row?.createdAt.getTime() ?? 0)).toBe(30 * 86_400_000);
  const event = { kind: 'trustedDevice.added', after: { browser: 'Firefox', system: 'Linux' } };
  expect(await trail(user)).toMatchObject([event]);

  await api.auth.signIn.start({ email: user.email });
  const { ticket, next } = await api.auth.signIn.password({ password: PASSWORD });
  expect(next).toBe('done');
  await redeem(db, { ticket, ...visit });
  expect(await api.viewer.me()).toMatchObject({ userId: user.id });
});

test('a browser that is trusted again is trusted once, and others as before', async ({ db, given }) => {
  const [user, housemate] = [await given.user(), await given.user()];
  const app = await given.totp(user);
  const { authenticator } = await given.passkey(user);
  const [elsewhere, old] = [await given.trustedDevice(user), await given.trustedDevice(user)];
  const theirs = await given.trustedDevice(housemate);
  const cookies = new CookieJar({
    'foyer.attempt': await given.secondStep(user),
    'foyer.device': old.cookie,
  });
  const api = callerFor(db, null, { cookies });
  await api.auth.signIn.totp({ code: codeOf(app), trustDevice: true });
  const [second] = await others();
  expect(second?.tokenHash).toBe(hashToken(cookies.get('foyer.device') ?? ''));
  cookies.set('foyer.attempt', await given.secondStep(user));
  await enterByPasskey(db, { cookies, authenticator, trustDevice: true });
  const [third, ...more] = await others();
  expect(third?.tokenHash).toBe(hashToken(cookies.get('foyer.device') ?? ''));
  expect(third?.id).not.toBe(second?.id);
  expect(more).toEqual([]);

  // The trust of somebody else in the same browser is theirs.
  cookies.set('foyer.attempt', await given.secondStep(user));
  cookies.set('foyer.device', theirs.cookie);
  await enterByPasskey(db, { cookies, authenticator, trustDevice: true });
  expect(await db.$count(trustedDevices, eq(trustedDevices.userId, housemate.id))).toBe(1);

  async function others() {
    const rows = await db.select().from(trustedDevices).where(eq(trustedDevices.userId, user.id));
    return rows.filter(({ id }) => id !== elsewhere.id);
  }
});

test('unticked, nothing is trusted', async ({ db, given }) => {
  const user = await given.user();
  const app = await given.totp(user);
  const cookies = new CookieJar({ 'foyer.attempt': await given.secondStep(user) });
  await callerFor(db, null, { cookies }).auth.signIn.totp({ code: codeOf(app) });
  expect(cookies.get('foyer.device')).toBeUndefined();
  expect(await db.$count(trustedDevices, eq(trustedDevices.userId, user.id))).toBe(0);
});

test('they are listed with what they are, this one marked, until they run out', async ({ db, given }) => {
  const user = await given.user();
  const now = new Date();
  const [here, there] = [
    await given.trustedDevice(user, { userAgent: FIREFOX }),
    await given.trustedDevice(user),
  ];
  await given.trustedDevice(user, { now: new Date(now.getTime() - TRUST_SECONDS * 1000) });
  await given.trustedDevice(await given.user());
  const cookies = new CookieJar({ 'foyer.device': here.cookie });
  const listed = await callerFor(db, user, { cookies }).auth.trustedDevices.list();
  const times = {
    createdAt: expect.any(Date),
    lastUsedAt: expect.any(Date),
    expiresAt: expect.any(Date),
    ip: '192.0.2.1',
  };
  expect(listed).toEqual([
    { id: there.id, browser: null, system: null, ...times, thisDevice: false },
    { id: here.id, browser: 'Firefox', system: 'Linux', ...times, thisDevice: true },
  ]);
});

test('signing in notes when and from where it was used', async ({ db, given }) => {
  const user = await given.user();
  await given.totp(user);
  const past = new Date(Date.now() - 86_400_000);
  const used = await given.trustedDevice(user, { now: past });
  const unused = await given.trustedDevice(user, { now: past });
  const cookies = new CookieJar({ 'foyer.device': used.cookie });
  const visit = { cookies, ip: '198.51.100.40' };
  const api = callerFor(db, null, visit);
  await api.auth.signIn.start({ email: user.email });
  const { ticket } = await api.auth.signIn.password({ password: PASSWORD });
  await redeem(db, { ticket, ...visit });
  const [first, second] = await api.auth.trustedDevices.list();
  expect(first).toMatchObject({ id: used.id, ip: '198.51.100.40' });
  expect(first?.lastUsedAt.getTime()).toBeGreaterThan(past.getTime());
  expect(second).toMatchObject({ id: unused.id, lastUsedAt: past });
});

test('revoked it counts from the next sign-in on, once, and only one`s own', async ({ db, given, trail }) => {
  const user = await given.user();
  await given.totp(user);
  const { id, cookie } = await given.trustedDevice(user, { userAgent: FIREFOX });
  const foreign = await given.trustedDevice(await given.user());
  const api = callerFor(db, user);
  expect(await refusal(api.auth.trustedDevices.revoke({ id: foreign.id }))).toEqual({ reason: 'NOT_FOUND' });
  const answers = await Promise.allSettled(
    Array.from({ length: 10 }, () => callerFor(db, user).auth.trustedDevices.revoke({ id })),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const event = { kind: 'trustedDevice.removed', after: { browser: 'Firefox', system: 'Linux' } };
  expect(await trail(user)).toMatchObject([event]);

  const cookies = new CookieJar({ 'foyer.device': cookie });
  const browser = callerFor(db, null, { cookies });
  await browser.auth.signIn.start({ email: user.email });
  expect(await browser.auth.signIn.password({ password: PASSWORD })).toEqual({ next: 'secondFactor' });
});

test('the trust of one person is nothing to the account of another', async ({ db, given }) => {
  const [user, other] = [await given.user(), await given.user()];
  await given.totp(other);
  const { cookie } = await given.trustedDevice(user);
  const api = callerFor(db, null, { cookies: new CookieJar({ 'foyer.device': cookie }) });
  await api.auth.signIn.start({ email: other.email });
  expect(await api.auth.signIn.password({ password: PASSWORD })).toEqual({ next: 'secondFactor' });
});
