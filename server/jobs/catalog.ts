import { z } from 'zod';
import { LOCALES } from '@/server/http/locale';

/**
 * Every kind of job and what it is told. A job names rows and never copies them, no address and no secret: the
 * queue is read by administrators, and the row may have changed by the time the job runs. A new job is one entry
 * here and its task, which the compiler asks for.
 */
export const JOBS = {
  'mail.verifyEmail': z.object({ signUpId: z.uuid() }),
  'mail.accountExists': z.object({ userId: z.uuid(), locale: z.enum(LOCALES) }),
  /** To an address that asked for a new password: the link, or the word that there is no account. */
  'mail.resetPassword': z.object({ resetId: z.uuid() }),
  /** Asks the current address to approve a change, and the new one to confirm it. */
  'mail.approveEmail': z.object({ changeId: z.uuid() }),
  'mail.confirmEmail': z.object({ changeId: z.uuid() }),
  /** Tells the new address that it is the one of the account from now on. */
  'mail.emailChanged': z.object({ changeId: z.uuid() }),
  /** Tells a person that administrators closed their account for good. */
  'mail.accountPurged': z.object({ userId: z.uuid() }),
  /** Ends a sanction whose date has come. */
  'sanction.end': z.object({ sanctionId: z.uuid() }),
  /** Makes the copy of everything that somebody asked for. */
  'account.export': z.object({ exportId: z.uuid() }),
  /** Carries a deletion out whose time has come, and takes up one that was cut off. */
  'account.erase': z.object({ userId: z.uuid() }),
  /** Ends a pause whose date has come. */
  'account.return': z.object({ userId: z.uuid() }),
  /** Lays a notification out for everybody whom it is for. */
  'notifications.fanOut': z.object({ eventId: z.uuid() }),
  /** Has the next portion go of what a great many are mailed and pushed. */
  'notifications.sendToMany': z.object({ eventId: z.uuid() }),
  /** Mails a person what they are told at once. */
  'notifications.mail': z.object({ eventId: z.uuid(), userId: z.uuid() }),
  /** Pushes it to the browsers of a person. */
  'notifications.push': z.object({ eventId: z.uuid(), userId: z.uuid() }),
  /** Finds whose held and bundled ones are due, every minute. */
  'notifications.release': z.object({}),
  /** Sends a person what was held or bundled, as one. */
  'notifications.digestMail': z.object({ userId: z.uuid() }),
  'notifications.digestPush': z.object({ userId: z.uuid() }),
  /** Decides anew when what is held goes, after a person changed their hours, zone or pause. */
  'notifications.reconsider': z.object({ userId: z.uuid() }),
  /** Makes the months ahead of what people are told, and removes what is older than it is kept, every hour. */
  'notifications.sweep': z.object({}),
  /** Looks whether the mail server is back. */
  'mail.probe': z.object({}),
  /** Puts what was written to the audit trail into its chain, every minute. */
  'audit.seal': z.object({}),
  /** Removes what has expired, every hour. */
  sweep: z.object({}),
};

export type JobName = keyof typeof JOBS;

/** Whether this version has such a kind of job. */
export function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}

export type JobPayload<Name extends JobName> = z.output<(typeof JOBS)[Name]>;

/** About one try of a job. */
export interface JobTry {
  /** The same at every try. */
  jobId: string;
  /** 1 at the first try. */
  attempt: number;
  /** When it was added. */
  queuedAt: Date;
}

/**
 * The work of a job. It may run more than once, as when its worker is killed before it could say that it is done,
 * so it must bear that; an error makes it run again later.
 */
export type Task<Name extends JobName> = (payload: JobPayload<Name>, attempt: JobTry) => Promise<void>;
export type Tasks = { [Name in JobName]: Task<Name> };
