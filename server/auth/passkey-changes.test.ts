import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { connections, passkeys, recoveryCodes, totpAuthenticators } from '@/db/schema/factors';
import { rateLimits } from '@/db/schema/operations';
import { passwords, sessions } from '@/db/schema/sign-in';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import type { Given } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { enterByPasskey } from '@/server/testing/passkey-browser';
import { refusal } from '@/server/testing/refusal';
import { redeemTicket } from './attempts';
import { startSession } from './sessions';

const NOT_FOUND = { reason: 'NOT_FOUND' };

test('gives a passkey another name, with an entry in the log; the same name again is no news', async ({
  db,
  given,
  trail,
}) => {
  const { passkey, ...user } = await withPasskey(given);
  const api = callerFor(db, user).auth.passkeys;
  for (let time = 0; time < 2; time++)
    expect(await api.rename({ id: passkey.id, name: ' The  blue one ' })).toEqual({ renamed: true });
  expect((await api.list()).passkeys.map(({ name }) => name)).toEqual(['The blue one']);
  expect(await trail(user)).toMatchObject([{ kind: 'passkey.renamed' }]);
});

test('removes a passkey, tells its id to the browser, and leaves the sessions that it opened', async ({
  db,
  given,
  trail,
  notices,
}) => {
  const { passkey, ...user } = await withPasskey(given);
  const elsewhere = await given.passkeySession(user, { passkey });
  const api = callerFor(db, user);
  expect(await api.auth.passkeys.remove({ id: passkey.id })).toEqual({
    credentialId: passkey.authenticator.credentialId,
    endedSessions: 0,
  });
  expect((await api.auth.passkeys.list()).passkeys).toEqual([]);
  expect(await callerFor(db, elsewhere).viewer.me()).toMatchObject({ userId: user.id });
  expect(await trail(user)).toMatchObject([{ kind: 'passkey.removed' }]);
  expect(await notices(user)).toMatchObject([{ data: { kind: 'passkey.removed' } }]);
  const { authenticator } = passkey;
  expect(await refusal(enterByPasskey(db, { cookies: new CookieJar(), authenticator }))).toEqual({
    reason: 'PASSKEY_UNKNOWN',
  });
});

test('ends the other sessions that it opened when asked to, and says how many', async ({ db, given }) => {
  const { passkey, ...user } = await withPasskey(given);
  const [opened, other] = [
    await given.passkeySession(user, { passkey }),
    await given.passkeySession(user, { passkey: await given.passkey(user) }),
  ];
  const api = callerFor(db, user);
  expect(await api.auth.passkeys.remove({ id: passkey.id, endSessions: true })).toMatchObject({
    endedSessions: 1,
  });
  expect(await callerFor(db, opened).viewer.current()).toBeNull();
  for (const stays of [user, other])
    expect(await callerFor(db, stays).viewer.me()).toMatchObject({ userId: user.id });
});

test('a ticket that it gave, and a session that comes of one at this moment, end with it', async ({
  db,
  given,
}) => {
  const { passkey, ...user } = await withPasskey(given);
  await given.passkey(user);
  const { authenticator } = passkey;
  const browsers = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const cookies = new CookieJar();
      return { cookies, ...(await enterByPasskey(db, { cookies, authenticator })) };
    }),
  );
  const removal = { id: passkey.id, endSessions: true };
  await Promise.all([
    callerFor(db, user).auth.passkeys.remove(removal),
    ...browsers.map((browser) => redeem(db, browser)),
  ]);
  // Whichever came first: what the passkey opened is over, and the session that asked is not.
  const left = await db.select({ id: sessions.passkeyId }).from(sessions).where(eq(sessions.userId, user.id));
  expect(left).toHaveLength(2);
});

test('a ticket that is just being used is waited for, and its session ended', async ({ db, given }) => {
  const { passkey, ...user } = await withPasskey(given);
  const cookies = new CookieJar();
  const { ticket } = await enterByPasskey(db, { cookies, authenticator: passkey.authenticator });
  const removal = await db.transaction(async (tx) => {
    const now = new Date();
    const proven = await redeemTicket(tx, { ticket, cookie: cookies.get('foyer.attempt') ?? '', now });
    const removing = callerFor(db, user).auth.passkeys.remove({ id: passkey.id, endSessions: true });
    await expect.poll(() => countWaiting(db), { timeout: 20_000 }).toBe(1);
    await startSession(tx, {
      userId: user.id,
      amr: {},
      ...proven,
      ip: '192.0.2.1',
      userAgent: undefined,
      now,
    });
    return { removing };
  });
  expect(await removal.removing).toMatchObject({ endedSessions: 1 });
});

test('nobody renames or removes the passkey of another person', async ({ db, given }) => {
  const victim = await withPasskey(given);
  const { passkey: _, ...thief } = await withPasskey(given);
  const { id } = victim.passkey;
  const api = callerFor(db, thief).auth.passkeys;
  expect(await refusal(api.rename({ id, name: 'Mine' }))).toEqual(NOT_FOUND);
  expect(await refusal(api.remove({ id, endSessions: true }))).toEqual(NOT_FOUND);
  const cookies = new CookieJar();
  const { authenticator } = victim.passkey;
  await redeem(db, { cookies, ...(await enterByPasskey(db, { cookies, authenticator })) });
  expect(await refusal(api.remove({ id }))).toEqual(NOT_FOUND);
  expect((await callerFor(db, victim).auth.passkeys.list()).passkeys).toMatchObject([{ id, name: 'A key' }]);
  expect(await callerFor(db, null, { cookies }).viewer.me()).toMatchObject({ userId: victim.id });
});

test('the last way in stays, and a connected account is one', async ({ db, given }) => {
  const { passkey, ...user } = await withPasskey(given);
  await db.delete(passwords).where(eq(passwords.userId, user.id));
  const api = callerFor(db, user).auth.passkeys;
  expect(await refusal(api.remove({ id: passkey.id }))).toEqual({ reason: 'LAST_WAY_IN' });
  expect((await api.list()).passkeys).toHaveLength(1);
  await given.connection(user);
  await api.remove({ id: passkey.id });
  expect(await db.$count(connections, eq(connections.userId, user.id))).toBe(1);
});

test('of two last passkeys that are removed at the same moment, one stays', async ({ db, given }) => {
  for (let time = 0; time < 5; time++) {
    const { passkey, ...user } = await withPasskey(given);
    await db.delete(passwords).where(eq(passwords.userId, user.id));
    const ids = [passkey.id, (await given.passkey(user)).id];
    const answers = await Promise.allSettled(
      ids.map((id) => callerFor(db, user).auth.passkeys.remove({ id })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const late of answers.filter((one) => one.status === 'rejected'))
      expect(await refusal(Promise.reject(late.reason))).toEqual({ reason: 'LAST_WAY_IN' });
    expect(await db.$count(passkeys, eq(passkeys.userId, user.id))).toBe(1);
  }
});

test('removed twenty times at once, it is removed once', async ({ db, given, trail }) => {
  const { passkey, ...user } = await withPasskey(given);
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, () => callerFor(db, user).auth.passkeys.remove({ id: passkey.id })),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await trail(user)).map(({ kind }) => kind)).toEqual(['passkey.removed']);
});

test('recovery codes go with the last second factor, and not before', async ({ db, given }) => {
  const { passkey, ...user } = await withPasskey(given);
  const another = await given.passkey(user);
  const now = new Date();
  await db.insert(recoveryCodes).values({ userId: user.id, hash: 'h', salt: 's', createdAt: now });
  const app = { id: another.id, userId: user.id, name: 'App', secret: 's', createdAt: now, confirmedAt: now };
  await db.insert(totpAuthenticators).values(app);
  const api = callerFor(db, user).auth.passkeys;
  const codes = () => db.$count(recoveryCodes, eq(recoveryCodes.userId, user.id));
  await api.remove({ id: another.id });
  await db.delete(totpAuthenticators).where(eq(totpAuthenticators.id, app.id));
  expect(await codes()).toBe(1);
  await api.remove({ id: passkey.id });
  expect(await codes()).toBe(0);
});

test('with a first factor only no passkey is removed', async ({ db, given }) => {
  const user = await given.user();
  const { id } = await given.passkey(user);
  expect(await refusal(callerFor(db, user).auth.passkeys.remove({ id }))).toEqual({
    reason: 'STEP_UP_REQUIRED',
  });
});

test('sixty changes in ten minutes are enough', async ({ db, given }) => {
  const { passkey, ...user } = await withPasskey(given);
  const api = callerFor(db, user).auth.passkeys;
  await fill(db, `security.person:${user.id}`);
  expect(await refusal(api.registerOptions({}))).toMatchObject({ reason: 'RATE_LIMITED' });
  expect(await refusal(api.remove({ id: passkey.id }))).toMatchObject({ reason: 'RATE_LIMITED' });
});

test('new names are counted by themselves, and only for what is one`s own', async ({ db, given }) => {
  const { passkey, ...user } = await withPasskey(given);
  const foreign = await given.passkey(await given.user());
  const { auth } = callerFor(db, user);
  const name = 'Another';
  await fill(db, `security.person:${user.id}`);
  expect(await auth.passkeys.rename({ id: passkey.id, name })).toEqual({ renamed: true });
  await fill(db, `rename.person:${user.id}`);
  expect(await refusal(auth.passkeys.rename({ id: passkey.id, name: 'Yet another' }))).toMatchObject({
    reason: 'RATE_LIMITED',
  });
  expect(await refusal(auth.passkeys.rename({ id: foreign.id, name }))).toEqual(NOT_FOUND);
  expect((await auth.passkeys.list()).passkeys).toMatchObject([{ name }]);
});

/** Somebody whose session their passkey has opened; they have a password as well. */
async function withPasskey(given: Given) {
  const user = await given.user();
  const passkey = await given.passkey(user);
  return { ...(await given.passkeySession(user, { passkey })), passkey };
}

/** Sixty uses of a limit. */
async function fill(db: Database, key: string) {
  const expire = new Date(Date.now() + 60_000);
  const row = { key, points: 60, expire };
  await db.insert(rateLimits).values(row).onConflictDoUpdate({ target: rateLimits.key, set: row });
}

/** How many statements wait for a lock. */
async function countWaiting(db: Database) {
  const [row] = await db.execute<{ waiting: number }>(sql`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`);
  return row?.waiting;
}
