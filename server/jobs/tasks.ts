import { securityMailTasks } from '@/server/mail/security-tasks';
import { type MailServices, mailTasks } from '@/server/mail/tasks';
import type { Tasks } from './catalog';
import { sweep } from './sweep';

/** What the worker can do: the task of each job in the catalogue. */
export function createTasks(services: MailServices): Tasks {
  return {
    ...mailTasks(services),
    ...securityMailTasks(services),
    sweep: () => sweep(services.db, { now: new Date() }),
  };
}
