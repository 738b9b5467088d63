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

/** Hands a mail over, or says when the job is to try again. */
export async function send(
  { db, mailer }: MailServices,
  { to, attempt, content }: { to: string; attempt: JobTry; content: MailContent },
) {
  try {
    await mailer.send({ to, messageId: messageIdOf(attempt), ...content });
  } catch (error) {
    throw await arrangeRetry(db, { error, attempt, now: new Date() });
  }
}

/** The same for every try of a job, another for every job, also of another installation. */
function messageIdOf({ jobId, queuedAt }: JobTry) {
  return createHash('sha256').update(`${jobId} ${queuedAt.toISOString()}`).digest('hex').slice(0, 32);
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
