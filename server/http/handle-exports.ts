import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { errorCode } from '@/db/start-error';
import { recordAudit } from '@/server/audit/commands';
import type { Session } from '@/server/auth/sessions';
import { hasFreshProof } from '@/server/auth/step-up';
import type { Context } from '@/server/context';
import { exportFile } from '@/server/export/files';
import { findReadyExport } from '@/server/export/queries';
import { isPageVisit, refuse } from './answers';
import { NO_CONTENT_POLICY } from './security-headers';

export const EXPORTS_PATH = '/api/exports/';

const FILE = /^\/api\/exports\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** Where a person asks for a copy and takes it. */
const PAGE = '/settings/account';

/**
 * Hands out the copy of everything to whom it is of, also while their account is paused, suspended or about to be deleted. They
 * have proved lately who they are. Somebody else's answers like one that is not there.
 */
export async function handleExports(
  request: IncomingMessage,
  response: ServerResponse,
  { path, context }: { path: string; context: Context },
) {
  if (request.method !== 'GET') {
    response.setHeader('Allow', 'GET');
    return refuse(response, { status: 405, reason: 'INPUT_INVALID' });
  }
  const session = await context.anySession();
  if (!session) {
    if (isPageVisit(request)) return leadTo(response, `/sign-in?next=${encodeURIComponent(PAGE)}`);
    return refuse(response, {
      status: 401,
      reason: context.hasSessionCookie ? 'SESSION_ENDED' : 'SIGNED_OUT',
    });
  }
  const now = new Date();
  const [, id] = FILE.exec(path) ?? [];
  const found = id && (await findReadyExport(context.db, { id, userId: session.userId, now }));
  if (!found) return refuse(response, { status: 404, reason: 'NOT_FOUND' });
  if (!(await hasFreshProof(context.db, { session, now }))) {
    if (isPageVisit(request)) return leadTo(response, PAGE);
    return refuse(response, { status: 403, reason: 'STEP_UP_REQUIRED' });
  }
  await sendFile(response, { found, session, context, now });
}

async function sendFile(
  response: ServerResponse,
  {
    found: { id, handle, readyAt },
    session,
    context,
    now,
  }: {
    found: { id: string; handle: string; readyAt: Date | null };
    session: Session;
    context: Context;
    now: Date;
  },
) {
  const file = await open(exportFile(context.dataDir, id)).catch((error) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) {
    context.log.error({ exportId: id }, 'an export without its file');
    return refuse(response, { status: 404, reason: 'NOT_FOUND' });
  }
  try {
    const { requestId, ip, userAgent, db } = context;
    const cause = { actorId: session.userId, sessionId: session.id, requestId, ip, userAgent };
    await recordAudit(db, { kind: 'export.downloaded', cause, subjectId: session.userId, now });
    const day = (readyAt ?? now).toISOString().slice(0, 10);
    response.setHeader('Content-Length', (await file.stat()).size);
    response.setHeader('Content-Type', 'application/zip');
    response.setHeader('Content-Disposition', `attachment; filename="foyer-${handle}-${day}.zip"`);
    response.setHeader('Cache-Control', 'private, no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Content-Security-Policy', NO_CONTENT_POLICY);
  } catch (error) {
    await file.close();
    throw error;
  }
  // The stream closes the file, however it ends.
  await pipeline(file.createReadStream(), response).catch((error) => {
    // Whoever stops a download is no fault of ours.
    if (errorCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

function leadTo(response: ServerResponse, address: string) {
  response.writeHead(303, { Location: address, 'Cache-Control': 'no-store' }).end();
}
