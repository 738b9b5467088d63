import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { sessions } from '@/db/schema/sign-in';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { enterByPasskey } from '@/server/testing/passkey-browser';
import { refusal } from '@/server/testing/refusal';
import { CHALLENGE_SECONDS } from './webauthn-challenges';

const EXPIRED = { reason: 'CEREMONY_EXPIRED' };

test('a challenge answers once, also when the first answer was refused', async ({ db, given }) => {
  const { authenticator } = await given.passkey(await given.user());
  const cookies = new CookieJar();
  const api = callerFor(db, null, { cookies });
  const spoiled = await api.auth.signIn.passkeyOptions({});
  await refusal(api.auth.signIn.passkey({ response: authenticator.get(spoiled, { userVerified: false }) }));
  const second = api.auth.signIn.passkey({ response: authenticator.get(spoiled) });
  expect(await refusal(second)).toEqual(EXPIRED);

  const options = await api.auth.signIn.passkeyOptions({});
  const response = authenticator.get(options);
  await api.auth.signIn.passkey({ response });
  // The same answer again: in the same browser the attempt is over, in a new one the challenge is not its own.
  expect(await refusal(api.auth.signIn.passkey({ response }))).toEqual({ reason: 'ATTEMPT_EXPIRED' });
  await api.auth.signIn.passkeyOptions({});
  expect(await refusal(api.auth.signIn.passkey({ response }))).toEqual(EXPIRED);
});

test('a challenge is refused when it is too old, of another browser, or made up', async ({ db, given }) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user);
  const late = new Date(Date.now() - CHALLENGE_SECONDS * 1000);
  const [old, own, foreign] = [
    await given.signInOptions(undefined, { now: late }),
    await given.signInOptions(),
    await given.signInOptions(),
  ];
  const inTime = await given.signInOptions(undefined, { now: new Date(late.getTime() + 10_000) });
  const madeUp = { ...own.options, challenge: Buffer.alloc(32).toString('base64url') };
  for (const [options, cookie] of [
    [old.options, old.cookie],
    [foreign.options, own.cookie],
    [madeUp, own.cookie],
    [{ ...own.options, challenge: 'no\u0000thing' }, own.cookie],
  ] as const) {
    const cookies = new CookieJar({ 'foyer.attempt': cookie });
    const response = authenticator.get(options);
    expect(await refusal(callerFor(db, null, { cookies }).auth.signIn.passkey({ response }))).toEqual(
      EXPIRED,
    );
  }
  for (const { options, cookie } of [inTime, foreign, own]) {
    const cookies = new CookieJar({ 'foyer.attempt': cookie });
    await callerFor(db, null, { cookies }).auth.signIn.passkey({ response: authenticator.get(options) });
  }
});

test('a challenge made for another ceremony of the same person signs nobody in', async ({ db, given }) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user);
  const confirmed = await given.passkeySession(user, { passkey: await given.passkey(user) });
  const [stepUp, registration] = [
    await given.stepUpOptions(confirmed),
    await given.registrationOptions(confirmed),
  ];
  for (const { challenge } of [stepUp, registration]) {
    const cookies = new CookieJar();
    expect(await refusal(enterByPasskey(db, { cookies, authenticator, lies: { challenge } }))).toEqual(
      EXPIRED,
    );
  }
});

test.for([
  ['no JSON', 'nothing'],
  ['no object', 'null'],
  ['no challenge', '{"type":"webauthn.get"}'],
  ['a challenge that is no text', '{"challenge":["a"]}'],
] as const)('client data with %s has no challenge of ours', async ([, text], { db, given }) => {
  const { authenticator } = await given.passkey(await given.user());
  const api = callerFor(db, null, { cookies: new CookieJar() });
  const answer = authenticator.get(await api.auth.signIn.passkeyOptions({}));
  const clientDataJSON = Buffer.from(text).toString('base64url');
  const response = { ...answer, response: { ...answer.response, clientDataJSON } };
  expect(await refusal(api.auth.signIn.passkey({ response }))).toEqual(EXPIRED);
});

test('twenty uses of one answer at the same moment give one ticket, and one session', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user);
  const before = await db.$count(sessions, eq(sessions.userId, user.id));
  const { options, cookie } = await given.signInOptions();
  const response = authenticator.get(options);
  const browser = () => new CookieJar({ 'foyer.attempt': cookie });
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      callerFor(db, null, { cookies: browser() }).auth.signIn.passkey({ response }),
    ),
  );
  const tickets = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value.ticket : []));
  expect(tickets).toHaveLength(1);
  for (const late of answers.filter((one) => one.status === 'rejected'))
    expect(['CEREMONY_EXPIRED', 'ATTEMPT_EXPIRED']).toContain(
      (await refusal(Promise.reject(late.reason))).reason,
    );
  await Promise.all(Array.from({ length: 20 }, () => redeem(db, { ticket: tickets[0], cookies: browser() })));
  expect(await db.$count(sessions, eq(sessions.userId, user.id))).toBe(before + 1);
});

test('answers to two challenges of one attempt give one ticket', async ({ db, given }) => {
  const { authenticator } = await given.passkey(await given.user());
  const first = await given.signInOptions();
  const second = await given.signInOptions(first.cookie);
  expect(second.cookie).toBe(first.cookie);
  const answers = await Promise.allSettled(
    [first, second].map(({ options, cookie }) => {
      const cookies = new CookieJar({ 'foyer.attempt': cookie });
      return callerFor(db, null, { cookies }).auth.signIn.passkey({ response: authenticator.get(options) });
    }),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a second tab makes the older attempt of the first one worthless', async ({ db, given }) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user);
  const cookies = new CookieJar();
  const api = callerFor(db, null, { cookies });
  const older = await api.auth.signIn.passkeyOptions({});
  const { ticket: unused } = await enterByPasskey(db, { cookies, authenticator });
  await api.auth.signIn.start({ email: user.email });
  const response = authenticator.get(older);
  expect(await refusal(api.auth.signIn.passkey({ response }))).toEqual(EXPIRED);
  expect((await redeem(db, { ticket: unused, cookies })).status).toBe(401);
  expect(cookies.get('foyer.session')).toBeUndefined();
});
