import { and, eq, gt } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import type { Database } from '@/db/client';
import { signUps } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import type { SignInSettings } from '@/server/context';
import { addressKey } from '@/server/http/client-address';
import { addJob } from '@/server/jobs/queue';
import type { Log } from '@/server/log';
import type { SignUpInput } from './inputs';
import { refuseWeakPassword } from './password-policy';
import { hashPassword } from './passwords';
import { countUse } from './throttle';
import { hashToken, randomToken } from './tokens';

/** Seconds that the link in the confirmation mail works. */
export const SIGN_UP_SECONDS = 24 * 3600;

/**
 * Begins an account. Known and unknown addresses get the same answer after the same work, and a mail either way:
 * a link to confirm, or the word that there is an account already.
 * @returns the cookie that lets this browser finish without asking for the password again
 * @throws PASSWORD_GUESSABLE, PASSWORD_BREACHED, PASSWORD_TOO_SHORT_ALONE, RATE_LIMITED, BUSY
 */
export async function signUp(
  db: Database,
  request: z.output<typeof SignUpInput> & { policy: SignInSettings; log: Log; ip: string; now: Date },
): Promise<{ cookie: string }> {
  const { email, password, displayName, locale, timeZone, policy, log, ip, now } = request;
  await countUse(db, { limit: 'signUp.address', key: addressKey(ip) });
  if (password !== undefined)
    await refuseWeakPassword({ password, alone: true, words: [displayName, email], policy, log });
  await countUse(db, { limit: 'mail.address', key: `sign-up:${email}` });
  const passwordHash = password === undefined ? null : await hashPassword(password);
  const cookie = randomToken();
  const [known] = await db.select({ id: users.id }).from(users).where(eq(users.email, email)).limit(1);
  const id = uuid();
  const expiresAt = new Date(now.getTime() + SIGN_UP_SECONDS * 1000);
  await db.transaction(async (tx) => {
    await tx.insert(signUps).values({
      id,
      email,
      displayName,
      passwordHash,
      locale,
      timeZone,
      cookieHash: hashToken(cookie),
      expiresAt,
    });
    await addJob(
      tx,
      known
        ? { name: 'mail.accountExists', payload: { userId: known.id, locale } }
        : { name: 'mail.verifyEmail', payload: { signUpId: id } },
    );
  });
  return { cookie };
}

/**
 * Sends the confirmation of this browser's sign-up again. Says nothing about whether there is anything to send.
 * @throws RATE_LIMITED
 */
export async function resendVerification(db: Database, { cookie, now }: { cookie: string; now: Date }) {
  const [waiting] = await db
    .select({ id: signUps.id, email: signUps.email, locale: signUps.locale, userId: users.id })
    .from(signUps)
    .leftJoin(users, eq(users.email, signUps.email))
    .where(and(eq(signUps.cookieHash, hashToken(cookie)), gt(signUps.expiresAt, now)))
    .limit(1);
  if (!waiting) return;
  await countUse(db, { limit: 'mail.address', key: `sign-up:${waiting.email}` });
  await addJob(
    db,
    waiting.userId
      ? { name: 'mail.accountExists', payload: { userId: waiting.userId, locale: waiting.locale } }
      : { name: 'mail.verifyEmail', payload: { signUpId: waiting.id } },
  );
}
