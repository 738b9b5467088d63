import type { IncomingMessage, ServerResponse } from 'node:http';
import type OAuth2Server from '@node-oauth/oauth2-server';
import { findDatabaseError } from '@/db/connection/errors';
import { countUse, type Limit } from '@/server/auth/throttle';
import type { Services } from '@/server/context';
import { DomainError } from '@/server/errors';
import { isProtocolError } from '@/server/oauth/errors';
import { answerJson } from './answers';
import { addressKey } from './client-address';

/** Seconds until a database that is away is worth another try. */
const AWAY_SECONDS = 2;

/** What looks like guessing is counted. Whoever proves themselves is never held up by it: nothing here can be guessed. */
const COUNTED: Record<string, Limit> = { invalid_client: 'client.address', invalid_grant: 'grant.address' };

interface Refused {
  error: unknown;
  services: Services;
  requestId: string;
  ip: string;
}

/** Tells an app what was wrong, in the words of RFC 6749 section 5.2; what nobody foresaw is logged and not shown. */
export async function tellApp(request: IncomingMessage, response: ServerResponse, refused: Refused) {
  // Whoever went away is told nothing.
  if (request.destroyed && !request.complete) return response.destroy();
  // The rest of a body that was not read; the connection cannot be used for anything after it.
  if (!request.complete) response.setHeader('Connection', 'close');
  const { services, requestId } = refused;
  const error = await counted(refused);
  if (isProtocolError(error)) return tellProtocol(response, error);
  if (error instanceof DomainError && error.reason === 'RATE_LIMITED')
    return tellLater(response, { status: 429, seconds: error.retryAfter ?? 60 });
  const database = findDatabaseError(error);
  if (database) {
    services.log.warn({ requestId, code: database.code }, 'database not available');
    return tellLater(response, { status: 503, seconds: AWAY_SECONDS });
  }
  services.log.error({ requestId, error }, 'request of an app failed');
  answerJson(response, { status: 500, body: { error: 'server_error' } });
}

/** Counts what is counted. @returns what to tell: the limit, once it is reached */
async function counted({ error, services: { db }, ip }: Refused): Promise<unknown> {
  const limit = isProtocolError(error) && COUNTED[error.name];
  if (!limit) return error;
  return countUse(db, { limit, key: addressKey(ip) }).then(
    () => error,
    (refusal: unknown) => refusal,
  );
}

function tellProtocol(response: ServerResponse, { name, message, code }: OAuth2Server.OAuthError) {
  if (code === 401) response.setHeader('WWW-Authenticate', 'Basic realm="Foyer", charset="UTF-8"');
  answerJson(response, { status: code, body: { error: name, error_description: message } });
}

function tellLater(response: ServerResponse, { status, seconds }: { status: number; seconds: number }) {
  response.setHeader('Retry-After', seconds);
  answerJson(response, { status, body: { error: 'temporarily_unavailable' } });
}
