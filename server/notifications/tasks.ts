import type { Tasks } from '@/server/jobs/catalog';
import type { TaskServices } from '@/server/jobs/services';

/** The jobs that lay notifications out, and see that what is held goes when it may. */
export function notificationTasks(_services: TaskServices) {
  return {
    'notifications.fanOut': () => Promise.reject(new Error('to be built')),
    'notifications.release': () => Promise.reject(new Error('to be built')),
    'notifications.reconsider': () => Promise.reject(new Error('to be built')),
  } satisfies Partial<Tasks>;
}
