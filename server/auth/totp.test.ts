import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { totpAuthenticators } from '@/db/schema/factors';
import { rateLimits } from '@/db/schema/operations';
import { callerFor, SECRET } from '@/server/testing/callers';
import { codeOf } from '@/server/testing/codes-factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { takeTotpCode } from './totp';

const secrets = [SECRET];

test('a person sees their own apps that are in use, the oldest first', async ({ db, given }) => {
  const [user, other] = [await given.user(), await given.user()];
  const first = await given.totp(user, { name: 'Old phone' });
  const second = await given.totp(user, { name: 'New phone' });
  await given.totp(other);
  await given.pendingTotp(user);
  const now = new Date();
  await takeTotpCode(db, { userId: user.id, code: codeOf(second, { now }), secrets, now });
  expect(await callerFor(db, user).auth.totp.list()).toEqual([
    { id: first.id, name: 'Old phone', createdAt: expect.any(Date), lastUsedAt: null },
    { id: second.id, name: 'New phone', createdAt: expect.any(Date), lastUsedAt: now },
  ]);
});

test('renaming is told, and works on one`s own apps in use alone', async ({ db, given, trail }) => {
  const user = await given.user();
  const app = await given.totp(user);
  const pending = await given.pendingTotp(user);
  const foreign = await given.totp(await given.user());
  const api = callerFor(db, user);
  await api.auth.totp.rename({ id: app.id, name: '  Old   phone ' });
  // The same again changes nothing, and is told to nobody.
  await api.auth.totp.rename({ id: app.id, name: 'Old phone' });
  expect(await api.auth.totp.list()).toMatchObject([{ id: app.id, name: 'Old phone' }]);
  for (const { id } of [pending, foreign])
    expect(await refusal(api.auth.totp.rename({ id, name: 'Mine' }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await trail(user)).toMatchObject([{ kind: 'totp.renamed' }]);
});

test('new names are counted by themselves, and only for what is one`s own', async ({ db, given }) => {
  const user = await given.user();
  const app = await given.totp(user);
  const foreign = await given.totp(await given.user());
  const full = { points: 60, expire: new Date(Date.now() + 60_000) };
  await db.insert(rateLimits).values({ key: `security.person:${user.id}`, ...full });
  const { totp } = callerFor(db, user).auth;
  await totp.rename({ id: app.id, name: 'Another' });
  const key = `rename.person:${user.id}`;
  await db
    .insert(rateLimits)
    .values({ key, ...full })
    .onConflictDoUpdate({ target: rateLimits.key, set: full });
  const limited = { reason: 'RATE_LIMITED' };
  expect(await refusal(totp.rename({ id: app.id, name: 'Yet another' }))).toMatchObject(limited);
  expect(await refusal(totp.rename({ id: foreign.id, name: 'Mine' }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await totp.list()).toMatchObject([{ name: 'Another' }]);
});

test('removing is told, ends all trust, and is done once', async ({ db, given, trail, notices }) => {
  const user = await given.user();
  const [app, kept] = [await given.totp(user, { name: 'Old phone' }), await given.totp(user)];
  await given.trustedDevice(user);
  const actor = await given.twoFactorSession(user);
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, () => callerFor(db, actor).auth.totp.remove({ id: app.id })),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const api = callerFor(db, actor);
  expect(await api.auth.totp.list()).toMatchObject([{ id: kept.id }]);
  expect(await api.auth.trustedDevices.list()).toEqual([]);
  expect(await refusal(api.auth.totp.remove({ id: app.id }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await trail(user)).toMatchObject([{ kind: 'totp.removed' }]);
  expect(await notices(user)).toMatchObject([{ data: { kind: 'totp.removed' } }]);
});

test('another person`s app, and one that is not in use, are not there to be removed', async ({
  db,
  given,
}) => {
  const user = await given.user();
  await given.totp(user);
  const actor = await given.twoFactorSession(user);
  const other = await given.user();
  const foreign = await given.totp(other);
  const pending = await given.pendingTotp(actor);
  for (const { id } of [foreign, pending])
    expect(await refusal(callerFor(db, actor).auth.totp.remove({ id }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await callerFor(db, other).auth.totp.list()).toHaveLength(1);
});

test('without a password, the app beside a single passkey and no codes stays', async ({ db, given }) => {
  const user = await given.withoutPassword(await given.user());
  const app = await given.totp(user);
  const passkey = await given.passkey(user);
  const actor = await given.passkeySession(user, { passkey });
  const remove = () => callerFor(db, actor).auth.totp.remove({ id: app.id });
  expect(await refusal(remove())).toEqual({ reason: 'LAST_WAY_IN' });
  expect(await callerFor(db, actor).auth.totp.list()).toHaveLength(1);
  await given.recoveryCodes(user);
  await remove();
});

test('recovery codes go with the last second factor, and not before', async ({ db, given }) => {
  const user = await given.user();
  const [phone, tablet] = [await given.totp(user), await given.totp(user)];
  await given.recoveryCodes(user);
  const { auth } = callerFor(db, await given.twoFactorSession(user));
  await auth.totp.remove({ id: phone.id });
  expect(await auth.recoveryCodes.status()).toMatchObject({ total: 1 });
  await auth.totp.remove({ id: tablet.id });
  expect(await auth.recoveryCodes.status()).toMatchObject({ total: 0 });
});

test('of twenty who take the same code up at once, one gets it', async ({ db, given }) => {
  const user = await given.user();
  const app = await given.totp(user);
  const now = new Date();
  const use = { userId: user.id, code: codeOf(app, { now }), secrets, now };
  const used = await Promise.all(Array.from({ length: 20 }, () => takeTotpCode(db, use)));
  expect(used.filter(Boolean)).toEqual([{ id: app.id, name: app.name }]);
});

test('a code has to be of a later step than the last one used, and each app has its own', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const [phone, tablet] = [await given.totp(user), await given.totp(user, { name: 'Tablet' })];
  const now = new Date();
  const use = (app: { key: string }, step: number) =>
    takeTotpCode(db, { userId: user.id, code: codeOf(app, { step, now }), secrets, now });
  expect(await use(phone, 0)).toMatchObject({ id: phone.id });
  for (const step of [0, -1]) expect(await use(phone, step)).toBeUndefined();
  expect(await use(tablet, -1)).toMatchObject({ id: tablet.id });
  expect(await use(phone, 1)).toMatchObject({ id: phone.id });
  for (const step of [-2, 2]) expect(await use(tablet, step)).toBeUndefined();
});

test('a key is read under an earlier secret, and nowhere but in its own row', async ({ db, given }) => {
  const user = await given.user();
  const earlier = 'the secret of last year, also long enough';
  const app = await given.totp(user, { secret: earlier });
  const stranger = await given.user();
  const strange = await given.totp(stranger);
  const now = new Date();
  const use = (of: { key: string }, known: string[]) =>
    takeTotpCode(db, { userId: user.id, code: codeOf(of, { now }), secrets: known, now });
  await expect(use(app, secrets)).rejects.toThrow('AUTH_SECRET_PREVIOUS');
  expect(await use(app, [SECRET, earlier])).toMatchObject({ id: app.id });

  // Whoever can write to the table and nothing else cannot put a key of their own there.
  const second = await given.totp(user, { name: 'Tablet' });
  const [row] = await db.select().from(totpAuthenticators).where(eq(totpAuthenticators.id, strange.id));
  await db
    .update(totpAuthenticators)
    .set({ secret: row?.secret ?? '' })
    .where(eq(totpAuthenticators.id, second.id));
  expect(await use(strange, [SECRET, earlier])).toBeUndefined();
});
