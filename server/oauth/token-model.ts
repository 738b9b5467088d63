import type OAuth2Server from '@node-oauth/oauth2-server';
import type { Cause } from '@/server/audit/commands';
import { signAccessToken } from './access-tokens';
import { type AppRequest, type AppServices, secretsOf } from './app-request';
import { startAppSession } from './app-sessions';
import { redeemCode } from './authorization-codes';
import { ACCESS_TOKEN_SECONDS, type Scope } from './catalog';
import { isService, issueClientToken, serviceScopes } from './client-tokens';
import { DEVICE_CODE_GRANT } from './device-code-grant';
import { pollDeviceCode } from './poll-device-code';
import { rotateRefreshToken } from './rotate-refresh-token';

/** What a code, a refresh token or a device code stands for: an app that is signed in already, or is to be. */
interface Grant {
  appSessionId: string;
  userId: string;
  scopes: Scope[];
  authTime: Date;
  /** Where it was signed in already. */
  refreshToken?: string;
}

/**
 * The tables as the library asks for them, for one request and within its transaction. The library checks the form of
 * the request, the verifier of PKCE, and that all of it is this client's; single use, rotation and standing are ours.
 */
export function tokenModel(services: AppServices, request: AppRequest) {
  const { db, log, secret, appUrl } = services;
  const { client, form, requestId, ip, userAgent, now } = request;
  const cause: Cause = { actorId: null, requestId, ip, userAgent };
  const secrets = secretsOf(services);
  const own = {
    id: client.id,
    grants: [
      'authorization_code',
      'refresh_token',
      ...(client.deviceFlow ? [DEVICE_CODE_GRANT] : []),
      ...(isService(client) ? ['client_credentials'] : []),
    ],
  };
  let grant: Grant | undefined;
  let service: { scopes: Scope[] } | undefined;

  return {
    getClient: async () => own,

    async getAuthorizationCode(code: string) {
      const redirectUri = form.get('redirect_uri');
      const redeemed = await redeemCode(db, { code, clientId: client.id, redirectUri, cause, now });
      grant = redeemed;
      return {
        authorizationCode: code,
        // Not the library's to judge, which reads a clock of its own.
        expiresAt: NEVER,
        redirectUri: redirectUri ?? '',
        scope: redeemed.scopes,
        codeChallenge: redeemed.codeChallenge,
        codeChallengeMethod: 'S256',
        client: own,
        user: { id: redeemed.userId },
      };
    },
    /** Done when it was found, so that nothing comes between the two. */
    revokeAuthorizationCode: async () => true,

    async getRefreshToken(token: string) {
      const asked = { token, scope: form.get('scope'), clientId: client.id };
      const rotated = await rotateRefreshToken(db, { ...asked, secrets, cause, now });
      grant = rotated;
      return { refreshToken: token, scope: rotated.scopes, client: own, user: { id: rotated.userId } };
    },
    /** The same. */
    revokeToken: async () => true,

    async takeDeviceCode(deviceCode: string) {
      const taken = await pollDeviceCode(db, { deviceCode, clientId: client.id, now });
      grant = taken;
      return { user: { id: taken.userId }, scope: taken.scopes };
    },

    /** The library calls a user whoever the token is for: the app itself. */
    async getUserFromClient() {
      service = { scopes: await serviceScopes(db, { client, scope: form.get('scope') }) };
      return { id: client.id };
    },

    /** Signs the app in, unless it is. What is returned is what the app is answered. */
    async saveToken(_token: OAuth2Server.Token, _client: OAuth2Server.Client, user: OAuth2Server.User) {
      if (service) {
        const { scopes } = service;
        const token = { clientId: client.id, scopes, secrets, appUrl, log, now };
        const accessToken = await issueClientToken(db, token);
        return { accessToken, scope: scopes, client: own, user, expires_in: ACCESS_TOKEN_SECONDS };
      }
      if (!grant) throw new Error('nothing was redeemed');
      const { appSessionId, userId, scopes, authTime } = grant;
      const whose = { userId, clientId: client.id, scopes, now };
      const start = { ...whose, id: appSessionId, authTime, secret, ip, userAgent };
      const refreshToken = grant.refreshToken ?? (await startAppSession(db, start)).refreshToken;
      const token = { ...whose, appSessionId, authTime, secrets, appUrl, log };
      const accessToken = await signAccessToken(db, token);
      return {
        accessToken,
        refreshToken,
        scope: scopes,
        client: own,
        user,
        expires_in: ACCESS_TOKEN_SECONDS,
      };
    },

    /** Of no use to the token endpoint. */
    getAccessToken: async () => undefined,
    saveAuthorizationCode: async () => undefined,
  };
}

const NEVER = new Date(8.64e15);
