import type { Mailer } from '@/server/mail/deliver';
import { MailFailure } from '@/server/mail/failure';
import type { Tracing } from './tracing';

/** The same way out for mails, each of which is told of; neither to whom nor what. */
export function traceMails(mailer: Mailer, tracing: Tracing): Mailer {
  return {
    ...mailer,
    send: (message) =>
      tracing.run({ name: 'send mail', kind: 'client' }, async (tell) => {
        try {
          await mailer.send(message);
        } catch (error) {
          if (error instanceof MailFailure) tell({ 'foyer.mail.outcome': error.kind });
          throw error;
        }
      }),
  };
}
