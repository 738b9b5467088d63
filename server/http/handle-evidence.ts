import type { IncomingMessage, ServerResponse } from 'node:http';
import { findDatabaseError } from '@/db/connection/errors';
import type { Context } from '@/server/context';
import { findPicture } from '@/server/moderation/case-pictures';
import { findCaseReach } from '@/server/moderation/case-reach';
import { EVIDENCE_PATH } from '@/server/moderation/rules';
import { recordStaffView } from '@/server/privacy/staff-views';
import { refuse } from './answers';

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Answers the photo that was reported, as it was, to the moderators who reach its case. To everybody else, the reporter and its
 * person as well, it is not there. Nobody keeps a copy on the way.
 */
export async function handleEvidence(
  request: IncomingMessage,
  response: ServerResponse,
  { path, context }: { path: string; context: Context },
) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return refuse(response, { status: 405, reason: 'INPUT_INVALID' });
  }
  try {
    const image = await imageFor(path.slice(EVIDENCE_PATH.length), context);
    if (!image) return refuse(response, { status: 404, reason: 'NOT_FOUND' });
    response.setHeader('Cache-Control', 'private, no-store');
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    response.setHeader('Content-Type', 'image/webp');
    response.setHeader('Content-Length', image.length);
    response.end(request.method === 'HEAD' ? undefined : image);
  } catch (error) {
    if (!findDatabaseError(error)) throw error;
    context.log.warn({ error }, 'evidence not looked up');
    refuse(response, { status: 503, reason: 'UNAVAILABLE', retryAfter: 2 });
  }
}

/** No token counts here. That somebody saw it is written down, as it is of the case. */
async function imageFor(id: string, context: Context): Promise<Buffer | undefined> {
  const session = await context.session();
  if (!session || !ID.test(id)) return undefined;
  const { userId, permissions: held } = session;
  const { db, requestId, ip, userAgent } = context;
  const now = new Date();
  const reach = await findCaseReach(db, { userId, held, now });
  if (!reach) return undefined;
  const picture = await findPicture(db, { id, staff: { userId, reach }, now });
  if (picture?.personId && !picture.isNoted) {
    const cause = { actorId: userId, sessionId: session.id, requestId, ip, userAgent };
    const { personId: subjectId, caseId } = picture;
    await recordStaffView(db, {
      kind: 'person.viewedByStaff',
      subjectId,
      cause,
      now,
      after: { case: caseId },
    });
  }
  return picture?.image;
}
