import type { IncomingMessage, ServerResponse } from 'node:http';
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import type { Context, Services } from '@/server/context';
import { DomainError } from '@/server/errors';
import { REASONS } from '@/server/reasons';
import { CloudUploads } from '@/server/uploads/cloud-uploads';
import { UPLOADS_PATH } from '@/server/uploads/links';
import { LocalUploads } from '@/server/uploads/local-uploads';
import { reasonOf } from '@/server/uploads/upload-router';
import { answerJson } from './answers';
import { BODY_LIMIT } from './request-body';
import { NO_CONTENT_POLICY } from './security-headers';
import { type Pace, readBody, readFile } from './upload-body';

/** Where UploadThing's client asks. */
const ASK_PATH = '/api/uploadthing';
/** What of a request the SDK reads. Who it is from stays with us. */
const PASSED_ON = ['content-type', 'uploadthing-hook', 'x-uploadthing-signature'];

const uploads = new WeakMap<Services, LocalUploads | CloudUploads>();

/** The methods of a path that is about sending a photo; undefined for every other path. */
export function methodsOfUpload(path: string): string[] | undefined {
  if (path === ASK_PATH) return ['GET', 'POST'];
  return isFileOfUpload(path) ? ['HEAD', 'PUT'] : undefined;
}

/** Whether UploadThing's server tells of a file that has come. It sends no cookie, and signs what it says. */
export function isFromCloud(
  request: IncomingMessage,
  { path, services }: { path: string; services: Services },
) {
  const isTold = path === ASK_PATH && request.headers['uploadthing-hook'] !== undefined;
  return isTold && services.uploadthingToken !== undefined && request.headers.cookie === undefined;
}

/** Whether a request brings a file along. */
export function isFileOfUpload(path: string) {
  return path.startsWith(UPLOADS_PATH);
}

/**
 * Answers UploadThing's client: on `/api/uploadthing` what may be sent and where to, and under `/api/uploads/` the file itself. A
 * refusal that its person should read goes out as 200, where the client looks for it. But for one that ends the sending: a browser
 * that cannot send on reads nothing below 400.
 */
export async function handleUploads(
  request: IncomingMessage,
  response: ServerResponse,
  {
    path,
    context,
    services,
    pace,
  }: { path: string; context: Context; services: Services; pace: Pace | undefined },
) {
  const way = uploads.get(services) ?? open(services);
  uploads.set(services, way);
  const isFile = isFileOfUpload(path);
  try {
    if (!isFile) return await answerAsk(request, response, { context, way });
    // With a token, files go elsewhere.
    if (way instanceof CloudUploads) throw new DomainError('NOT_ALLOWED');
    const link = way.linkAt(request.url ?? '', { now: new Date() });
    if (request.method === 'HEAD') return answerBegin(response);
    const body = await way.receive(link, { context, read: ({ size }) => readFile(request, { size, pace }) });
    answerJson(response, { status: 200, body });
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === 'INTERNAL') context.log.error({ error }, 'upload failed');
    else context.log.info({ reason }, 'upload refused');
    const isBrokenOff = reason === 'PHOTO_TOO_SLOW';
    if (isBrokenOff) response.setHeader('Connection', 'close');
    if (isFile && request.method === 'PUT' && reason !== 'NOT_ALLOWED' && !isBrokenOff)
      return answerJson(response, { status: 200, body: { error: reason } });
    const status = getHTTPStatusCodeFromError(new TRPCError({ code: REASONS[reason] }));
    answerJson(response, { status, body: { message: reason } });
  }
}

async function answerAsk(
  request: IncomingMessage,
  response: ServerResponse,
  { context, way }: { context: Context; way: LocalUploads | CloudUploads },
) {
  const method = request.method ?? 'GET';
  const headers = PASSED_ON.flatMap((name) => {
    const value = request.headers[name];
    return typeof value === 'string' ? [[name, value] as [string, string]] : [];
  });
  const body = method === 'POST' ? await readBody(request, { limit: BODY_LIMIT }) : null;
  // Under our own name, whatever the request says that we are called.
  const asked = new Request(new URL(request.url ?? '/', context.appUrl), { method, headers, body });
  const answer = await way.ask(asked, context);
  answerJson(response, { status: answer.status, body: await answer.json() });
}

/** Nothing has come yet: the client sends the file from its beginning. */
function answerBegin(response: ServerResponse) {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Security-Policy', NO_CONTENT_POLICY);
  response.setHeader('X-Ut-Range-Start', 0);
  response.end();
}

function open(services: Services) {
  const { uploadthingToken: token } = services;
  return token === undefined ? new LocalUploads(services) : new CloudUploads(services, { token, fetch });
}
