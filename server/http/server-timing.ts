import type { ServerResponse } from 'node:http';
import type { Context } from '@/server/context';

/**
 * Says in the head of an answer what the database was asked so far (Server-Timing, W3C), where the asker may know that: how many queries, and
 * the milliseconds of all of them added up, which is more than they took together where some ran side by side. To be called last.
 */
export function tellCost(
  response: ServerResponse,
  { tellsCost, statements }: Pick<Context, 'tellsCost' | 'statements'>,
): void {
  if (!tellsCost || response.headersSent) return;
  const milliseconds = statements.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const queries = `${statements.length} ${statements.length === 1 ? 'query' : 'queries'}`;
  response.setHeader('Server-Timing', `db;dur=${milliseconds.toFixed(1)};desc="${queries}"`);
}
