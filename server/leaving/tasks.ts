import type { Tasks } from '@/server/jobs/catalog';
import type { TaskServices } from '@/server/jobs/services';
import { endPause } from './commands';
import { eraseAccount } from './erasure';

/** What the worker does for those who pause and leave. */
export function leavingTasks(services: TaskServices) {
  return {
    'account.erase': ({ userId }) => eraseAccount(services, { userId, now: new Date() }),
    'account.return': ({ userId }) => endPause(services.db, { userId, now: new Date() }),
  } satisfies Partial<Tasks>;
}
