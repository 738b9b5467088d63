import type { Tasks } from '@/server/jobs/catalog';
import type { MailServices } from '@/server/mail/tasks';
import { expireSanction } from './sanction-end';
import { sendSanction, sendSanctionEnded } from './sanction-mail';

/** What the worker does about sanctions. */
export function sanctionTasks(services: MailServices) {
  return {
    'mail.sanction': ({ sanctionId }, attempt) => sendSanction(services, { sanctionId, attempt }),
    'mail.sanctionEnded': ({ sanctionId }, attempt) => sendSanctionEnded(services, { sanctionId, attempt }),
    'sanction.end': ({ sanctionId }) => expireSanction(services.db, { sanctionId, now: new Date() }),
  } satisfies Partial<Tasks>;
}
