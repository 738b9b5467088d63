import type { Tasks } from '@/server/jobs/catalog';
import type { TaskServices } from '@/server/jobs/services';

/** The jobs that push what people are told to their browsers. */
export function notificationPushTasks(_services: TaskServices) {
  return {
    'notifications.push': () => Promise.reject(new Error('to be built')),
    'notifications.digestPush': () => Promise.reject(new Error('to be built')),
  } satisfies Partial<Tasks>;
}
