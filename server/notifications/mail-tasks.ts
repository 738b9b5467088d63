import type { Tasks } from '@/server/jobs/catalog';
import type { TaskServices } from '@/server/jobs/services';

/** The jobs that mail what people are told. */
export function notificationMailTasks(_services: TaskServices) {
  return {
    'notifications.mail': () => Promise.reject(new Error('to be built')),
    'notifications.digestMail': () => Promise.reject(new Error('to be built')),
  } satisfies Partial<Tasks>;
}
