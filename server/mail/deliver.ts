import { buildMail, type MailMessage } from './message';
import { writeToOutbox } from './outbox';
import { greetBySmtp, type SmtpLimits, sendBySmtp } from './smtp';

export interface Mailer {
  /**
   * Returns when the mail server has taken responsibility for the mail, or the mail lies in the outbox.
   * @throws MailFailure, which says whether trying again makes sense
   */
  send(message: MailMessage): Promise<void>;
  /**
   * Returns when the mail server greets us and lets us in.
   * @throws MailFailure `unreachable`
   */
  greet(): Promise<void>;
  /** Breaks off what is under way; nothing can be sent afterwards. */
  close(): void;
}

/**
 * The way out for mails: the SMTP server at `smtpUrl`, or files in `outboxDir` when there is none.
 * @param from the sender of every mail, `Name <address>`
 */
export function createMailer({
  smtpUrl,
  from,
  outboxDir,
  limits,
}: {
  smtpUrl: string | undefined;
  from: string;
  outboxDir: string;
  limits?: SmtpLimits;
}): Mailer {
  if (!smtpUrl) {
    return {
      send: async (message) =>
        writeToOutbox(outboxDir, { mail: await buildMail({ from, message }), now: new Date() }),
      greet: async () => undefined,
      close: () => undefined,
    };
  }
  const closing = new AbortController();
  const server = { url: smtpUrl, limits, signal: closing.signal };
  return {
    send: async (message) => sendBySmtp(server, await buildMail({ from, message })),
    greet: () => greetBySmtp(server),
    close: () => closing.abort(),
  };
}
