import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '@/server/context';
import type { AppRequest } from '@/server/oauth/app-request';
import { authenticateClient } from '@/server/oauth/client-authentication';
import { answerDeviceAuthorization } from '@/server/oauth/device-authorization';
import { answerIntrospection } from '@/server/oauth/introspection';
import { authorizationServerMetadata } from '@/server/oauth/metadata';
import { answerRevocation } from '@/server/oauth/revocation';
import { listPublicKeys } from '@/server/oauth/signing-keys';
import { answerToken } from '@/server/oauth/token-endpoint';
import { answerJson, refuse } from './answers';
import { allowPages } from './cross-origin';
import { readForm } from './form-body';
import { tellApp } from './oauth-refusals';
import { NO_CONTENT_POLICY } from './security-headers';

interface Endpoint {
  answer: (services: Services, request: AppRequest) => Promise<unknown>;
  /** An app in a browser may ask from its own page, without cookies (CORS). */
  fromPages: boolean;
}

const ENDPOINTS: Record<string, Endpoint> = {
  '/api/oauth/token': { answer: answerToken, fromPages: true },
  '/api/oauth/device_authorization': { answer: answerDeviceAuthorization, fromPages: true },
  '/api/oauth/revoke': { answer: answerRevocation, fromPages: true },
  // A page has no secret, and whoever has none may not ask this.
  '/api/oauth/introspect': { answer: answerIntrospection, fromPages: false },
};

/** Seconds that a document may be kept. */
const DOCUMENT_SECONDS = 300;

/** What everybody may read. */
const DOCUMENTS: Record<string, (services: Services) => unknown> = {
  '/.well-known/oauth-authorization-server': authorizationServerMetadata,
  '/.well-known/jwks.json': async ({ db }) => ({ keys: await listPublicKeys(db, { now: new Date() }) }),
};

/** A request of an app: what comes with it, beside itself. */
interface Asked {
  path: string;
  services: Services;
  requestId: string;
  ip: string;
}

/** Whether a path is for apps, which send no cookies: it makes no difference which page a request comes from. */
export function isForApps(path: string) {
  return path.startsWith('/api/oauth/') || Object.hasOwn(DOCUMENTS, path);
}

/** Answers an app: the endpoints of OAuth 2 and their description. No cookie is looked at. */
export async function handleOauth(request: IncomingMessage, response: ServerResponse, asked: Asked) {
  const { path, services } = asked;
  const document = Object.hasOwn(DOCUMENTS, path) ? DOCUMENTS[path] : undefined;
  const endpoint = Object.hasOwn(ENDPOINTS, path) ? ENDPOINTS[path] : undefined;
  if (!document && !endpoint) return refuse(response, { status: 404, reason: 'NOT_FOUND' });
  const methods = endpoint ? ['POST'] : ['GET', 'HEAD'];
  if (!endpoint || endpoint.fromPages) allowPages(response, { methods });
  if (request.method === 'OPTIONS' && response.hasHeader('Access-Control-Allow-Origin'))
    return response.writeHead(204).end();
  if (!methods.includes(request.method ?? '')) {
    response.setHeader('Allow', methods.join(', '));
    return refuse(response, { status: 405, reason: 'INPUT_INVALID' });
  }
  try {
    if (document) return answerDocument(response, await document(services));
    if (endpoint) answerJson(response, { status: 200, body: await answerApp(request, endpoint, asked) });
  } catch (error) {
    await tellApp(request, response, { ...asked, error });
  }
}

async function answerApp(request: IncomingMessage, { answer }: Endpoint, asked: Asked) {
  const { services, requestId, ip } = asked;
  const form = await readForm(request);
  const { authorization, 'user-agent': agent } = request.headers;
  const client = await authenticateClient(services.db, { authorization, form });
  const userAgent = agent?.slice(0, 400);
  return answer(services, { client, form, requestId, ip, userAgent, now: new Date() });
}

function answerDocument(response: ServerResponse, document: unknown) {
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Cache-Control', `public, max-age=${DOCUMENT_SECONDS}`);
  response.setHeader('Content-Security-Policy', NO_CONTENT_POLICY);
  response.end(JSON.stringify(document));
}
