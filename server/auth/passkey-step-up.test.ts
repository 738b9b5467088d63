import { and, eq, isNotNull } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { passkeys } from '@/db/schema/factors';
import { securityEvents } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import type { Authenticator } from '@/server/testing/authenticator';
import { callerFor } from '@/server/testing/callers';
import { codeOf } from '@/server/testing/codes-factories';
import { CookieJar } from '@/server/testing/cookie-jar';
import type { Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { sessionOf } from '@/server/testing/passkey-browser';
import { refusal } from '@/server/testing/refusal';
import { hashToken } from './tokens';

const REFUSED = { reason: 'PASSKEY_REFUSED' };

test('a passkey confirms who it is: a new token, and five minutes for what is sensitive', async ({
  db,
  given,
  trail,
}) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user);
  const cookies = new CookieJar({ 'foyer.session': user.token });
  const api = callerFor(db, null, { cookies });
  expect(await refusal(api.auth.passkeys.registerOptions({}))).toEqual({ reason: 'STEP_UP_REQUIRED' });
  const options = await api.auth.stepUp.passkeyOptions();
  expect(options).toMatchObject({
    rpId: 'localhost',
    allowCredentials: [{ id: authenticator.credentialId }],
    userVerification: 'preferred',
  });
  await api.auth.stepUp.passkey({ response: authenticator.get(options) });
  expect(cookies.get('foyer.session')).not.toBe(user.token);
  expect(await callerFor(db, user).viewer.current()).toBeNull();
  const session = await sessionOf(db, cookies);
  expect(session).toMatchObject({ aal: 2, provenAal: 2 });
  expect(Object.keys(session.amr).sort()).toEqual(['hwk', 'pwd']);
  await api.auth.passkeys.registerOptions({});
  expect(await trail(user)).toMatchObject([
    { kind: 'identity.confirmed', actorId: user.id, after: { method: 'passkey', sessionId: session.id } },
  ]);
});

test('a key without a PIN confirms beside a password, and not in a session that a passkey alone has opened', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const passkey = await given.passkey(user);
  const lies = { userVerified: false };
  await confirm(db, await given.session(user), passkey.authenticator, lies);
  const alone = await given.passkeySession(user, { passkey });
  const { auth } = callerFor(db, alone);
  expect(await auth.stepUp.passkeyOptions()).toMatchObject({ userVerification: 'required' });
  expect(await refusal(confirm(db, alone, passkey.authenticator, lies))).toEqual(REFUSED);
});

test('the passkey of another person confirms nobody', async ({ db, given }) => {
  const [user, other] = [await given.user(), await given.user()];
  await given.passkey(user);
  const { authenticator } = await given.passkey(other);
  expect(await refusal(confirm(db, user, authenticator))).toEqual(REFUSED);
  expect(await refusal(callerFor(db, await given.user()).auth.stepUp.passkeyOptions())).toEqual({
    reason: 'NOT_FOUND',
  });
});

test('an answer confirms once, in the session that was asked, and to nothing else that was asked', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user);
  const here = new CookieJar({ 'foyer.session': user.token });
  const elsewhere = await given.session(user);
  const api = callerFor(db, null, { cookies: here });
  const response = authenticator.get(await api.auth.stepUp.passkeyOptions());
  const expired = { reason: 'CEREMONY_EXPIRED' };
  expect(await refusal(callerFor(db, elsewhere).auth.stepUp.passkey({ response }))).toEqual(expired);
  await api.auth.stepUp.passkey({ response });
  expect(await refusal(api.auth.stepUp.passkey({ response }))).toEqual(expired);

  // What was signed in order to sign in does not confirm.
  const { options } = await given.signInOptions();
  const signIn = authenticator.get(options);
  expect(await refusal(api.auth.stepUp.passkey({ response: signIn }))).toEqual(expired);
});

test('of one answer sent twenty times at once, one confirms', async ({ db, given }) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user);
  const response = authenticator.get(await given.stepUpOptions(user));
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, () => callerFor(db, user).auth.stepUp.passkey({ response })),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a counter that went back is flagged, and confirms only where there is no other way to', async ({
  db,
  given,
  trail,
}) => {
  const user = await given.user();
  const { id, authenticator } = await given.passkey(user, { counter: 20 });
  const lies = { counter: 2 };
  await confirm(db, await given.session(user), authenticator, lies);
  expect((await trail(user)).map(({ kind }) => kind)).toEqual([
    'passkey.counterWentBack',
    'identity.confirmed',
  ]);

  const { authenticator: spare } = await given.passkey(user);
  await db.update(passkeys).set({ counter: 20, counterWentBackAt: null }).where(eq(passkeys.id, id));
  const other = await given.session(user);
  // A copy goes on counting from where it is: the second and third use look like those of any passkey.
  for (const counter of [2, 3, 4])
    expect(await refusal(confirm(db, other, authenticator, { counter }))).toEqual(REFUSED);
  const kinds = (await trail(user)).map(({ kind }) => kind);
  expect(kinds).toEqual(['passkey.counterWentBack', 'identity.confirmed', 'passkey.counterWentBack']);
  const [session] = await db
    .select()
    .from(sessions)
    .where(eq(sessions.tokenHash, hashToken(other.token)));
  expect(session).toMatchObject({ provenAal: 1 });

  await confirm(db, await given.session(user), spare);
  await confirm(db, other, authenticator, { counter: 5 });
});

test.for(['totp', 'recoveryCode'] as const)(
  'doubts about a passkey end with a confirmation by %s',
  async (method, { db, given }) => {
    const [user, neighbour] = [await given.user(), await given.user()];
    const app = await given.totp(user);
    const [code = ''] = await given.recoveryCodes(user);
    const { authenticator } = await given.passkey(user, { counter: 20 });
    const theirs = await given.passkey(neighbour);
    await db.update(passkeys).set({ counterWentBackAt: new Date() }).where(eq(passkeys.id, theirs.id));
    expect(await refusal(confirm(db, await given.session(user), authenticator, { counter: 2 }))).toEqual(
      REFUSED,
    );
    expect(await doubts(user)).toBe(1);
    const { stepUp } = callerFor(db, await given.session(user)).auth;
    if (method === 'totp') await stepUp.totp({ code: codeOf(app) });
    else await stepUp.recoveryCode({ code });
    expect(await doubts(user)).toBe(0);
    expect(await doubts(neighbour)).toBe(1);
    await confirm(db, await given.session(user), authenticator, { counter: 3 });

    function doubts({ id }: { id: string }) {
      return db.$count(passkeys, and(eq(passkeys.userId, id), isNotNull(passkeys.counterWentBackAt)));
    }
  },
);

test('where every passkey is in doubt, and there is nothing else, one confirms and stays in doubt', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user, { counter: 5 });
  await given.passkey(user);
  const inDoubt = eq(passkeys.userId, user.id);
  await db.update(passkeys).set({ counterWentBackAt: new Date() }).where(inDoubt);
  await confirm(db, await given.session(user), authenticator);
  expect(await db.$count(passkeys, and(inDoubt, isNotNull(passkeys.counterWentBackAt)))).toBe(2);
});

test('a bogus signature confirms nobody, and is in the log', async ({ db, given }) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user);
  const lies = { signature: Buffer.from('bogus') };
  expect(await refusal(confirm(db, user, authenticator, lies))).toEqual(REFUSED);
  const [noted] = await db.select().from(securityEvents).where(eq(securityEvents.userId, user.id));
  expect(noted).toMatchObject({ kind: 'signIn.failed', details: { factor: 'passkey' } });
});

function confirm(
  db: Database,
  person: Pick<Person, 'token'>,
  authenticator: Authenticator,
  lies: Parameters<Authenticator['get']>[1] = {},
) {
  const { auth } = callerFor(db, person);
  return auth.stepUp
    .passkeyOptions()
    .then((options) => auth.stepUp.passkey({ response: authenticator.get(options, lies) }));
}
