import type { IncomingMessage, ServerResponse } from 'node:http';
import { REASONS, type Reason } from '@/server/reasons';
import { NO_CONTENT_POLICY } from './security-headers';

/** A refusal before any procedure or page was asked: a status and a reason, as JSON. */
export function refuse(
  response: ServerResponse,
  refusal: { status: number; reason: Reason; retryAfter?: number },
) {
  const { status, reason, retryAfter } = refusal;
  if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
  answerJson(response, {
    status,
    body: { error: { message: reason, data: { code: REASONS[reason], httpStatus: status, reason } } },
  });
}

export function answerJson(response: ServerResponse, { status, body }: { status: number; body: unknown }) {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Security-Policy', NO_CONTENT_POLICY);
  response.end(JSON.stringify(body));
}

/** Whether a browser is loading a page, rather than a script asking for data. */
export function isPageVisit(request: IncomingMessage) {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
}
