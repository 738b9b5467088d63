import type { JobTry } from '@/server/jobs/catalog';
import { JobFailure } from '@/server/jobs/job-failure';
import type { MailContent } from '@/server/mail/letter';
import { type MailServices, send } from '@/server/mail/tasks';
import { markFailed, markSent } from './deliveries';

/** As often as a job is tried: some four days. */
const TRIES = 25;

/**
 * Sends a mail and notes what became of it. Between the word of the mail server that it has the mail and our note of it a worker
 * can be killed, or the line can break before that word: then it goes a second time, under the same Message-ID, by which a
 * mailbox can tell. SMTP knows no way to close that gap.
 */
export async function sendNoted(
  services: MailServices,
  mail: {
    to: string;
    content: MailContent;
    messageId: string;
    unsubscribe: string | undefined;
    attempt: JobTry;
    of: { userId: string; eventIds: string[]; now: Date };
  },
): Promise<void> {
  const { of, ...rest } = mail;
  const these = { ...of, channel: 'email' } as const;
  try {
    await send(services, rest);
  } catch (error) {
    const failure = failureOf(error, mail.attempt);
    if (failure) await markFailed(services.db, { ...these, failure });
    throw error;
  }
  await markSent(services.db, these);
}

/** Why it will not be tried again; undefined when it will. */
export function failureOf(error: unknown, { attempt }: JobTry) {
  if (error instanceof JobFailure && error.retry === 'never') return 'refused';
  return attempt >= TRIES ? 'undelivered' : undefined;
}
