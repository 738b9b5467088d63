import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import type { ProviderSettings, SignInSettings } from '@/server/context';

/**
 * GitHub and Google for next-auth, where the operator has set their keys. Of an account over there we take its id
 * and what it is called, to tell two apart. Its e-mail address is never compared with one of ours: whoever gets an
 * account with a stranger's address at a provider would get that stranger's account here.
 */
export function oauthProviders({ github, google }: SignInSettings['providers']): OAuthConfig<unknown>[] {
  return [...(github ? [gitHub(github)] : []), ...(google ? [openId(google)] : [])];
}

/** An answer without an id is nobody's, and not the account of one called "undefined". */
const GitHubAccount = z.object({ id: z.int().positive(), login: z.string() });
const OpenIdAccount = z.object({ sub: z.string(), email: z.string().optional() });

/** github.com, or a GitHub Enterprise Server, whose API lies below its own address. */
function gitHub({ clientId, clientSecret, url }: ProviderSettings): OAuthConfig<unknown> {
  const api = url === 'https://github.com' ? 'https://api.github.com' : `${url}/api/v3`;
  return {
    id: 'github',
    name: 'GitHub',
    type: 'oauth',
    clientId,
    clientSecret,
    issuer: `${url}/login/oauth`,
    authorization: { url: `${url}/login/oauth/authorize`, params: { scope: 'read:user' } },
    token: {
      url: `${url}/login/oauth/access_token`,
      // Without the demand for a code, openid-client takes an access token from the address, whomever it was made
      // for, and any app that somebody has let in at the provider could sign in here as them.
      request: async ({ client, params, checks, provider }) => {
        const code = { ...checks, response_type: 'code' };
        return { tokens: await client.oauthCallback(provider.callbackUrl, params, code) };
      },
    },
    userinfo: {
      url: `${api}/user`,
      request: ({ client, tokens }) => client.userinfo(tokens.access_token ?? ''),
    },
    checks: ['state', 'pkce'],
    profile(profile) {
      const { id, login } = GitHubAccount.parse(profile);
      return { id: String(id), name: login };
    },
  };
}

/** Google, or another provider of OpenID Connect in its place. */
function openId({ clientId, clientSecret, url }: ProviderSettings): OAuthConfig<unknown> {
  return {
    id: 'google',
    name: 'Google',
    type: 'oauth',
    clientId,
    clientSecret,
    wellKnown: `${url}/.well-known/openid-configuration`,
    idToken: true,
    authorization: { params: { scope: 'openid email' } },
    token: {
      request: async ({ client, params, checks, provider }) => {
        const code = { ...checks, response_type: 'code' };
        return { tokens: await client.callback(provider.callbackUrl, params, code) };
      },
    },
    checks: ['state', 'pkce', 'nonce'],
    profile(profile) {
      const { sub, email } = OpenIdAccount.parse(profile);
      return { id: sub, name: email ?? null };
    },
  };
}
