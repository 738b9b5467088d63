import { expect } from 'vitest';
import { servicesFor } from '@/server/testing/callers';
import { CanaryRun } from '@/server/testing/canary-run';
import { anotherAccount } from '@/server/testing/connection-factories';
import { test } from '@/server/testing/fixtures';
import { leaveForProvider, returnFromProvider } from '@/server/testing/next-auth';
import { startOAuthServer } from '@/server/testing/oauth-server';

// As in canaries.test.ts: nothing leaks but what was planted, and that is found.
const PLANTED = ['planted in public.profiles.bio', 'planted in the log'];

test('links: for a new password, for another address and back, and "This was not me"', async ({ db }) => {
  const run = await CanaryRun.start(db);
  const { api, email } = await run.account();
  const { api: visitor } = run.browser();
  await visitor.auth.password.requestReset({ email, locale: 'en' });
  const token = await run.link('mail.resetPassword');
  const password = run.password('password of a reset');
  await visitor.auth.password.reset({ token, password });
  await visitor.auth.notMe({ token: await run.link('notifications.mail') });
  expect(await api.viewer.current()).toBeNull();
  // One that nobody uses.
  await visitor.auth.password.requestReset({ email, locale: 'fr' });
  await run.link('mail.resetPassword');

  const again = run.browser();
  await again.api.auth.signIn.start({ email });
  await again.enter(await again.api.auth.signIn.password({ password }));
  await again.api.profile.changeEmail.request({ email: `moved-${email}` });
  const { changeEmail } = visitor.profile;
  await changeEmail.approve({ token: await run.link('mail.approveEmail') });
  await changeEmail.confirm({ token: await run.link('mail.confirmEmail') });
  await changeEmail.undo({ token: await run.link('notifications.mail') });
  // And one that waits.
  await again.api.auth.signIn.start({ email });
  await again.enter(await again.api.auth.signIn.password({ password }));
  await again.api.profile.changeEmail.request({ email: `elsewhere-${email}` });

  const { leaked, allowed } = await run.leaks();
  expect(leaked).toEqual(PLANTED);
  expect(allowed).toEqual(
    expect.arrayContaining([
      'link /verify-email in mail (mail.verifyEmail)',
      'link /reset-password in mail (mail.resetPassword)',
      'link /not-me in mail (notifications.mail)',
      'link /email-change/approve in mail (mail.approveEmail)',
      'link /email-change/confirm in mail (mail.confirmEmail)',
      'link /email-change/undo in mail (notifications.mail)',
    ]),
  );
});

test.for(['github', 'google'] as const)(
  '%s: what the provider gives out, and our key there',
  async (provider, { db, onTestFinished }) => {
    const elsewhere = await startOAuthServer();
    onTestFinished(() => elsewhere.stop());
    const client = { ...elsewhere.client, clientSecret: 'a client secret that only the two of us know' };
    const { signIn } = servicesFor(db);
    const run = await CanaryRun.start(db, {
      signIn: { ...signIn, providers: { github: client, google: client } },
    });
    run.keep('client secret', client.clientSecret);
    elsewhere.account = { id: anotherAccount(), login: 'canary', email: 'canary@elsewhere.test' };

    const { api, ...owner } = await run.account();
    await api.auth.connections.begin({ provider });
    expect(await goThrough(owner.visit)).toBe('/settings/security?connection=added');
    const another = run.browser();
    expect(await goThrough(another.visit)).toMatch(/^\/second-step/);
    await another.enter(await another.api.auth.signIn.finish());
    expect(await another.api.viewer.current()).not.toBeNull();

    for (const token of elsewhere.issued) run.keep('token of the provider', token);
    expect(elsewhere.issued.length).toBeGreaterThanOrEqual(2);
    const { leaked, lookedFor } = await run.leaks();
    expect(leaked).toEqual(PLANTED);
    expect(lookedFor).toEqual(
      expect.arrayContaining(['code at the provider', 'cookie foyer.state', 'cookie foyer.pkce']),
    );

    async function goThrough(visit: ReturnType<CanaryRun['browser']>['visit']) {
      const left = await leaveForProvider(db, { provider, ...visit });
      const from = await elsewhere.visit(left);
      for (const name of ['code', 'state'])
        run.keep(`${name} at the provider`, from.searchParams.get(name) ?? '');
      const { pathname, search } = await returnFromProvider(db, { from, ...visit });
      return pathname + search;
    }
  },
);
