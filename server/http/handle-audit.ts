import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorCode } from '@/db/start-error';
import { recordAudit } from '@/server/audit/commands';
import { writeAudit } from '@/server/audit/export';
import { AuditExportInput } from '@/server/audit/inputs';
import { hasFreshProof } from '@/server/auth/step-up';
import type { Context } from '@/server/context';
import { isPageVisit, refuse } from './answers';
import { NO_CONTENT_POLICY } from './security-headers';

const PAGE = '/admin/audit';
const TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' };

/**
 * Hands out the audit trail as a file, `?input=` as JSON like that of `audit.export`, to who may read it and has proved lately
 * who they are. It is written as it is read.
 */
export async function handleAudit(request: IncomingMessage, response: ServerResponse, context: Context) {
  if (request.method !== 'GET') {
    response.setHeader('Allow', 'GET');
    return refuse(response, { status: 405, reason: 'INPUT_INVALID' });
  }
  const session = await context.session();
  if (!session) {
    if (isPageVisit(request)) return leadTo(response, `/sign-in?next=${encodeURIComponent(PAGE)}`);
    const reason = context.hasSessionCookie ? 'SESSION_ENDED' : 'SIGNED_OUT';
    return refuse(response, { status: 401, reason });
  }
  // For who may not read it there is no such thing, as there is no page.
  if (!session.permissions.includes('audit.view'))
    return refuse(response, { status: 404, reason: 'NOT_FOUND' });
  const wish = AuditExportInput.safeParse(readInput(request.url ?? ''));
  if (!wish.success) return refuse(response, { status: 400, reason: 'INPUT_INVALID' });
  const now = new Date();
  if (!(await hasFreshProof(context.db, { session, now }))) {
    if (isPageVisit(request)) return leadTo(response, PAGE);
    return refuse(response, { status: 403, reason: 'STEP_UP_REQUIRED' });
  }
  const { format, filter = {} } = wish.data;
  const { requestId, ip, userAgent, db } = context;
  const cause = { actorId: session.userId, sessionId: session.id, requestId, ip, userAgent };
  await recordAudit(db, { kind: 'audit.exported', cause, subjectId: null, after: { format, filter }, now });
  response.setHeader('Content-Type', TYPES[format]);
  response.setHeader(
    'Content-Disposition',
    `attachment; filename="foyer-audit-${now.toISOString().slice(0, 10)}.${format}"`,
  );
  response.setHeader('Cache-Control', 'private, no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', NO_CONTENT_POLICY);
  await pipeline(Readable.from(writeAudit(db, { filter, format })), response).catch((error) => {
    // Whoever stops a download is no fault of ours.
    if (errorCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

function readInput(url: string): unknown {
  try {
    return JSON.parse(new URL(url, 'http://localhost').searchParams.get('input') ?? '');
  } catch {
    return undefined;
  }
}

function leadTo(response: ServerResponse, address: string) {
  response.writeHead(303, { Location: address, 'Cache-Control': 'no-store' }).end();
}
