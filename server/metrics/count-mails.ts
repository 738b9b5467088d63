import type { Mailer } from '@/server/mail/deliver';
import { MailFailure } from '@/server/mail/failure';
import type { Metrics } from './metrics';

/** The same way out for mails, each of which is counted by what became of it. */
export function countMails(mailer: Mailer, metrics: Metrics): Mailer {
  return {
    ...mailer,
    async send(message) {
      try {
        await mailer.send(message);
        metrics.mail('sent');
      } catch (error) {
        metrics.mail(error instanceof MailFailure ? error.kind : 'failed');
        throw error;
      }
    },
  };
}
