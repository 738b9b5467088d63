import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { oauthFactories } from '@/server/testing/oauth-factories';
import { expect, test } from './fixtures';
import { consentPage } from './pages/consent-page';
import { untilAlive } from './support/alive';

test('the worked example signs in, reads, refreshes and signs out', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user();
  const client = await oauthFactories(app.db).client({ redirectUris: ['http://127.0.0.1/callback'] });
  const program = spawn(process.execPath, ['docs/example-client.mjs', app.url, client.id]);
  const ended = once(program, 'exit');
  let said = '';
  const listen = (text: Buffer) => {
    said += text;
  };
  program.stdout.on('data', listen);
  program.stderr.on('data', listen);
  try {
    await expect.poll(() => said).toMatch(/\/oauth\/authorize\?\S+\n/);
    await signIn(person);
    await page.goto(/http\S+\/oauth\/authorize\?\S+/.exec(said)?.[0] ?? '');
    await untilAlive(page);
    await consentPage(page, t).allow.click();
    expect(await ended, said).toEqual([0, null]);
    expect(said).toMatch(/Signed in as .+\nRefreshed, still .+\nSigned out\n$/);
  } finally {
    program.kill();
  }
});
