import { and, eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { notificationDeliveries } from '@/db/schema/notifications';
import type { JobTry } from '@/server/jobs/catalog';
import { keepMails } from '@/server/leaving/testing/erase-with';
import type { MailMessage } from '@/server/mail/message';
import type { NotificationType } from '@/server/notifications/catalog';
import { notificationMailTasks } from '@/server/notifications/mail-tasks';
import { SECRET, servicesFor } from '@/server/testing/callers';
import { test as base } from '@/server/testing/fixtures';
import { inboxFactories } from '@/server/testing/inbox-factories';
import { notificationFactories } from '@/server/testing/notification-factories';

type Somebody = { id: string };

interface About {
  data?: Record<string, unknown>;
  actor?: Somebody;
  groupId?: string;
  clientId?: string;
  at?: Date;
  readAt?: Date;
}

/** A try of a job that was added just now. */
export function aTry(attempt = 1, { jobId = '1', queuedAt = new Date() } = {}): JobTry {
  return { jobId, attempt, queuedAt };
}

/**
 * The mails of something that somebody is told of, who wants mail also while they are here, and who has not read it.
 * @param of.appUrl where people reach the app, if not where most tests do
 */
export async function mailsAbout(
  db: Database,
  of: About & { to: Somebody; type: NotificationType; attempt?: JobTry; appUrl?: string },
): Promise<MailMessage[]> {
  const { to, attempt = aTry(), appUrl = servicesFor(db).appUrl, ...about } = of;
  await notificationFactories(db).mailedWhileOnline(to);
  const deliveries = [{ channel: 'email' as const, state: 'queued' as const }];
  const eventId = await inboxFactories(db).told(to, { ...about, deliveries });
  const { mails, mailer } = keepMails();
  const tasks = notificationMailTasks({ db, mailer, appUrl, secret: SECRET });
  await tasks['notifications.mail']({ eventId, userId: to.id }, attempt);
  return mails;
}

/** Runs the jobs that mail notifications, with a mailer that keeps what it is handed; and reads what became of them. */
export const test = base
  /** Of somebody who was told of something. @returns the mails of it */
  .extend('mailsOf', { scope: 'file' }, ({ db }) => {
    return async (userId: string, eventId: string, attempt = aTry()): Promise<MailMessage[]> => {
      const { mails, mailer } = keepMails();
      const { appUrl } = servicesFor(db);
      const tasks = notificationMailTasks({ db, mailer, appUrl, secret: SECRET });
      await tasks['notifications.mail']({ eventId, userId }, attempt);
      return mails;
    };
  })
  .extend('digestOf', { scope: 'file' }, ({ db }) => {
    return async (person: Somebody, attempt = aTry()): Promise<MailMessage[]> => {
      const { mails, mailer } = keepMails();
      const { appUrl } = servicesFor(db);
      const tasks = notificationMailTasks({ db, mailer, appUrl, secret: SECRET });
      await tasks['notifications.digestMail']({ userId: person.id }, attempt);
      return mails;
    };
  })
  /** Tells somebody of something that is to be mailed now. @returns its mails */
  .extend('tell', { scope: 'file' }, ({ db }) => {
    return (to: Somebody, type: NotificationType, about: About = {}, attempt = aTry()) =>
      mailsAbout(db, { to, type, ...about, attempt });
  })
  .extend('waiting', { scope: 'file' }, ({ given }) => {
    return (
      person: Somebody,
      type: NotificationType,
      about: About & { dueAt?: Date; state?: 'held'; rule?: 'online' } = {},
    ) => {
      const { dueAt = new Date(Date.now() - 1000), state = 'bundled', rule = 'default', ...rest } = about;
      return given.told(person, { type, ...rest, deliveries: [{ channel: 'email', state, rule, dueAt }] });
    };
  })
  .extend('deliveryOf', { scope: 'file' }, ({ db }) => {
    return async (person: Somebody, eventId: string) => {
      const { userId, eventId: event, channel } = notificationDeliveries;
      const [found] = await db
        .select()
        .from(notificationDeliveries)
        .where(and(eq(userId, person.id), eq(event, eventId), eq(channel, 'email')));
      return found;
    };
  });
