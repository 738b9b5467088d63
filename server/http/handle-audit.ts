import type { IncomingMessage, ServerResponse } from 'node:http';
import { recordAudit } from '@/server/audit/commands';
import { writeAudit } from '@/server/audit/export';
import { AuditExportInput } from '@/server/audit/inputs';
import type { Context } from '@/server/context';
import { refuse } from './answers';
import { isProven, readInput, sendFile, sessionFor } from './staff-files';

const PAGE = '/admin/audit';
const TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' };

/**
 * Hands out the audit trail as a file, `?input=` as JSON like that of `audit.export`, to who may read it and has proved lately
 * who they are. It is written as it is read.
 */
export async function handleAudit(request: IncomingMessage, response: ServerResponse, context: Context) {
  const asked = { request, response, context, page: PAGE };
  const session = await sessionFor(asked);
  if (!session) return;
  // For who may not read it there is no such thing, as there is no page.
  if (!session.permissions.includes('audit.view'))
    return refuse(response, { status: 404, reason: 'NOT_FOUND' });
  const wish = AuditExportInput.safeParse(readInput(request));
  if (!wish.success) return refuse(response, { status: 400, reason: 'INPUT_INVALID' });
  const now = new Date();
  if (!(await isProven(asked, session, now))) return;
  const { format, filter = {} } = wish.data;
  const { requestId, ip, userAgent, db } = context;
  const cause = { actorId: session.userId, sessionId: session.id, requestId, ip, userAgent };
  await recordAudit(db, { kind: 'audit.exported', cause, subjectId: null, after: { format, filter }, now });
  const lines = writeAudit(context.readList, { filter, format, readerId: session.userId });
  const file = { name: 'audit', format, type: TYPES[format] };
  await sendFile(response, { ...file, lines, permission: 'audit.view', now }, context);
}
