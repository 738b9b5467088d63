import { expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { refusal } from '@/server/testing/refusal';

const STEP_UP = { reason: 'STEP_UP_REQUIRED' };

test('a second factor is not removed, and no other made, with a first factor only', async ({ db, given }) => {
  const user = await given.user();
  const app = await given.totp(user);
  const passkey = await given.passkey(user);
  // Signed in a moment ago, and the password said again.
  const api = callerFor(db, await given.session(user));
  expect(await refusal(api.auth.stepUp.password({ password: PASSWORD }))).toEqual({
    reason: 'NOT_ALLOWED',
  });
  for (const action of [
    () => api.auth.totp.remove({ id: app.id }),
    () => api.auth.passkeys.remove({ id: passkey.id }),
    () => api.auth.totp.begin(),
    () => api.auth.passkeys.registerOptions({}),
    () => api.auth.recoveryCodes.generate(),
    () => api.auth.password.remove(),
  ])
    expect(await refusal(action())).toEqual(STEP_UP);
  expect(await api.auth.totp.list()).toHaveLength(1);
});

test('in a trusted browser neither: trust spares a question at sign-in, and no other', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const app = await given.totp(user);
  const { cookie } = await given.trustedDevice(user);
  const cookies = new CookieJar({ 'foyer.device': cookie });
  const api = callerFor(db, null, { cookies });
  await api.auth.signIn.start({ email: user.email });
  const { ticket } = await api.auth.signIn.password({ password: PASSWORD });
  await redeem(db, { ticket, cookies });
  expect(await refusal(api.auth.totp.remove({ id: app.id }))).toEqual(STEP_UP);
});

test('the last way in is not removed, by twenty at once neither', async ({ db, given }) => {
  const user = await given.withoutPassword(await given.user());
  const passkey = await given.passkey(user);
  const { provider, accountId } = await given.connection(user);
  const actor = await given.passkeySession(user, { passkey });
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, async (_, n): Promise<unknown> => {
      const { auth } = callerFor(db, actor);
      if (n % 2) return auth.passkeys.remove({ id: passkey.id });
      return auth.connections.remove({ provider, accountId });
    }),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { factors, ways } = await callerFor(db, user).auth.readiness();
  expect(ways).toBe(1);
  expect(factors.passkeys + factors.connections).toBe(1);
});

test('password and passkey removed at once leave what is enough', async ({ db, given }) => {
  const user = await given.user();
  const [first, second] = [await given.passkey(user), await given.passkey(user)];
  const actor = await given.passkeySession(user, { passkey: first });
  await Promise.allSettled([
    callerFor(db, actor).auth.password.remove(),
    callerFor(db, actor).auth.passkeys.remove({ id: first.id }),
    callerFor(db, actor).auth.passkeys.remove({ id: second.id }),
    callerFor(db, actor).auth.password.remove(),
  ]);
  const { factors } = await callerFor(db, user).auth.readiness();
  expect(factors.password || factors.passkeys > 0).toBe(true);
});
