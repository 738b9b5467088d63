import type { Tasks } from '@/server/jobs/catalog';
import type { TaskServices } from '@/server/jobs/services';
import { sendDeletionScheduled } from '@/server/mail/leaving-mail';
import { endPause } from './commands';
import { eraseAccount } from './erasure';

/** What the worker does for those who pause and leave. */
export function leavingTasks(services: TaskServices) {
  return {
    'mail.deletionScheduled': ({ userId }, attempt) => sendDeletionScheduled(services, { userId, attempt }),
    'account.erase': ({ userId }) => eraseAccount(services, { userId, now: new Date() }),
    'account.return': ({ userId }) => endPause(services.db, { userId, now: new Date() }),
  } satisfies Partial<Tasks>;
}
