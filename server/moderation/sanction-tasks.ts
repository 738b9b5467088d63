import type { Tasks } from '@/server/jobs/catalog';
import type { MailServices } from '@/server/mail/tasks';
import { expireSanction } from './sanction-end';

/** What the worker does about sanctions. */
export function sanctionTasks(services: MailServices) {
  return {
    'sanction.end': ({ sanctionId }) => expireSanction(services.db, { sanctionId, now: new Date() }),
  } satisfies Partial<Tasks>;
}
