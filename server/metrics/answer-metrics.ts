import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '@/server/log';
import type { Metrics } from './metrics';

/** Answers `GET /metrics`, and nothing else. */
export async function answerMetrics(
  request: IncomingMessage,
  response: ServerResponse,
  { metrics, log }: { metrics: Metrics; log: Log },
) {
  const answer = (status: number, text: string, contentType = 'text/plain; charset=utf-8') =>
    response
      .writeHead(status, {
        'Content-Type': contentType,
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      })
      .end(text);
  if (request.url?.split('?', 1)[0] !== '/metrics') return void answer(404, 'Metrics are at /metrics.\n');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return void answer(405, 'Metrics are only read.\n');
  try {
    const { contentType, text } = await metrics.read();
    answer(200, text, contentType);
  } catch (error) {
    log.error({ error }, 'metrics not told');
    answer(500, 'The metrics could not be put together: see the log.\n');
  }
}
