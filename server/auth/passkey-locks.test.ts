import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { passkeys } from '@/db/schema/factors';
import { loginAttempts, sessions } from '@/db/schema/sign-in';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { untilWaiting } from '@/server/testing/waiting';
import { hashToken } from './tokens';

// Whoever gives an address back deletes attempts and sessions before changing the key of the person. An event about the
// passkey, written before its attempt or session moved on, would hold that key while it waits for them: a deadlock.

test('an address is given back while a passkey whose counter went back signs in', async ({ db, given }) => {
  const user = await given.user();
  const { id, authenticator } = await given.passkey(user, { counter: 40 });
  const { newEmail: email, undo } = await given.emailChange(user, { stage: 'confirmed' });
  const cookie = await given.attempt({ email });
  const { signIn } = callerFor(db, null, { cookies: new CookieJar({ 'foyer.attempt': cookie }) }).auth;
  const response = authenticator.get(await signIn.passkeyOptions({}), { counter: 12 });
  const { undoing, entering } = await db.transaction(async (tx) => {
    await tx
      .select({ id: loginAttempts.id })
      .from(loginAttempts)
      .where(eq(loginAttempts.cookieHash, hashToken(cookie)))
      .for('update');
    const undone = callerFor(db, null).profile.changeEmail.undo({ token: undo });
    await untilWaiting(db, 1);
    const entered = refusal(signIn.passkey({ response }));
    await untilWaiting(db, 2);
    return { undoing: undone, entering: entered };
  });
  expect(await undoing).toEqual({ oldEmail: user.email });
  expect(await entering).toEqual({ reason: 'ATTEMPT_EXPIRED' });
  // Nothing was opened, and nothing of it is kept.
  const [passkey] = await db.select().from(passkeys).where(eq(passkeys.id, id));
  expect(passkey).toMatchObject({ counter: 40, counterWentBackAt: null });
});

test('an address is given back while a passkey whose counter went back confirms', async ({ db, given }) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user, { counter: 40 });
  const { undo } = await given.emailChange(user, { stage: 'confirmed' });
  const { stepUp } = callerFor(db, user).auth;
  const response = authenticator.get(await stepUp.passkeyOptions(), { counter: 12 });
  const { undoing, confirming } = await db.transaction(async (tx) => {
    await tx.select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, user.id)).for('update');
    const undone = callerFor(db, null).profile.changeEmail.undo({ token: undo });
    await untilWaiting(db, 1);
    const confirmed = refusal(stepUp.passkey({ response }));
    await untilWaiting(db, 2);
    return { undoing: undone, confirming: confirmed };
  });
  expect(await undoing).toEqual({ oldEmail: user.email });
  expect(await confirming).toEqual({ reason: 'SESSION_ENDED' });
});
