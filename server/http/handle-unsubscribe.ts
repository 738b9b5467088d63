import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '@/server/context';
import { DomainError } from '@/server/errors';
import { confirmUnsubscribe } from '@/server/notifications/unsubscribe';
import { refuse } from './answers';
import { NO_CONTENT_POLICY } from './security-headers';

export const UNSUBSCRIBE_PATH = '/api/unsubscribe';
/** Bytes. One field; a body of more is no mail program's. */
const LIMIT = 4096;

/**
 * The address of List-Unsubscribe (RFC 8058): a POST of `List-Unsubscribe=One-Click`, by a mail program and without a cookie,
 * switches mails off. The token is all that counts, so it makes no difference which page a request comes from. Whoever opens
 * the address, a person or a scanner, is led to the page, which asks.
 */
export async function handleUnsubscribe(
  request: IncomingMessage,
  response: ServerResponse,
  asked: { services: Services; requestId: string; ip: string },
): Promise<void> {
  const { services, requestId, ip } = asked;
  const token = new URL(request.url ?? '/', 'http://localhost').searchParams.get('token') ?? '';
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Security-Policy', NO_CONTENT_POLICY);
  if (request.method !== 'POST') {
    response.setHeader('Location', `/unsubscribe?token=${encodeURIComponent(token)}`);
    response.writeHead(303).end();
    return;
  }
  if (!(await saysOneClick(request))) return refuse(response, { status: 400, reason: 'INPUT_INVALID' });
  try {
    const userAgent = request.headers['user-agent']?.slice(0, 400);
    const { db, secret } = services;
    await confirmUnsubscribe(db, { secret, token, ip, userAgent, requestId, now: new Date() });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { reason, retryAfter } = error;
    const status = reason === 'RATE_LIMITED' ? 429 : 404;
    return refuse(response, { status, reason, ...(retryAfter !== undefined && { retryAfter }) });
  }
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.end('OK\n');
}

/** Whether the body is the one field that the standard names, in either of its two forms. */
async function saysOneClick(request: IncomingMessage) {
  const type = request.headers['content-type'] ?? '';
  const body = await readText(request);
  if (body === undefined) return false;
  try {
    const form = await new Response(body, { headers: { 'content-type': type } }).formData();
    return form.get('List-Unsubscribe') === 'One-Click';
  } catch {
    return false;
  }
}

async function readText(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  let length = 0;
  // Left half read, the connection has to live on for the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > LIMIT) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}
