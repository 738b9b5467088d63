import type { Tasks } from '@/server/jobs/catalog';
import type { TaskServices } from '@/server/jobs/services';
import { decideAnew } from './decide-anew';
import { fanOut } from './fan-out';
import { release } from './release';
import { sendToMany } from './send-to-many';
import { sweepNotifications } from './sweep';

/** The jobs that lay notifications out, see that what is held goes when it may, and what is old. */
export function notificationTasks({ db }: TaskServices) {
  return {
    'notifications.fanOut': ({ eventId }) => fanOut(db, { eventId }),
    'notifications.sendToMany': ({ eventId }) => sendToMany(db, { eventId }),
    'notifications.release': () => release(db, { now: new Date() }),
    'notifications.reconsider': ({ userId }) => decideAnew(db, { userId, now: new Date() }),
    'notifications.sweep': () => sweepNotifications(db, { now: new Date() }),
  } satisfies Partial<Tasks>;
}
