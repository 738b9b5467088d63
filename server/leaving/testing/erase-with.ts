import { pino } from 'pino';
import type { Database } from '@/db/client';
import type { TaskServices } from '@/server/jobs/services';
import { eraseAccount } from '@/server/leaving/erasure';
import type { MailMessage } from '@/server/mail/message';
import { SECRET, servicesFor } from '@/server/testing/callers';

/** A mailer that sends nothing, and the mails that it was handed. */
export function keepMails() {
  const mails: MailMessage[] = [];
  const send = async (mail: MailMessage) => void mails.push(mail);
  return { mails, mailer: { send, greet: async () => undefined, close: () => undefined } };
}

/** What an erasure works with; nothing is mailed. */
export function erasingServices(db: Database, changes: Partial<TaskServices> = {}): TaskServices {
  return {
    db,
    mailer: {
      send: () => Promise.reject(new Error('no mail is expected')),
      greet: async () => undefined,
      close: () => undefined,
    },
    appUrl: servicesFor(db).appUrl,
    secret: SECRET,
    previousSecrets: [],
    dataDir: '/nonexistent',
    outboxDir: '/nonexistent',
    uploadthingToken: undefined,
    log: pino({ level: 'silent' }),
    ...changes,
  };
}

/** Carries the deletion of a person out, as the job does whose time has come. */
export function erase(db: Database, person: { id: string }, changes: Partial<TaskServices> = {}) {
  return eraseAccount(erasingServices(db, changes), { userId: person.id, now: new Date() });
}
