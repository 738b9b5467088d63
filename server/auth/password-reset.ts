import { and, eq, gt, isNull } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { passwordResets } from '@/db/schema/security';
import { passwords } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import type { SignInSettings } from '@/server/context';
import { DomainError } from '@/server/errors';
import { addressKey } from '@/server/http/client-address';
import type { Locale } from '@/server/http/locale';
import { addJob } from '@/server/jobs/queue';
import { readLink } from '@/server/links';
import type { Log } from '@/server/log';
import { recordForAddress, recordSecurityEvent } from '@/server/security/commands';
import { closeResets, endAccess } from './end-access';
import { hasSecondFactor, lockPerson } from './factors';
import { refuseWeakPassword } from './password-policy';
import { hashPassword } from './passwords';
import { forgetFailures, passwordKey } from './proofs';
import { countUse } from './throttle';

/** Seconds that a link for a new password works: half an hour. */
const RESET_SECONDS = 1800;

interface Visitor {
  ip: string;
  userAgent: string | undefined;
  requestId: string;
  now: Date;
}

/**
 * Sends a link for a new password to an address, or the word that there is no account with it. Which of the two is
 * told in the mail alone: the answer is the same, and so is the work, statement for statement.
 * @throws RATE_LIMITED
 */
export async function requestReset(
  db: Database,
  { email, locale, ip, userAgent, now }: { email: string; locale: Locale } & Visitor,
): Promise<void> {
  await countUse(db, { limit: 'reset.address', key: addressKey(ip) });
  await countUse(db, { limit: 'mail.address', key: `reset:${email}` });
  const [known] = await db.select({ id: users.id }).from(users).where(eq(users.email, email)).limit(1);
  const id = uuid();
  await db.transaction(async (tx) => {
    await tx.insert(passwordResets).values({
      id,
      email,
      userId: known?.id ?? null,
      locale,
      createdAt: now,
      expiresAt: new Date(now.getTime() + RESET_SECONDS * 1000),
    });
    await recordForAddress(tx, { kind: 'password.resetRequested', email, ip, userAgent, now });
    await addJob(tx, { name: 'mail.resetPassword', payload: { resetId: id } });
  });
}

/**
 * Sets the password of the account behind a link, whether it had one or not, once. Every session ends, all trust and
 * every other link of the kind. Nobody is signed in by it, and no second factor is passed over.
 * @throws LINK_EXPIRED, BUSY, and what `refuseWeakPassword` throws, after which the link stays good
 */
export async function resetPassword(
  db: Database,
  request: { token: string; password: string; secret: string; policy: SignInSettings; log: Log } & Visitor,
): Promise<void> {
  const { password, ip, userAgent, requestId, now } = request;
  const reset = await findByLink(db, request);
  if (!reset) throw new DomainError('LINK_EXPIRED');
  const { userId, email, handle, displayName } = reset;
  await refuseWeakPassword({
    ...request,
    alone: !reset.hasSecondFactor,
    words: [displayName, handle, email],
  });
  const hash = await hashPassword(password);
  await db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId });
    const closed = await closeResets(tx, { userId, now });
    if (!closed.some(({ id }) => id === reset.id)) throw new DomainError('LINK_EXPIRED');
    await tx
      .insert(passwords)
      .values({ userId, hash, changedAt: now })
      .onConflictDoUpdate({ target: passwords.userId, set: { hash, changedAt: now } });
    await forgetFailures(tx, { key: passwordKey(person.email), userId });
    const { endedSessions } = await endAccess(tx, { person });
    await recordSecurityEvent(tx, {
      kind: 'password.reset',
      userId,
      cause: { actorId: userId, requestId, ip, userAgent },
      details: { endedSessions },
      now,
    });
  });
}

/** The open reset of a link, with its person as long as they still have the address that it was sent to. */
async function findByLink(
  db: Database,
  { secret, token, now }: { secret: string; token: string; now: Date },
) {
  const id = readLink({ secret, purpose: 'reset-password', token });
  if (!id) return undefined;
  const [open] = await db
    .select({
      id: passwordResets.id,
      userId: users.id,
      email: users.email,
      handle: profiles.handle,
      displayName: profiles.displayName,
      hasSecondFactor: hasSecondFactor(users.id),
    })
    .from(passwordResets)
    .innerJoin(users, and(eq(users.id, passwordResets.userId), eq(users.email, passwordResets.email)))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(and(eq(passwordResets.id, id), isNull(passwordResets.usedAt), gt(passwordResets.expiresAt, now)))
    .limit(1);
  return open;
}
