import { recordSecurityEvent } from '@/server/security/commands';
import { type AppRequest, type AppServices, requiredField } from './app-request';
import { endAppSession } from './app-sessions';
import { endClientToken, findClientToken } from './client-tokens';
import { protocolError } from './errors';
import { findTokenSession } from './token-sessions';

/**
 * Ends the app session that a token is of, be it an access or a refresh token, and with it all of its tokens (RFC 7009). One
 * that an app has for itself ends alone.
 * A token that is unknown or over is fine as well: there is nothing left to end.
 * @throws invalid_grant for a token of another client, which stays as it is
 */
export async function answerRevocation(services: AppServices, request: AppRequest) {
  const token = requiredField(request.form, 'token');
  const { client, requestId, ip, userAgent, now } = request;
  const own = await findClientToken(services.db, { token, appUrl: services.appUrl, now });
  if (own && own.clientId !== client.id)
    throw protocolError('invalid_grant', 'The token is of another client');
  if (own) return endClientToken(services.db, own);
  const found = await findTokenSession(services, { token, now });
  if (!found) return;
  if (found.session.clientId !== client.id)
    throw protocolError('invalid_grant', 'The token is of another client');
  await services.db.transaction(async (tx) => {
    const ended = await endAppSession(tx, { id: found.session.id });
    if (!ended) return;
    const { userId, name } = ended;
    const cause = { actorId: null, requestId, ip, userAgent };
    const details = { name, by: 'app' };
    await recordSecurityEvent(tx, { kind: 'app.revoked', userId, cause, details, now });
  });
}
