import { and, eq, gt } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import type { Database } from '@/db/client';
import { signUps } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { addressKey } from '@/server/http/client-address';
import { addJob } from '@/server/jobs/queue';
import type { SignUpInput } from './inputs';
import { hashPassword, isGuessable } from './passwords';
import { countUse } from './throttle';
import { hashToken, randomToken } from './tokens';

/** Seconds that the link in the confirmation mail works. */
export const SIGN_UP_SECONDS = 24 * 3600;

/**
 * Begins an account. Known and unknown addresses get the same answer after the same work, and a mail either way:
 * a link to confirm, or the word that there is an account already.
 * @returns the cookie that lets this browser finish without asking for the password again
 * @throws PASSWORD_GUESSABLE, RATE_LIMITED, BUSY
 */
export async function signUp(
  db: Database,
  request: z.output<typeof SignUpInput> & { ip: string; now: Date },
): Promise<{ cookie: string }> {
  const { email, password, displayName, locale, timeZone, ip, now } = request;
  await countUse(db, { limit: 'signUp.address', key: addressKey(ip) });
  if (isGuessable({ password, words: [displayName, email, 'foyer'] }))
    throw new DomainError('PASSWORD_GUESSABLE');
  await countUse(db, { limit: 'mail.address', key: `sign-up:${email}` });
  const passwordHash = await hashPassword(password);
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
