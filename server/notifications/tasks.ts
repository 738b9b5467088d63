import type { Tasks } from '@/server/jobs/catalog';
import type { TaskServices } from '@/server/jobs/services';
import { decideAnew } from './decide-anew';
import { fanOut } from './fan-out';
import { release } from './release';

/** The jobs that lay notifications out, and see that what is held goes when it may. */
export function notificationTasks({ db }: TaskServices) {
  return {
    'notifications.fanOut': ({ eventId }) => fanOut(db, { eventId }),
    'notifications.release': () => release(db, { now: new Date() }),
    'notifications.reconsider': ({ userId }) => decideAnew(db, { userId, now: new Date() }),
  } satisfies Partial<Tasks>;
}
