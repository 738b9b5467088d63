import { Logger } from 'graphile-worker';
import type { Log } from '@/server/log';
import { errorText } from './error-text';

/** What graphile-worker says, in our log. The outcome of each job is logged by the task list, so not here. */
export function graphileLog(log: Log) {
  return new Logger(() => (level, message, meta) => {
    if (meta && ('failure' in meta || 'success' in meta)) return;
    // Its errors are ours to judge: most are the database being away, which heals.
    if (level === 'error' || level === 'warning') log.warn({ source: 'graphile-worker' }, errorText(message));
    else log.debug({ source: 'graphile-worker' }, errorText(message));
  });
}
