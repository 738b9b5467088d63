import OAuth2Server from '@node-oauth/oauth2-server';
import { type AppRequest, type AppServices, requiredField } from './app-request';
import { ACCESS_TOKEN_SECONDS, REFRESH_IDLE_SECONDS } from './catalog';
import { DEVICE_CODE_GRANT, deviceCodeGrant } from './device-code-grant';
import { isProtocolError, protocolError } from './errors';
import { tokenModel } from './token-model';

/** What an app can have tokens for. */
export const GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials', DEVICE_CODE_GRANT];

/**
 * Gives tokens for a code, a refresh token or a device code, and a service one for itself (RFC 6749 sections 3.2 and 4.4).
 * @returns the fields of the answer
 * @throws an error of the protocol, once what it changed is committed: a code stays used, a family stays ended
 */
export async function answerToken(services: AppServices, request: AppRequest): Promise<unknown> {
  if (!GRANT_TYPES.includes(requiredField(request.form, 'grant_type')))
    throw protocolError('unsupported_grant_type', 'There is no such grant_type here');
  const { answer, refusal } = await services.db.transaction(async (tx) => {
    const model = tokenModel({ ...services, db: tx }, request);
    const server = new OAuth2Server({
      model,
      accessTokenLifetime: ACCESS_TOKEN_SECONDS,
      refreshTokenLifetime: REFRESH_IDLE_SECONDS,
      allowExtendedTokenAttributes: true,
      // Who the client is was proven before; the library reads the header without decoding it.
      requireClientAuthentication: Object.fromEntries(GRANT_TYPES.map((name) => [name, false])),
      extendedGrantTypes: { [DEVICE_CODE_GRANT]: deviceCodeGrant(model) },
    });
    const response = new OAuth2Server.Response();
    try {
      await server.token(libraryRequest(request), response);
      return { answer: response.body };
    } catch (error) {
      if (isProtocolError(error)) return { refusal: error };
      throw causeOf(error);
    }
  });
  if (refusal) throw refusal;
  return answer;
}

function libraryRequest({ form, client }: AppRequest) {
  // The scope of a refresh is ours to narrow, before anything is changed.
  const { scope: _, client_secret: __, ...body } = Object.fromEntries(form);
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '1' };
  return new OAuth2Server.Request({
    method: 'POST',
    query: {},
    headers,
    body: { ...body, client_id: client.id },
  });
}

/** The library wraps what is none of its own. */
function causeOf(error: unknown) {
  return error instanceof OAuth2Server.ServerError && 'inner' in error ? error.inner : error;
}
