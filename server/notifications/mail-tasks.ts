import type { Tasks } from '@/server/jobs/catalog';
import type { MailServices } from '@/server/mail/tasks';
import { mailDigest } from './mail-digest';
import { mailOne } from './mail-one';

/** The jobs that mail what people are told. */
export function notificationMailTasks(services: MailServices) {
  return {
    'notifications.mail': ({ eventId, userId }, attempt) =>
      mailOne(services, { eventId, userId, attempt, now: new Date() }),
    'notifications.digestMail': ({ userId }, attempt) =>
      mailDigest(services, { userId, attempt, now: new Date() }),
  } satisfies Partial<Tasks>;
}
