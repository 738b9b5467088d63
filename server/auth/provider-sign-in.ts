import { and, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { connections, trustedDevices } from '@/db/schema/factors';
import { users } from '@/db/schema/users';
import type { Context } from '@/server/context';
import { DomainError } from '@/server/errors';
import { safeNextAddress } from '@/server/http/rules';
import { line } from '@/server/text/inputs';
import { ATTEMPT_SECONDS, awaitFinish, awaitSecondFactor, beginAttempt } from './attempts';
import { connectAccount, type ProviderAccount } from './connections';
import { hasSecondFactor } from './factors';
import { PROVIDERS, RemoveConnectionInput } from './inputs';
import { connectionPath, endedPath, signInErrorPath } from './provider-paths';
import { hashToken } from './tokens';

/** What next-auth tells of somebody who came back from a provider. */
const Arrival = z
  .object({
    account: z.object({
      provider: z.enum(PROVIDERS),
      providerAccountId: RemoveConnectionInput.shape.accountId,
    }),
    user: z.object({ name: z.unknown() }),
  })
  .transform(({ account, user }): ProviderAccount => {
    const { provider, providerAccountId: accountId } = account;
    // Text of strangers: what a person may not call themselves here, it is not called either.
    return { provider, accountId, label: line({ min: 1, max: 120 }).catch(accountId).parse(user.name) };
  });

/**
 * Decides about somebody who came back from a provider: connects the account, where a person who is signed in here
 * went for that; else begins a sign-in for whoever has connected it before. Nobody is ever found by e-mail address.
 * @param arrived next-auth's `account` and `user`
 * @returns the path of ours to go on to; no session comes of it here
 */
export async function arriveFromProvider(context: Context, arrived: unknown): Promise<string> {
  const { db, requestId, ip, userAgent, cookies } = context;
  const account = Arrival.parse(arrived);
  const now = new Date();
  const session = await context.session();
  if (session) {
    const { id: sessionId, userId } = session;
    const cause = { actorId: userId, sessionId, requestId, ip, userAgent };
    const outcome = await connectAccount(db, { ...account, sessionId, userId, cause, now }).catch(asEnded);
    if (outcome === 'ended') return endedPath;
    if (outcome !== 'notAsked') return connectionPath(outcome);
  }
  const attempt = await signInWithProvider(db, {
    account,
    deviceCookie: context.cookie(cookies.device),
    now,
  });
  if (!attempt) return session ? connectionPath('expired') : signInErrorPath('NotLinked');
  context.setCookie({ name: cookies.attempt, value: attempt.cookie, maxAge: ATTEMPT_SECONDS });
  const next = safeNextAddress(context.cookie(cookies.callbackUrl), { origin: context.appUrl });
  return `/second-step?next=${encodeURIComponent(next)}`;
}

/** The session was ended while its person was on their way back. */
function asEnded(error: unknown): 'ended' {
  if (error instanceof DomainError && error.reason === 'SESSION_ENDED') return 'ended';
  throw error;
}

/**
 * Begins a sign-in whose first proof is an account elsewhere. The second factor is due like after a password.
 * @returns undefined when nobody has connected the account
 */
async function signInWithProvider(
  db: Database,
  { account, deviceCookie, now }: { account: ProviderAccount; deviceCookie: string | undefined; now: Date },
) {
  const { provider, accountId, label } = account;
  return db.transaction(async (tx) => {
    // First of all, so that who disconnects it at this moment waits, and then ends what came of it.
    const [connected] = await tx
      .update(connections)
      .set({ label, lastUsedAt: now })
      .where(and(eq(connections.provider, provider), eq(connections.accountId, accountId)))
      .returning({ userId: connections.userId });
    if (!connected) return;
    const { userId } = connected;
    const { id, cookie } = await beginAttempt(tx, { email: null, now });
    const proof = { attemptId: id, userId, amr: { fed: now.toISOString() }, now };
    if (await needsSecondFactor(tx, { userId, deviceCookie, now })) await awaitSecondFactor(tx, proof);
    else await awaitFinish(tx, proof);
    return { cookie };
  });
}

async function needsSecondFactor(
  db: Database,
  { userId, deviceCookie, now }: { userId: string; deviceCookie: string | undefined; now: Date },
) {
  const [person] = await db
    .select({ hasSecondFactor: hasSecondFactor(users.id), trustedDeviceId: trustedDevices.id })
    .from(users)
    .leftJoin(
      trustedDevices,
      and(
        eq(trustedDevices.userId, users.id),
        eq(trustedDevices.tokenHash, hashToken(deviceCookie ?? '')),
        gt(trustedDevices.expiresAt, now),
      ),
    )
    .where(eq(users.id, userId))
    .limit(1);
  return person?.hasSecondFactor && !person.trustedDeviceId;
}
