import { OAuth2Server } from 'oauth2-mock-server';
import type { ProviderSettings } from '@/server/context';

/** An account at the provider. `id` is what GitHub calls id and Google sub. */
export interface ForeignAccount {
  id: number;
  login: string;
  email: string;
}

/** GitHub and Google on this machine. */
export interface OAuthServer {
  /** Its address, without a slash at its end. */
  url: string;
  /** A client of ours there. */
  client: ProviderSettings;
  /** Who is signed in over there and says yes from now on; undefined: says no. */
  account: ForeignAccount | undefined;
  /** Every token that it ever gave out. */
  issued: string[];
  /** Goes where a browser is sent there, and says where it is sent back to. */
  visit(address: URL): Promise<URL>;
  stop(): Promise<void>;
}

/** Starts a server of OAuth 2 and OpenID Connect that has the addresses of GitHub Enterprise. */
export async function startOAuthServer(): Promise<OAuthServer> {
  const server = new OAuth2Server(undefined, undefined, {
    endpoints: {
      authorize: '/login/oauth/authorize',
      token: '/login/oauth/access_token',
      userinfo: '/api/v3/user',
    },
  });
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  // Another site than ours, which is localhost.
  const url = `http://127.0.0.1:${server.address().port}`;
  server.issuer.url = url;
  const provider: OAuthServer = {
    url,
    client: { clientId: 'foyer', clientSecret: 'known to both', url },
    account: undefined,
    issued: [],
    async visit(address) {
      const answer = await fetch(address, { redirect: 'manual' });
      return new URL(answer.headers.get('location') ?? '');
    },
    stop: () => server.stop(),
  };
  server.service.on('beforeAuthorizeRedirect', ({ url: back }) => {
    if (provider.account) return;
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
  });
  server.service.on('beforeTokenSigning', ({ payload }) => {
    Object.assign(payload, { sub: String(provider.account?.id), email: provider.account?.email });
    Object.assign(payload, { email_verified: true });
  });
  server.service.on('beforeResponse', ({ body }, { body: asked }) => {
    // GitHub gives no ID token, and whoever asks it for none refuses one.
    if (body && String(Reflect.get(asked, 'redirect_uri')).endsWith('/github')) delete body.id_token;
    for (const name of ['access_token', 'id_token', 'refresh_token'] as const) {
      const token = body && Reflect.get(body, name);
      if (typeof token === 'string') provider.issued.push(token);
    }
  });
  server.service.on('beforeUserinfo', (answer) => {
    const { account } = provider;
    answer.body = account ? { ...account } : { message: 'Bad credentials' };
  });
  return provider;
}
