import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { uniqueViolation } from '@/db/connection/errors';
import { principals } from '@/db/schema/principals';
import { privacySettings } from '@/db/schema/privacy';
import { passwords, signUps } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import { recordAudit } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { refuseReserved } from '@/server/profile/email-changes';
import { findTakenLookalikes, isHeld } from '@/server/profile/handles';
import { handleCandidates, lookalike } from '@/server/profile/rules';
import { beginAttempt, completeAttempt } from './attempts';
import { findOpenSignUp } from './open-sign-ups';
import type { PasskeyRegistration } from './passkey-inputs';
import { addFirstPasskey, takeFirstPasskey } from './passkey-sign-up';
import { verifyPassword } from './passwords';
import { countedProof, forgetFailures, passwordKey } from './proofs';
import { hashToken } from './tokens';

/**
 * Confirms the address behind a link from a mail and makes the account. It takes the browser that signed up, or
 * the password chosen then: a stranger who signed up with somebody's address must not gain by their click. An account
 * without a password begins with a passkey, which is made at that moment.
 * @returns a ticket that signs this browser in, and the cookie it is bound to
 * @throws LINK_EXPIRED, PASSWORD_REQUIRED (the link stays good), SIGN_IN_FAILED, RATE_LIMITED, PASSKEY_REQUIRED,
 *   CEREMONY_EXPIRED, PASSKEY_REFUSED, ALREADY_THERE
 */
export async function verifyEmail(
  db: Database,
  request: {
    secret: string;
    token: string;
    password: string | undefined;
    /** For an account that begins with a passkey. */
    passkey: PasskeyRegistration | undefined;
    appUrl: string;
    signUpCookie: string | undefined;
    requestId: string;
    ip: string;
    userAgent: string | undefined;
    now: Date;
  },
): Promise<{ ticket: string; cookie: string }> {
  const { appUrl, ip, requestId, userAgent, now } = request;
  const open = await findOpenSignUp(db, request);
  if (!open) throw new DomainError('LINK_EXPIRED');
  const sameBrowser =
    request.signUpCookie !== undefined && hashToken(request.signUpCookie) === open.cookieHash;
  const { id: signUpId, passwordHash } = open;
  if (passwordHash !== null && !sameBrowser)
    await provePassword(db, { id: signUpId, hash: passwordHash, request });
  // Without a password nobody chose a secret yet, so there is none that a stranger could know.
  const passkey =
    passwordHash === null
      ? await takeFirstPasskey(db, { signUpId, passkey: request.passkey, appUrl, now })
      : undefined;

  return db.transaction(async (tx) => {
    const [used] = await tx.delete(signUps).where(eq(signUps.id, open.id)).returning();
    if (!used) throw new DomainError('LINK_EXPIRED');
    const userId = await createAccount(tx, { ...used, now });
    const cause = { actorId: userId, requestId, ip, userAgent };
    await recordAudit(tx, { kind: 'account.created', cause, subjectId: userId, now });
    const proof = passkey
      ? await addFirstPasskey(tx, { passkey, userId, locale: used.locale, cause, now })
      : { amr: { pwd: now.toISOString() } };
    const { id: attemptId, cookie } = await beginAttempt(tx, { email: used.email, now });
    const ticket = await completeAttempt(tx, { attemptId, userId, ...proof, now });
    if (!ticket) throw new DomainError('ATTEMPT_EXPIRED');
    return { ticket, cookie };
  });
}

async function provePassword(
  db: Database,
  {
    id,
    hash,
    request,
  }: { id: string; hash: string; request: { password: string | undefined; ip: string; now: Date } },
) {
  const { password, ip, now } = request;
  if (password === undefined) throw new DomainError('PASSWORD_REQUIRED');
  const { proven } = await countedProof(db, {
    ip,
    key: passwordKey(`sign-up:${id}`),
    now,
    check: () => verifyPassword({ hash, password }),
  });
  if (!proven) throw new DomainError('SIGN_IN_FAILED');
}

/**
 * An account with its profile and password, and the first free handle made from the name.
 * @throws LINK_EXPIRED when the address has an account by now, or is kept for somebody who changed away from it lately
 */
export async function createAccount(
  db: Database,
  account: Pick<
    typeof signUps.$inferSelect,
    'email' | 'displayName' | 'passwordHash' | 'locale' | 'timeZone'
  > & {
    passkeyHandle?: string;
    handle?: string;
    now: Date;
  },
): Promise<string> {
  const { email, displayName, passwordHash, passkeyHandle, locale, timeZone, now } = account;
  const id = uuid();
  await db.insert(principals).values({ id, kind: 'user' });
  await db
    .insert(users)
    .values({ id, email, locale, timeZone, createdAt: now, ...(passkeyHandle && { passkeyHandle }) })
    .catch((error) => {
      throw uniqueViolation(error) ? new DomainError('LINK_EXPIRED', { cause: error }) : error;
    });
  await refuseReserved(db, { email, userId: id, now });
  if (passwordHash !== null) {
    await db.insert(passwords).values({ userId: id, hash: passwordHash, changedAt: now });
    // What was guessed while there was no account is not held against it.
    await forgetFailures(db, { key: passwordKey(email) });
  }
  for (const handle of await freeHandles(db, { displayName, id, wanted: account.handle, now })) {
    const [made] = await db
      .insert(profiles)
      .values({ userId: id, handle, displayName, updatedAt: now })
      // By what looks alike as well.
      .onConflictDoNothing()
      .returning({ handle: profiles.handle });
    if (made && (await completeProfile(db, { userId: id, handle, now }))) return id;
  }
  throw new Error('no free handle was found');
}

/** Handles to try in order, those taken or held already left out; the last is made from the id and so as good as free. */
async function freeHandles(
  db: Database,
  { now, ...wish }: { displayName: string; id: string; wanted: string | undefined; now: Date },
) {
  const candidates = [...(wish.wanted ? [wish.wanted] : []), ...handleCandidates(wish)];
  const taken = await findTakenLookalikes(db, { lookalikes: candidates.map(lookalike), now });
  return candidates.filter((candidate) => !taken.has(lookalike(candidate)));
}

/**
 * Adds what every profile has beside it, unless the handle is held: the profile may have waited for who was leaving that handle,
 * and this is the first statement to see that it is kept for them. The profile goes again then.
 */
async function completeProfile(db: Database, of: { userId: string; handle: string; now: Date }) {
  const { userId, now } = of;
  const [added] = await db
    .insert(privacySettings)
    .values({ userId, updatedAt: now })
    .returning({ held: isHeld(of) });
  if (!added?.held) return true;
  await db.delete(privacySettings).where(eq(privacySettings.userId, userId));
  await db.delete(profiles).where(eq(profiles.userId, userId));
  return false;
}
