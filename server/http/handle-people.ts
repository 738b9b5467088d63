import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorCode } from '@/db/start-error';
import { recordAudit } from '@/server/audit/commands';
import { hasFreshProof } from '@/server/auth/step-up';
import type { Context } from '@/server/context';
import { writePeople } from '@/server/moderation/people-export';
import { ListPeopleInput, OF_SECURITY } from '@/server/moderation/people-inputs';
import { isPageVisit, refuse } from './answers';
import { NO_CONTENT_POLICY } from './security-headers';

const PAGE = '/admin/users';

/**
 * Hands out the list of people as a file, `?input=` as JSON like that of `moderation.users.export`, to who may see everybody and
 * has proved lately who they are. It is written as it is read.
 */
export async function handlePeople(request: IncomingMessage, response: ServerResponse, context: Context) {
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
  const held = session.permissions;
  // For who may not see everybody there is no such thing; an account that is not active holds nothing.
  if (!held.includes('person.view')) return refuse(response, { status: 404, reason: 'NOT_FOUND' });
  const wish = ListPeopleInput.safeParse(readInput(request.url ?? ''));
  if (!wish.success) return refuse(response, { status: 400, reason: 'INPUT_INVALID' });
  const { after: _, ...filter } = wish.data;
  const bySecurity = filter.flags.some((flag) => OF_SECURITY.includes(flag));
  if (bySecurity && !held.includes('person.viewSecurity'))
    return refuse(response, { status: 404, reason: 'NOT_FOUND' });
  const now = new Date();
  if (!(await hasFreshProof(context.db, { session, now }))) {
    if (isPageVisit(request)) return leadTo(response, PAGE);
    return refuse(response, { status: 403, reason: 'STEP_UP_REQUIRED' });
  }
  const { requestId, ip, userAgent, db } = context;
  const cause = { actorId: session.userId, sessionId: session.id, requestId, ip, userAgent };
  // What was looked for can be somebody's name or address: the trail has by what the list was narrowed, and not to what.
  const after = { filters: Object.keys(filter).filter((name) => name !== 'sort') };
  await recordAudit(db, { kind: 'people.exported', cause, subjectId: null, after, now });
  response.setHeader('Content-Type', 'text/csv; charset=utf-8');
  response.setHeader(
    'Content-Disposition',
    `attachment; filename="foyer-people-${now.toISOString().slice(0, 10)}.csv"`,
  );
  response.setHeader('Cache-Control', 'private, no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', NO_CONTENT_POLICY);
  await pipeline(Readable.from(writePeople(db, { filter, held, now })), response).catch((error) => {
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
