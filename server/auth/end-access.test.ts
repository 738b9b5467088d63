import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { connectionIntents, connections } from '@/db/schema/factors';
import { loginAttempts, sessions } from '@/db/schema/sign-in';
import { grantRole } from '@/server/roles/commands';
import { Authenticator } from '@/server/testing/authenticator';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { type Given, PASSWORD, type Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { procedureAt } from '@/server/testing/procedures';
import { refusal } from '@/server/testing/refusal';
import { untilWaiting } from '@/server/testing/waiting';
import { redeemTicket, rewriteAttempt } from './attempts';
import { recogniseBrowser } from './browsers';
import { connectAccount } from './connections';
import { endAccess, revokeSessions } from './end-access';
import { lockPerson } from './factors';
import { findSession, startSession } from './sessions';
import { hashToken } from './tokens';

const ENDED = { reason: 'SESSION_ENDED' };

describe('a change that is under way when its session is ended does nothing', () => {
  test.for([
    'auth.password.change',
    'auth.password.set',
    'auth.password.remove',
    'auth.totp.begin',
    'auth.totp.confirm',
    'auth.totp.remove',
    'auth.recoveryCodes.generate',
    'auth.passkeys.register',
    'auth.passkeys.remove',
    'auth.connections.remove',
    'profile.changeEmail.request',
  ])('%s', async (path, { db, given, trail }) => {
    const { actor, call } = await procedureAt(path).example(given);
    if (!actor) throw new Error('nobody is signed in');
    expect(await refusal(whileEnding(db, actor, () => call(callerFor(db, actor))))).toEqual(ENDED);
    expect(await trail(actor)).toEqual([]);
  });

  test('a passkey that the browser makes by itself', async ({ db, given }) => {
    const user = await given.user();
    const response = new Authenticator().create(await given.registrationOptions(user, { conditional: true }));
    const register = () => callerFor(db, user).auth.passkeys.register({ response });
    expect(await refusal(whileEnding(db, user, register))).toEqual(ENDED);
  });

  test('an account elsewhere', async ({ db, given }) => {
    const user = await given.user();
    const now = new Date();
    const session = await findSession(db, { token: user.token, now });
    if (!session) throw new Error('the session is over');
    const provider = 'github' as const;
    const expiresAt = new Date(now.getTime() + 60_000);
    await db.insert(connectionIntents).values({ sessionId: session.id, provider, expiresAt });
    const account = { provider, accountId: '4711', label: 'al', sessionId: session.id, userId: user.id };
    const connect = () => connectAccount(db, { ...account, cause: { actorId: user.id }, now });
    await expect(whileEnding(db, user, connect)).rejects.toMatchObject(ENDED);
    expect(await db.$count(connections, eq(connections.userId, user.id))).toBe(0);
  });

  /** What comes of a call that waits for the person at the moment when all their sessions are ended. */
  async function whileEnding(db: Database, { id: userId }: { id: string }, call: () => Promise<unknown>) {
    const { called } = await db.transaction(async (tx) => {
      const person = await lockPerson(tx, { userId });
      const calling = call();
      calling.catch(() => undefined);
      await untilWaiting(db, 1);
      await endAccess(tx, { person });
      return { called: calling };
    });
    return called;
  }
});

describe('sign-ins under way end with a change of the second factor', () => {
  test.for([
    'auth.totp.confirm',
    'auth.totp.remove',
    'auth.passkeys.register',
    'auth.passkeys.remove',
    'auth.trustedDevices.revoke',
  ])('%s', async (path, { db, given }) => {
    const { actor, call } = await procedureAt(path).example(given);
    if (!actor) throw new Error('nobody is signed in');
    const cookies = await Promise.all([
      given.secondStep(actor, { due: false }),
      given.secondStep(actor),
      given.attempt(actor),
      given.attempt(await given.user()),
    ]);
    await call(callerFor(db, actor));
    expect(await Promise.all(cookies.map((cookie) => isThere(db, cookie)))).toEqual([0, 0, 0, 1]);
  });

  function isThere(db: Database, cookie: string) {
    return db.$count(loginAttempts, eq(loginAttempts.cookieHash, hashToken(cookie)));
  }
});

describe('the administrator', () => {
  const COMMANDS = {
    'revoke-sessions': (db: Database, { email }: Person) =>
      revokeSessions(db, { email, cause: { actorId: null }, now: new Date() }),
    'grant-role': (db: Database, { email }: Person) =>
      grantRole(db, { email, role: 'moderator', cause: { actorId: null }, now: new Date() }),
  };
  const names = ['revoke-sessions', 'grant-role'] as const;

  test.for(names)('%s ends sign-ins that have their ticket already', async (name, { db, given }) => {
    const { user, cookies, ticket } = await withTicket(db, given);
    await COMMANDS[name](db, user);
    expect((await redeem(db, { ticket, cookies })).status).toBe(401);
    expect(await db.$count(sessions, eq(sessions.userId, user.id))).toBe(0);
  });

  test.for(names)('%s waits for a ticket that is just being used', async (name, { db, given }) => {
    const { user, cookies, ticket } = await withTicket(db, given);
    const { running } = await db.transaction(async (tx) => {
      const now = new Date();
      await redeemTicket(tx, { ticket, cookie: cookies.get('foyer.attempt') ?? '', now });
      const command = COMMANDS[name](db, user);
      await untilWaiting(db, 1);
      const browser = { ip: '192.0.2.1', userAgent: undefined };
      await startSession(tx, { userId: user.id, amr: {}, ...browser, now });
      return { running: command };
    });
    await running;
    expect(await db.$count(sessions, eq(sessions.userId, user.id))).toBe(0);
  });
});

describe('nobody waits for who waits for them', () => {
  test('"This was not me", and an address given back, while a ticket is used in a known browser', async ({
    db,
    given,
  }) => {
    for (const way of ['notMe', 'undo'] as const) {
      const { user, cookies, ticket, browser } = await withTicket(db, given);
      const end = await ending(db, { given, user, way });
      const { running } = await db.transaction(async (tx) => {
        const now = new Date();
        await redeemTicket(tx, { ticket, cookie: cookies.get('foyer.attempt') ?? '', now });
        const ends = end();
        await untilWaiting(db, 1);
        expect(await recogniseBrowser(tx, { userId: user.id, cookie: browser, now })).toMatchObject({
          isNew: false,
        });
        return { running: ends };
      });
      await running;
      expect(await db.$count(sessions, eq(sessions.userId, user.id))).toBe(0);
    }
  });

  test('the same at the same moment, many times', async ({ db, given }) => {
    for (let time = 0; time < 20; time++) {
      const { user, cookies, ticket } = await withTicket(db, given);
      const end = await ending(db, { given, user, way: time % 2 ? 'notMe' : 'undo' });
      const [{ status, body }] = await Promise.all([redeem(db, { ticket, cookies }), end()]);
      // Taken and ended, or not taken; never "unavailable".
      expect([200, 401]).toContain(status);
      expect(JSON.stringify(body)).not.toContain('Unavailable');
      expect(await db.$count(sessions, eq(sessions.userId, user.id))).toBe(0);
    }
  });

  test('an address given back while a wrong password is noted', async ({ db, given }) => {
    const user = await given.user();
    const { newEmail: email, undo } = await given.emailChange(user, { stage: 'confirmed' });
    const cookie = await given.attempt({ email });
    const cookies = new CookieJar({ 'foyer.attempt': cookie });
    const [attempt] = await db
      .select({ id: loginAttempts.id })
      .from(loginAttempts)
      .where(eq(loginAttempts.cookieHash, hashToken(cookie)));
    const { undoing, entering } = await db.transaction(async (tx) => {
      await rewriteAttempt(tx, { attemptId: attempt?.id ?? '' });
      const undone = callerFor(db, null).profile.changeEmail.undo({ token: undo });
      await untilWaiting(db, 1);
      const entered = refusal(callerFor(db, null, { cookies }).auth.signIn.password({ password: 'wrong' }));
      await untilWaiting(db, 2);
      return { undoing: undone, entering: entered };
    });
    expect(await undoing).toEqual({ oldEmail: user.email });
    expect(await entering).toEqual({ reason: 'SIGN_IN_FAILED' });
  });

  /** A way to end everything of a person, ready to go. */
  async function ending(
    db: Database,
    { given, user, way }: { given: Given; user: Person; way: 'notMe' | 'undo' },
  ): Promise<() => Promise<unknown>> {
    const api = callerFor(db, null);
    if (way === 'notMe') {
      const { token } = await given.event(user);
      return () => api.auth.notMe({ token });
    }
    const { undo: token } = await given.emailChange(user, { stage: 'confirmed' });
    return () => api.profile.changeEmail.undo({ token });
  }
});

/** Somebody whose password was right a moment ago, in a browser that they know. */
async function withTicket(db: Database, given: Given) {
  const user = await given.user();
  const browser = await given.knownBrowser(user);
  const cookies = new CookieJar({ 'foyer.attempt': await given.attempt(user), 'foyer.browser': browser });
  const { ticket = '' } = await callerFor(db, null, { cookies }).auth.signIn.password({ password: PASSWORD });
  return { user, cookies, ticket, browser };
}
