import { expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const AT_ONCE = 20;

test('twenty sign-ups at once with one address, from anywhere, send three mails', async ({ db, jobs }) => {
  // To begin with a passkey: what is counted is the mail, and there is no password to weigh before it.
  const wish = { displayName: 'Nora', email: 'bombed@example.test', locale: 'en' as const, timeZone: null };
  const signUp = () => callerFor(db, null).auth.signUp(wish);
  await expectThree(signUp, jobs);
});

test('twenty wishes for a new password at once send three', async ({ db, jobs }) => {
  const wish = { email: 'forgetful@example.test', locale: 'en' as const };
  await expectThree(() => callerFor(db, null).auth.password.requestReset(wish), jobs);
});

test('asking twenty times at once for the mail to confirm an address sends three', async ({
  db,
  given,
  jobs,
}) => {
  const { cookie } = await given.signUp();
  const resend = () => {
    const cookies = new CookieJar({ 'foyer.sign-up': cookie });
    return callerFor(db, null, { cookies }).auth.resendVerification();
  };
  await expectThree(resend, jobs);
});

async function expectThree(ask: () => Promise<unknown>, jobs: () => Promise<unknown[]>) {
  const before = (await jobs()).length;
  const answers = await Promise.allSettled(Array.from({ length: AT_ONCE }, ask));
  for (const late of answers.filter((one) => one.status === 'rejected'))
    expect(await refusal(Promise.reject(late.reason))).toMatchObject({ reason: 'RATE_LIMITED' });
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect((await jobs()).length).toBe(before + 3);
}
