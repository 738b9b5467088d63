import { expect } from 'vitest';
import { Authenticator } from '@/server/testing/authenticator';
import { CanaryRun } from '@/server/testing/canary-run';
import { codeOf, wrongCode } from '@/server/testing/codes-factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

// What a person types, gets or carries as a secret is nowhere in the database, in the log, or in a mail that is not the
// one that brings it. What was planted in a profile and in the log is found each time, so the search does find.
const PLANTED = ['planted in public.profiles.bio', 'planted in the log'];
const VERIFY_LINK = 'link /verify-email in mail (mail.verifyEmail)';

test('passwords: signing up, in and wrongly, confirming, and changing it', async ({ db }) => {
  const run = await CanaryRun.start(db);
  const { api, email, password } = await run.account();
  await api.auth.stepUp.password({ password });
  const another = run.browser();
  await another.api.auth.signIn.start({ email });
  const wrong = run.password('wrong password');
  expect(await refusal(another.api.auth.signIn.password({ password: wrong }))).toEqual({
    reason: 'SIGN_IN_FAILED',
  });
  expect(await refusal(api.auth.stepUp.password({ password: wrong }))).toEqual({ reason: 'PASSWORD_WRONG' });
  await another.enter(await another.api.auth.signIn.password({ password }));
  await api.auth.password.change({ current: password, password: run.password('changed password') });
  // A sign-up for an address that has an account, and one that is never confirmed.
  const stranger = run.browser();
  for (const address of [email, 'canary-nobody@example.test'])
    await stranger.api.auth.signUp({
      displayName: 'Stranger',
      email: address,
      password: run.password('password of a stranger'),
      locale: 'en',
      timeZone: null,
    });
  await api.auth.signOut();

  const { leaked, allowed, lookedFor } = await run.leaks();
  expect(leaked).toEqual(PLANTED);
  expect(allowed).toContain(VERIFY_LINK);
  const cookies = ['session', 'attempt', 'sign-up', 'browser', 'csrf'].map((name) => `cookie foyer.${name}`);
  expect(lookedFor).toEqual(expect.arrayContaining(['password', 'wrong password', 'ticket', ...cookies]));
});

test('authenticator app, recovery codes, trust in a browser', async ({ db, given }) => {
  const run = await CanaryRun.start(db);
  const { api, email, password, userId } = await run.account();
  const typed = (code: string) => run.keep('code', code);
  const app = await api.auth.totp.begin();
  run.keepKey(app.key);
  await api.auth.totp.confirm({ id: app.id, name: 'Phone', code: typed(codeOf(app)) });
  const { codes } = await api.auth.recoveryCodes.generate();
  for (const code of codes) {
    run.keep('recovery code', code);
    run.keep('recovery code', code.replaceAll('-', ''));
  }
  await api.auth.recoveryCodes.markSaved();

  const trusted = run.browser();
  await trusted.api.auth.signIn.start({ email });
  await trusted.api.auth.signIn.password({ password });
  const wrong = typed(wrongCode(app));
  expect(await refusal(trusted.api.auth.signIn.totp({ code: wrong }))).toEqual({ reason: 'CODE_WRONG' });
  const code = typed(codeOf(app, { step: 1 }));
  await trusted.enter(await trusted.api.auth.signIn.totp({ code, trustDevice: true }));
  expect(trusted.cookies.get('foyer.device')).toBeDefined();
  const spare = await given.totp({ id: userId });
  run.keepKey(spare.key);
  await trusted.api.auth.stepUp.totp({ code: typed(codeOf(spare)) });

  const recovering = run.browser();
  await recovering.api.auth.signIn.start({ email });
  await recovering.api.auth.signIn.password({ password });
  const [first = '', second = '', third = ''] = codes;
  const mistyped = run.keep('recovery code', 'ZZZZ-ZZZZ-YYYY-YYYY');
  expect(await refusal(recovering.api.auth.signIn.recoveryCode({ code: mistyped }))).toEqual({
    reason: 'CODE_WRONG',
  });
  await recovering.enter(await recovering.api.auth.signIn.recoveryCode({ code: first }));
  await recovering.api.auth.stepUp.recoveryCode({ code: second });
  expect(await refusal(api.auth.stepUp.recoveryCode({ code: first }))).toEqual({ reason: 'CODE_WRONG' });
  await api.auth.stepUp.recoveryCode({ code: third });
  // One that is still waiting for its first code.
  run.keepKey((await api.auth.totp.begin()).key);

  const { leaked, allowed, lookedFor } = await run.leaks();
  expect(leaked).toEqual(PLANTED);
  expect(allowed).toContain(VERIFY_LINK);
  const kinds = ['code', 'key of an app', 'recovery code', 'cookie foyer.device'];
  expect(lookedFor).toEqual(expect.arrayContaining(kinds));
});

test('passkeys: made, used alone, beside a password and to confirm, and an account that begins with one', async ({
  db,
}) => {
  const run = await CanaryRun.start(db);
  const { api, email, password } = await run.account();
  const asked = <Options extends { challenge: string }>(options: Options) => {
    run.keep('challenge', options.challenge);
    return options;
  };
  const authenticator = new Authenticator({ counter: 4 });
  const answer = (options: Parameters<Authenticator['get']>[0]) => {
    const signed = authenticator.get(asked(options));
    for (const part of ['signature', 'clientDataJSON', 'authenticatorData'] as const)
      run.keep(`answer of a passkey: ${part}`, signed.response[part]);
    return signed;
  };
  const made = authenticator.create(asked(await api.auth.passkeys.registerOptions({})));
  run.keep('answer of a passkey: attestation', made.response.attestationObject);
  await api.auth.passkeys.register({ response: made });
  await api.auth.stepUp.passkey({ response: answer(await api.auth.stepUp.passkeyOptions()) });

  const alone = run.browser();
  const signedIn = alone.api.auth.signIn;
  await alone.enter(await signedIn.passkey({ response: answer(await signedIn.passkeyOptions({})) }));
  const beside = run.browser();
  const { signIn } = beside.api.auth;
  await signIn.start({ email });
  await signIn.password({ password });
  const response = answer(await signIn.passkeyOptions({}));
  await beside.enter(await signIn.passkey({ response, trustDevice: true }));
  // One that is asked for, and never answered.
  asked(await run.browser().api.auth.signIn.passkeyOptions({}));

  const newcomer = run.browser();
  const wish = { displayName: 'Newcomer', email: `new-${email}`, locale: 'fr' as const, timeZone: null };
  await newcomer.api.auth.signUp(wish);
  const token = await run.link('mail.verifyEmail');
  const passkey = new Authenticator().create(
    asked(await newcomer.api.auth.passkeys.signUpOptions({ token })),
  );
  await newcomer.enter(await newcomer.api.auth.verifyEmail({ token, passkey }));

  const { leaked, allowed } = await run.leaks();
  expect(leaked).toEqual(PLANTED);
  expect(allowed).toEqual(
    expect.arrayContaining([VERIFY_LINK, 'challenge in public.webauthn_challenges.challenge']),
  );
});
