import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorCode } from '@/db/start-error';
import { findSession } from '@/server/auth/sessions';
import { hasFreshProof } from '@/server/auth/step-up';
import type { Context } from '@/server/context';
import { DomainError } from '@/server/errors';
import type { Permission } from '@/server/roles/permissions';
import { isPageVisit, refuse } from './answers';
import { NO_CONTENT_POLICY } from './security-headers';

/** A file that staff ask for by GET, and the page that offers it. */
interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  context: Context;
  page: string;
}

/** What has to be known of the request to ask, while a file is written, who reads it. */
type Reading = Pick<Context, 'db' | 'log' | 'cookie' | 'cookies'>;

type Session = NonNullable<Awaited<ReturnType<Context['session']>>>;

/** The session of who asks by GET; undefined once it is answered that there is none, by a way to sign in where it is a page visit. */
export async function sessionFor({ request, response, context, page }: Asked): Promise<Session | undefined> {
  if (request.method !== 'GET') {
    response.setHeader('Allow', 'GET');
    refuse(response, { status: 405, reason: 'INPUT_INVALID' });
    return undefined;
  }
  const session = await context.session();
  if (session) return session;
  const reason = context.hasSessionCookie ? 'SESSION_ENDED' : 'SIGNED_OUT';
  if (isPageVisit(request)) leadTo(response, `/sign-in?next=${encodeURIComponent(page)}`);
  else refuse(response, { status: 401, reason });
  return undefined;
}

/** Whether they have proved lately who they are; answered, by the way to the page that asks it, where they have not. */
export async function isProven({ request, response, context, page }: Asked, session: Session, now: Date) {
  if (await hasFreshProof(context.db, { session, now })) return true;
  if (isPageVisit(request)) leadTo(response, page);
  else refuse(response, { status: 403, reason: 'STEP_UP_REQUIRED' });
  return false;
}

/** `?input=` as JSON; undefined where there is none. */
export function readInput({ url = '' }: IncomingMessage): unknown {
  try {
    return JSON.parse(new URL(url, 'http://localhost').searchParams.get('input') ?? '');
  } catch {
    return undefined;
  }
}

/**
 * The pieces of a file, as long as whoever reads it may: what was taken from them meanwhile is gone at the next piece, and the
 * file breaks off, so that nobody takes it for a whole one.
 */
async function* whileAllowed(
  lines: AsyncIterable<string>,
  { context, permission }: { context: Reading; permission: Permission },
): AsyncGenerator<string> {
  const token = context.cookie(context.cookies.session) ?? '';
  for await (const piece of lines) {
    const session = await findSession(context.db, { token, now: new Date() });
    if (session?.status !== 'active' || !session.permissions.includes(permission))
      throw new DomainError('NOT_ALLOWED');
    yield piece;
  }
}

/** Writes the file as it is read, for this person alone. @param file.name without its ending and its day */
export async function sendFile(
  response: ServerResponse,
  file: {
    name: string;
    format: string;
    type: string;
    lines: AsyncIterable<string>;
    permission: Permission;
    now: Date;
  },
  context: Reading,
) {
  const { name, format, type, lines, permission, now } = file;
  const day = now.toISOString().slice(0, 10);
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Disposition', `attachment; filename="foyer-${name}-${day}.${format}"`);
  response.setHeader('Cache-Control', 'private, no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', NO_CONTENT_POLICY);
  await pipeline(Readable.from(whileAllowed(lines, { context, permission })), response).catch((error) => {
    if (error instanceof DomainError)
      return context.log.info({ reason: error.reason, file: name }, 'file broken off');
    // Whoever stops a download is no fault of ours.
    if (errorCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

function leadTo(response: ServerResponse, address: string) {
  response.writeHead(303, { Location: address, 'Cache-Control': 'no-store' }).end();
}
