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
  /** Tells a person of an event in their security log. */
  'mail.securityNotice': z.object({ eventId: z.uuid() }),
  /** To an address that asked for a new password: the link, or the word that there is no account. */
  'mail.resetPassword': z.object({ resetId: z.uuid() }),
  /** Asks the current address to approve a change, and the new one to confirm it. */
  'mail.approveEmail': z.object({ changeId: z.uuid() }),
  'mail.confirmEmail': z.object({ changeId: z.uuid() }),
  /** Tells the new address that it is the one of the account from now on. */
  'mail.emailChanged': z.object({ changeId: z.uuid() }),
  /** Tells a person that somebody wrote to them, by a mail that shows neither address. */
  'mail.message': z.object({ messageId: z.uuid() }),
  /** Tells a person that somebody wants to be a contact. */
  'mail.contactRequest': z.object({ fromId: z.uuid(), toId: z.uuid() }),
  /** Tells a person that they are invited into a group. */
  'mail.groupInvitation': z.object({ groupId: z.uuid(), userId: z.uuid() }),
  /** Tells a person when their account will be deleted, and how to keep it. */
  'mail.deletionScheduled': z.object({ userId: z.uuid() }),
  /** Tells a person that administrators closed their account for good. */
  'mail.accountPurged': z.object({ userId: z.uuid() }),
  /** Asks an administrator to agree to what another one wants to do. */
  'mail.approvalAsked': z.object({ approvalId: z.uuid(), userId: z.uuid() }),
  /** Tells a person what was decided about their appeal. */
  'mail.appealDecided': z.object({ appealId: z.uuid() }),
  /** Tells a person that the copy of everything they asked for is ready. */
  'mail.exportReady': z.object({ exportId: z.uuid() }),
  /** Tells a person what moderators have done about them, and that it is over. */
  'mail.sanction': z.object({ sanctionId: z.uuid() }),
  'mail.sanctionEnded': z.object({ sanctionId: z.uuid() }),
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
  /** Looks whether the mail server is back. */
  'mail.probe': z.object({}),
  /** Puts what was written to the audit trail into its chain, every minute. */
  'audit.seal': z.object({}),
  /** Removes what has expired, every hour. */
  sweep: z.object({}),
};

export type JobName = keyof typeof JOBS;
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
