import { createHash } from 'node:crypto';
import { and, eq, gt } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { signUps } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import type { JobTry, Tasks } from '@/server/jobs/catalog';
import { signLink } from '@/server/links';
import { composeAccountExists, composeVerifyEmail } from './compose';
import type { Mailer } from './deliver';
import type { MailContent } from './letter';
import { arrangeRetry, probeMailServer } from './retry';

/** What the mail jobs work with. */
export interface MailServices {
  db: Database;
  mailer: Mailer;
  /** Where people reach the app, without a slash at its end. */
  appUrl: string;
  secret: string;
}

/** The jobs that send mail. Each reads the stored address when it runs; a row that is gone needs no mail. */
export function mailTasks(services: MailServices) {
  const { db, mailer, appUrl, secret } = services;
  return {
    async 'mail.verifyEmail'({ signUpId }, attempt) {
      const signUp = await findSignUp(db, { signUpId, now: new Date() });
      if (!signUp) return;
      const link = `${appUrl}/verify-email?token=${signLink({ secret, purpose: 'verify-email', id: signUpId })}`;
      await send(services, {
        to: signUp.email,
        attempt,
        content: await composeVerifyEmail({ ...signUp, link }),
      });
    },
    async 'mail.accountExists'({ userId, locale }, attempt) {
      const user = await findRecipient(db, userId);
      if (!user) return;
      const content = await composeAccountExists({ locale, ...user, link: `${appUrl}/sign-in` });
      await send(services, { to: user.email, attempt, content });
    },
    'mail.probe': () => probeMailServer(db, { mailer, now: new Date() }),
  } satisfies Partial<Tasks>;
}

/**
 * Hands a mail over, or says when the job is to try again.
 * @param mail.messageId if not one of the job @param mail.unsubscribe where one click switches such mails off
 */
export async function send(
  { db, mailer }: MailServices,
  mail: {
    to: string;
    attempt: JobTry;
    content: MailContent;
    messageId?: string;
    unsubscribe?: string | undefined;
  },
) {
  const { to, attempt, content, messageId = messageIdOf(attempt), unsubscribe } = mail;
  try {
    await mailer.send({ to, messageId, unsubscribe, ...content });
  } catch (error) {
    throw await arrangeRetry(db, { error, attempt, now: new Date() });
  }
}

/** The same for every try of a job, another for every job, also of another installation. */
function messageIdOf({ jobId, queuedAt }: JobTry) {
  return messageIdFor(`${jobId} ${queuedAt.toISOString()}`);
}

/** The left part of a Message-ID, the same for the same thing that is told of. */
export function messageIdFor(what: string): string {
  return createHash('sha256').update(what).digest('hex').slice(0, 32);
}

async function findSignUp(db: Database, { signUpId, now }: { signUpId: string; now: Date }) {
  const [signUp] = await db
    .select({
      email: signUps.email,
      displayName: signUps.displayName,
      locale: signUps.locale,
      timeZone: signUps.timeZone,
      expiresAt: signUps.expiresAt,
    })
    .from(signUps)
    .where(and(eq(signUps.id, signUpId), gt(signUps.expiresAt, now)));
  return signUp;
}

async function findRecipient(db: Database, userId: string) {
  const [user] = await db
    .select({ email: users.email, displayName: profiles.displayName })
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(eq(users.id, userId));
  return user;
}
