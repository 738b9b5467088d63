import type { IncomingMessage, ServerResponse } from 'node:http';
import { findDatabaseError } from '@/db/connection/errors';
import type { Context } from '@/server/context';
import { openStore } from '@/server/photos/open-store';
import { findPhoto } from '@/server/photos/queries';
import { PHOTO_SIZES } from '@/server/photos/rules';
import { recordStaffView } from '@/server/privacy/staff-views';
import { viewerOf } from '@/server/privacy/viewer';
import { refuse } from './answers';

export const PHOTOS_PATH = '/api/photos/';

const FILE = /^\/api\/photos\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(\d{2,3})\.webp$/;
/** Seconds: what stands at an address never changes. A year, and for this browser alone, since others may not see it. */
const CACHE = 'private, max-age=31536000, immutable';

/** Answers a photo to who may see it. To everybody else it is not there, whether or not it is. */
export async function handlePhotos(
  request: IncomingMessage,
  response: ServerResponse,
  { path, context }: { path: string; context: Context },
) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return refuse(response, { status: 405, reason: 'INPUT_INVALID' });
  }
  try {
    await answerPhoto(request, response, { path, context });
  } catch (error) {
    if (!findDatabaseError(error)) throw error;
    context.log.warn({ error }, 'photo not looked up');
    refuse(response, { status: 503, reason: 'UNAVAILABLE', retryAfter: 2 });
  }
}

async function answerPhoto(
  request: IncomingMessage,
  response: ServerResponse,
  { path, context }: { path: string; context: Context },
) {
  const [, id, digits] = FILE.exec(path) ?? [];
  const size = PHOTO_SIZES.find((one) => String(one) === digits);
  const key = id && size && (await keyFor(id, context));
  if (!key || !size) return refuse(response, { status: 404, reason: 'NOT_FOUND' });
  const tag = `"${key.slice(0, 32)}-${size}"`;
  const isKnown = request.headers['if-none-match'] === tag;
  const file = isKnown ? undefined : await openStore(context).read({ key, size });
  if (!file && !isKnown) {
    context.log.error({ key, size }, 'a photo without its file');
    return refuse(response, { status: 404, reason: 'NOT_FOUND' });
  }
  response.setHeader('Cache-Control', CACHE);
  response.setHeader('ETag', tag);
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  if (!file) return void response.writeHead(304).end();
  response.setHeader('Content-Type', 'image/webp');
  response.setHeader('Content-Length', file.length);
  response.end(request.method === 'HEAD' ? undefined : file);
}

/**
 * Where the files lie, if this request may see them; no token counts here. What only a permission shows is written down.
 */
async function keyFor(id: string, context: Context) {
  const { db, requestId, ip, userAgent } = context;
  const session = await context.anySession();
  const now = new Date();
  const active = session?.status === 'active' ? session : undefined;
  const viewer = viewerOf(context, active);
  const photo = await findPhoto(db, { id, viewer, ownId: session?.userId ?? null, now });
  if (photo?.isStaffView && active) {
    const cause = { actorId: active.userId, sessionId: active.id, requestId, ip, userAgent };
    await recordStaffView(db, { subjectId: photo.userId, cause, now });
  }
  return photo?.key;
}
