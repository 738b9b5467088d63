import { expect, test } from 'vitest';
import { oauthProviders } from './providers';

const keys = { clientId: 'foyer', clientSecret: 'known to both' };
const github = { ...keys, url: 'https://github.com' };
const google = { ...keys, url: 'https://accounts.google.com' };

test('a provider is there when the operator has set its keys', () => {
  const ids = (providers: Parameters<typeof oauthProviders>[0]) =>
    oauthProviders(providers).map(({ id }) => id);
  expect(ids({ github: undefined, google: undefined })).toEqual([]);
  expect(ids({ github, google: undefined })).toEqual(['github']);
  expect(ids({ github: undefined, google })).toEqual(['google']);
  expect(ids({ github, google })).toEqual(['github', 'google']);
});

test.each([
  ['https://github.com', 'https://api.github.com/user'],
  ['https://git.company.example', 'https://git.company.example/api/v3/user'],
  ['http://localhost:9000', 'http://localhost:9000/api/v3/user'],
])('GitHub at %s is asked at %s who it is', (url, userinfo) => {
  expect(oauthProviders({ github: { ...github, url }, google: undefined })).toMatchObject([
    {
      issuer: `${url}/login/oauth`,
      authorization: { url: `${url}/login/oauth/authorize`, params: { scope: 'read:user' } },
      token: { url: `${url}/login/oauth/access_token` },
      userinfo: { url: userinfo },
      checks: ['state', 'pkce'],
    },
  ]);
});

test('Google, or what stands in its place, says itself where it is asked', () => {
  expect(oauthProviders({ github: undefined, google })).toMatchObject([
    {
      wellKnown: 'https://accounts.google.com/.well-known/openid-configuration',
      authorization: { params: { scope: 'openid email' } },
      checks: ['state', 'pkce', 'nonce'],
    },
  ]);
});
