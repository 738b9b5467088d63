import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { v7 as uuid } from 'uuid';
import { recordInto } from '@/db/recorder';
import { AUDIT_PATH } from '@/server/audit/inputs';
import { type Context, createContext, type Services } from '@/server/context';
import { PEOPLE_PATH } from '@/server/moderation/people-inputs';
import { EVIDENCE_PATH } from '@/server/moderation/rules';
import { ingestOrigins } from '@/server/uploads/token';
import { answerJson, isPageVisit, refuse } from './answers';
import { chooseLanguage } from './choose-language';
import { clientAddress } from './client-address';
import { allowPages, asksToShowToken, showsToken } from './cross-origin';
import { handleAudit } from './handle-audit';
import { handleEvidence } from './handle-evidence';
import { EXPORTS_PATH, handleExports } from './handle-exports';
import { handleOauth, isForApps } from './handle-oauth';
import { handlePeople } from './handle-people';
import { handlePhotos, PHOTOS_PATH } from './handle-photos';
import { handleTrpc, TRPC_PATH } from './handle-trpc';
import { handleUnsubscribe, UNSUBSCRIBE_PATH } from './handle-unsubscribe';
import { handleUploads, isFileOfUpload, isFromCloud, methodsOfUpload } from './handle-uploads';
import { checkReady } from './health';
import { bodyRefusal } from './request-body';
import { routeOf } from './route-of';
import { isFromOurselves } from './same-origin';
import { contentSecurityPolicy, setSecurityHeaders } from './security-headers';
import { tellCost } from './server-timing';
import { traceRequest } from './trace-request';
import { answerUnavailable } from './unavailable-page';
import { type Pace, UPLOAD_LIMIT } from './upload-body';

const LANGUAGE_PATH = '/api/language';
/** Milliseconds for all of a request but one that brings a photo. */
const PATIENCE = 30_000;
const METHODS = ['GET', 'HEAD', 'POST'];
/** The headers by which we talk to Next: what a client sends under these names is gone before anything reads it. */
const OUR_HEADERS = ['x-request-id', 'content-security-policy', 'content-security-policy-report-only'];
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** What a request needs beside the services of the process. */
export interface Handling {
  services: Services;
  trustedProxies: string[];
  development: boolean;
  draining(): boolean;
  /** Milliseconds for all of a request, if not as many as usual. */
  patience?: number;
  /** The least of a photo that is sent, if not the usual. */
  pace?: Pace;
  /** The contexts of the pages in flight, where they find theirs. */
  contexts: Map<string, Context>;
  renderPage(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** The way of every request: its id, its guards, then health, procedure or page. Where traces are collected, it is told of. */
export async function handleRequest(request: IncomingMessage, response: ServerResponse, handling: Handling) {
  const requestId = uuid();
  const { tracing } = handling.services;
  if (!tracing) return answer(request, response, { handling, requestId });
  await traceRequest(request, response, {
    tracing,
    requestId,
    work: () => answer(request, response, { handling, requestId }),
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { handling, requestId }: { handling: Handling; requestId: string },
) {
  const { services } = handling;
  response.setHeader('X-Request-Id', requestId);
  setSecurityHeaders(response, { secure: services.secure });
  if (handling.draining()) response.setHeader('Connection', 'close');
  const begun = performance.now();
  for (const name of OUR_HEADERS) delete request.headers[name];
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const late = isFileOfUpload(path)
    ? undefined
    : setTimeout(() => cutOff(request, response), handling.patience ?? PATIENCE);
  try {
    if (path.startsWith('/api/health/')) return await answerHealth(response, { path, handling });
    if (isStatic(request, path)) return await handling.renderPage(request, response);
    const isProcedure = path.startsWith(TRPC_PATH);
    const byToken = isProcedure && showsToken(request);
    const preflight = isProcedure && asksToShowToken(request);
    if (byToken || preflight) allowPages(response, { methods: ['GET', 'POST'] });
    if (guard(request, response, { handling, forApps: isForApps(path) || preflight, byToken })) return;
    if (preflight) return void response.writeHead(204).end();

    if (isForApps(path)) {
      const ip = clientAddress(request, { trusted: handling.trustedProxies });
      return await handleOauth(request, response, { path, services, requestId, ip });
    }
    if (path === UNSUBSCRIBE_PATH) {
      const ip = clientAddress(request, { trusted: handling.trustedProxies });
      return await handleUnsubscribe(request, response, { services, requestId, ip });
    }
    // A token is for procedures alone: everything else knows people by their cookie.
    if (!isProcedure) delete request.headers.authorization;
    if (path === LANGUAGE_PATH && request.method === 'POST')
      return chooseLanguage(request, response, services);
    const context = contextFor(request, response, { requestId, handling });
    if (isProcedure) return await handleTrpc(request, response, context);
    if (methodsOfUpload(path))
      return await handleUploads(request, response, { path, context, services, pace: handling.pace });
    if (path.startsWith(PHOTOS_PATH)) return await handlePhotos(request, response, { path, context });
    if (path.startsWith(EXPORTS_PATH)) return await handleExports(request, response, { path, context });
    if (path.startsWith(EVIDENCE_PATH)) return await handleEvidence(request, response, { path, context });
    if (path === PEOPLE_PATH) return await handlePeople(request, response, context);
    if (path === AUDIT_PATH) return await handleAudit(request, response, context);
    await recordInto(context.statements, () => handlePage(request, response, { context, handling }));
  } catch (error) {
    services.log.error({ requestId, error }, 'request failed');
    if (!response.headersSent) refuse(response, { status: 500, reason: 'INTERNAL' });
    else response.destroy();
  } finally {
    clearTimeout(late);
    const milliseconds = Math.round(performance.now() - begun);
    const facts = { requestId, method: request.method, status: response.statusCode };
    const streamed = isStream(response);
    services.metrics?.request({
      route: routeOf(path),
      status: response.destroyed && !response.writableFinished ? 'closed' : response.statusCode,
      seconds: streamed ? undefined : milliseconds / 1000,
    });
    // How long somebody has read a stream says nothing of how quick we are.
    if (streamed) services.log.info({ ...facts, seconds: Math.round(milliseconds / 1000) }, 'stream ended');
    else services.log.info({ ...facts, milliseconds }, 'request');
  }
}

/** Whoever has not sent all of their request by now: as node:http itself says it. */
function cutOff(request: IncomingMessage, response: ServerResponse) {
  if (request.complete) return;
  if (!response.headersSent) {
    response.setHeader('Connection', 'close');
    refuse(response, { status: 408, reason: 'INPUT_INVALID' });
  }
  // Ended, once what was said has gone out.
  request.socket.destroySoon();
}

function isStream(response: ServerResponse) {
  return response.getHeader('content-type') === 'text/event-stream';
}

/** Files of the build: the same for everybody, so there is nothing to guard and nobody to know. */
function isStatic({ method }: IncomingMessage, path: string) {
  // Only plain names: dots or escapes could lead to something else by the time that Next has read them.
  return (
    (method === 'GET' || method === 'HEAD') &&
    (path === '/sw.js' || /^\/_next\/static\/(?!.*\.\.)[\w./~-]+$/.test(path))
  );
}

/** Whether an address can be read at all: a path of ours whose escapes are text. */
function isReadable(url: string) {
  try {
    return url.startsWith('/') && decodeURIComponent(url.split('?', 1)[0] ?? '') !== '';
  } catch {
    return false;
  }
}

/** Refuses what may not pass, before any of it is read. @returns whether an answer was given */
function guard(
  request: IncomingMessage,
  response: ServerResponse,
  {
    handling: { services, development },
    forApps,
    byToken,
  }: { handling: Handling; forApps: boolean; byToken: boolean },
) {
  // What is for apps asks for no cookie, and so neither which page a request comes from; it knows its own methods.
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const methods = methodsOfUpload(path) ?? METHODS;
  if (!forApps && !methods.includes(request.method ?? '')) {
    response.setHeader('Allow', methods.join(', '));
    refuse(response, { status: 405, reason: 'INPUT_INVALID' });
    return true;
  }
  if (!isReadable(request.url ?? '')) {
    refuse(response, { status: 400, reason: 'INPUT_INVALID' });
    return true;
  }
  // A demo answers on loopback only; another name here is a page somewhere that renamed itself (DNS rebinding).
  if (services.demo && !LOOPBACK_HOST.test(request.headers.host ?? '')) {
    refuse(response, { status: 421, reason: 'CROSS_SITE' });
    return true;
  }
  // With a token no cookie is looked at, so nothing is done on the strength of one.
  const needsNoPage =
    forApps || byToken || path === UNSUBSCRIBE_PATH || isFromCloud(request, { path, services });
  if (!needsNoPage && !isFromOurselves(request, { origin: services.appUrl })) {
    refuse(response, { status: 403, reason: 'CROSS_SITE' });
    return true;
  }
  const isFile = isFileOfUpload(path);
  const refusal =
    development && !isFile ? undefined : bodyRefusal(request, isFile ? { limit: UPLOAD_LIMIT } : {});
  if (refusal) {
    // The rest of the body is not read; the connection cannot be used for anything after it.
    response.setHeader('Connection', 'close');
    refuse(response, { status: refusal, reason: refusal === 413 ? 'INPUT_TOO_LARGE' : 'INPUT_INVALID' });
    return true;
  }
  return false;
}

function contextFor(
  request: IncomingMessage,
  response: ServerResponse,
  { requestId, handling }: { requestId: string; handling: Handling },
) {
  const { services, trustedProxies } = handling;
  return createContext(services, {
    requestId,
    address: request.url ?? '/',
    ip: clientAddress(request, { trusted: trustedProxies }),
    header: (name) => request.headers[name]?.toString(),
    addCookie: (cookie) => {
      if (!response.headersSent) response.appendHeader('Set-Cookie', cookie);
    },
    setHeader: (name, value) => {
      if (!response.headersSent) response.setHeader(name, value);
    },
  });
}

async function answerHealth(
  response: ServerResponse,
  { path, handling }: { path: string; handling: Handling },
) {
  if (path === '/api/health/live') return answerJson(response, { status: 200, body: { status: 'ok' } });
  if (path !== '/api/health/ready') return refuse(response, { status: 404, reason: 'NOT_FOUND' });
  const { ready, problems } = await checkReady({ db: handling.services.db, draining: handling.draining() });
  answerJson(response, {
    status: ready ? 200 : 503,
    body: { status: ready ? 'ok' : 'unavailable', problems },
  });
}

/** Hands a request to Next, with the id by which the page finds its context and the policy its scripts need. */
async function handlePage(
  request: IncomingMessage,
  response: ServerResponse,
  { context, handling }: { context: Context; handling: Handling },
) {
  const policy = contentSecurityPolicy({
    nonce: randomBytes(16).toString('base64'),
    development: handling.development,
    uploads: ingestOrigins(handling.services.uploadthingToken),
  });
  request.headers['x-request-id'] = context.requestId;
  request.headers['content-security-policy'] = policy;
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('Cache-Control', 'private, no-store');
  handling.contexts.set(context.requestId, context);
  response.once('close', () => handling.contexts.delete(context.requestId));
  // Looked up here, and shared with the page, so that a database that is away gives 503 and not half a page.
  const problem = await context.session().then(
    () => undefined,
    (error: unknown) => error ?? new Error('no reason given'),
  );
  // Whoever went away meanwhile needs no page, and it would not find its context.
  if (response.closed) return;
  if (problem) {
    context.log.warn({ error: problem }, 'session not looked up');
    return isPageVisit(request)
      ? answerUnavailable(request, response)
      : refuse(response, { status: 503, reason: 'UNAVAILABLE', retryAfter: 2 });
  }
  finishHead(response, context);
  const render = () => handling.renderPage(request, response);
  await (context.guard ? context.guard(`page ${request.url?.split('?', 1)[0]}`, render) : render());
}

/**
 * Next writes the head when it has something to show. It says 500 for a page that failed; when the database was away that is 503, and
 * trying again makes sense. What a page cost until then is told as well.
 */
function finishHead(response: ServerResponse, context: Context) {
  const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    tellCost(response, context);
    if (!context.unavailable || status !== 500) return writeHead(status, ...rest);
    response.setHeader('Retry-After', 2);
    return writeHead(503, ...rest);
  };
}
