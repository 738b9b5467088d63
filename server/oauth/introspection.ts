import { type AppRequest, type AppServices, requiredField } from './app-request';
import { REFRESH_IDLE_SECONDS } from './catalog';
import { type ClientToken, findClientToken } from './client-tokens';
import { protocolError } from './errors';
import { scopesToday } from './standing';
import { findTokenSession, type TokenSession } from './token-sessions';

/**
 * What a token of a client is worth at this moment (RFC 7662). Of a token that is over, unknown or another client's it
 * says no more than that.
 * @returns the fields of the answer
 * @throws invalid_client for a public client, which cannot prove who it is
 */
export async function answerIntrospection(services: AppServices, request: AppRequest) {
  const token = requiredField(request.form, 'token');
  const { client, now } = request;
  if (client.type !== 'confidential')
    throw protocolError('invalid_client', 'A client without a secret cannot ask this');
  const own = await findClientToken(services.db, { token, appUrl: services.appUrl, now });
  if (own) return own.clientId === client.id ? ownFacts(own, services) : { active: false };
  const found = await findTokenSession(services, { token, now });
  const counts = found?.living && found.session.clientId === client.id;
  return counts ? factsOf(found, services) : { active: false };
}

function factsOf(found: TokenSession, { appUrl }: AppServices) {
  const { session, access } = found;
  const ends = Math.min(
    session.expiresAt.getTime(),
    session.refreshedAt.getTime() + REFRESH_IDLE_SECONDS * 1000,
  );
  const { askable, consented: allowed } = session;
  const scopes = scopesToday({ granted: access?.scopes ?? session.scopes, askable, allowed });
  return {
    active: true,
    iss: appUrl,
    sub: session.userId,
    client_id: session.clientId,
    sid: session.id,
    scope: scopes.join(' '),
    exp: access?.exp ?? seconds(ends),
    iat: access?.iat ?? seconds(session.refreshedAt.getTime()),
    ...(access && { aud: access.aud, jti: access.jti, token_type: 'Bearer' }),
  };
}

/** Of a token that the app has for itself. */
function ownFacts({ id, clientId, scopes, iat, exp }: ClientToken, { appUrl }: AppServices) {
  return {
    ...{ active: true, iss: appUrl, sub: clientId, client_id: clientId, scope: scopes.join(' ') },
    ...{ exp, iat, aud: appUrl, jti: id, token_type: 'Bearer' },
  };
}

function seconds(milliseconds: number) {
  return Math.floor(milliseconds / 1000);
}
