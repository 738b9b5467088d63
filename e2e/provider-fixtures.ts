import { type OAuthServer, startOAuthServer } from '@/server/testing/oauth-server';
import { test as base } from './fixtures';

/** An app that has GitHub and Google, both on this machine. */
export const test = base.extend<object, { elsewhere: OAuthServer }>({
  elsewhere: [
    async ({ browserName: _ }, provide) => {
      const server = await startOAuthServer();
      await provide(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  appEnv: [
    async ({ elsewhere }, provide) => {
      const { clientId, clientSecret, url } = elsewhere.client;
      await provide({
        GITHUB_ID: clientId,
        GITHUB_SECRET: clientSecret,
        GITHUB_URL: url,
        GOOGLE_ID: clientId,
        GOOGLE_SECRET: clientSecret,
        GOOGLE_ISSUER: url,
      });
    },
    { scope: 'worker' },
  ],
});
