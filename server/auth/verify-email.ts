import { and, eq, gt, inArray } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { uniqueViolation } from '@/db/connection/errors';
import { principals } from '@/db/schema/principals';
import { passwords, signUps } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import { recordAudit } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { readLink } from '@/server/links';
import { handleCandidates } from '@/server/profile/rules';
import { beginAttempt, completeAttempt } from './attempts';
import { verifyPassword } from './passwords';
import { countedProof } from './throttle';
import { hashToken } from './tokens';

/**
 * Confirms the address behind a link from a mail and makes the account. It takes the browser that signed up, or
 * the password chosen then: a stranger who signed up with somebody's address must not gain by their click.
 * @returns a ticket that signs this browser in, and the cookie it is bound to
 * @throws LINK_EXPIRED, PASSWORD_REQUIRED (the link stays good), SIGN_IN_FAILED, RATE_LIMITED
 */
export async function verifyEmail(
  db: Database,
  request: {
    secret: string;
    token: string;
    password: string | undefined;
    signUpCookie: string | undefined;
    requestId: string;
    ip: string;
    now: Date;
  },
): Promise<{ ticket: string; cookie: string }> {
  const { now } = request;
  const open = await findByLink(db, request);
  if (!open) throw new DomainError('LINK_EXPIRED');
  const sameBrowser =
    request.signUpCookie !== undefined && hashToken(request.signUpCookie) === open.cookieHash;
  if (!sameBrowser) await provePassword(db, { signUp: open, password: request.password });

  return db.transaction(async (tx) => {
    const [used] = await tx.delete(signUps).where(eq(signUps.id, open.id)).returning();
    if (!used) throw new DomainError('LINK_EXPIRED');
    const userId = await createAccount(tx, { ...used, now });
    const cause = { actorId: userId, requestId: request.requestId, ip: request.ip };
    await recordAudit(tx, { kind: 'account.created', cause, subjectId: userId, now });
    const attempt = await beginAttempt(tx, { email: used.email, now });
    const ticket = await completeAttempt(tx, { attemptId: attempt.id, userId, amr: ['pwd'], now });
    if (!ticket) throw new DomainError('ATTEMPT_EXPIRED');
    return { ticket, cookie: attempt.cookie };
  });
}

async function findByLink(
  db: Database,
  { secret, token, now }: { secret: string; token: string; now: Date },
) {
  const id = readLink({ secret, purpose: 'verify-email', token });
  if (!id) return undefined;
  const [open] = await db
    .select({ id: signUps.id, cookieHash: signUps.cookieHash, passwordHash: signUps.passwordHash })
    .from(signUps)
    .where(and(eq(signUps.id, id), gt(signUps.expiresAt, now)))
    .limit(1);
  return open;
}

async function provePassword(
  db: Database,
  { signUp, password }: { signUp: { id: string; passwordHash: string }; password: string | undefined },
) {
  if (password === undefined) throw new DomainError('PASSWORD_REQUIRED');
  const proven = await countedProof(db, {
    uses: [{ limit: 'proof.account', key: `sign-up:${signUp.id}` }],
    check: () => verifyPassword({ hash: signUp.passwordHash, password }),
  });
  if (!proven) throw new DomainError('SIGN_IN_FAILED');
}

/**
 * An account with its profile and password, and the first free handle made from the name.
 * @throws LINK_EXPIRED when the address has an account by now
 */
export async function createAccount(
  db: Database,
  account: Pick<
    typeof signUps.$inferSelect,
    'email' | 'displayName' | 'passwordHash' | 'locale' | 'timeZone'
  > & {
    handle?: string;
    now: Date;
  },
): Promise<string> {
  const { email, displayName, passwordHash, locale, timeZone, now } = account;
  const id = uuid();
  await db.insert(principals).values({ id, kind: 'user' });
  await db
    .insert(users)
    .values({ id, email, locale, timeZone, createdAt: now })
    .catch((error) => {
      throw uniqueViolation(error) ? new DomainError('LINK_EXPIRED', { cause: error }) : error;
    });
  await db.insert(passwords).values({ userId: id, hash: passwordHash, changedAt: now });
  for (const handle of await freeHandles(db, { displayName, id, wanted: account.handle })) {
    const [made] = await db
      .insert(profiles)
      .values({ userId: id, handle, displayName, updatedAt: now })
      .onConflictDoNothing({ target: profiles.handle })
      .returning({ handle: profiles.handle });
    if (made) return id;
  }
  throw new Error('no free handle was found');
}

/** Handles to try in order, those taken already left out; the last is made from the id and so as good as free. */
async function freeHandles(
  db: Database,
  wish: { displayName: string; id: string; wanted: string | undefined },
) {
  const candidates = [...(wish.wanted ? [wish.wanted] : []), ...handleCandidates(wish)];
  const taken = await db
    .select({ handle: profiles.handle })
    .from(profiles)
    .where(inArray(profiles.handle, candidates));
  const known = new Set(taken.map(({ handle }) => handle));
  return candidates.filter((candidate) => !known.has(candidate));
}
