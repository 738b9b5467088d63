import type { Database } from '@/db/client';
import { DomainError } from '@/server/errors';
import { beginAttempt, completeAttempt, findOngoingAttempt } from './attempts';
import {
  type AssertionOptions,
  assertionOptions,
  listCredentials,
  proveByPasskey,
} from './passkey-assertion';
import type { PasskeyAssertion } from './passkey-inputs';
import { notePasskeyUse, tellOfCounter } from './passkey-use';
import type { SecondProof, Visit } from './second-step';
import { trustDevice } from './trusted-devices';
import { CHALLENGE_SECONDS } from './webauthn-challenges';

/**
 * What to ask an authenticator for: a passkey of the person whose second factor is due in this browser, where they
 * have one; else of whoever it may be. Who has typed their address already is asked for no passkey in particular.
 * @param request.anyone leaves a second factor that is due aside, for whoever begins again as somebody else
 * @returns the options and, where an attempt was begun, its cookie
 */
export async function passkeySignInOptions(
  db: Database,
  { anyone = false, attemptCookie, appUrl, now }: Visit & { anyone?: boolean; appUrl: string },
): Promise<{ options: AssertionOptions; cookie: string | undefined }> {
  const ongoing = await findAttemptOf(db, { attemptCookie, now });
  if (ongoing?.owner && !anyone) {
    const allowed = await listCredentials(db, ongoing.owner);
    const ceremony = { ceremony: 'secondFactor', boundTo: ongoing.id } as const;
    // UV is welcome, and not needed after a first factor.
    const asked = { ...ceremony, allowed, userVerification: 'preferred', appUrl, now } as const;
    if (allowed.length) return { options: await assertionOptions(db, asked), cookie: undefined };
  }
  // One that ends before its challenge does would make a good answer come too late.
  const outlasts = ongoing && ongoing.expiresAt.getTime() >= now.getTime() + CHALLENGE_SECONDS * 1000;
  const attempt =
    outlasts && !ongoing.owner
      ? { id: ongoing.id, cookie: undefined }
      : await beginAttempt(db, { email: null, now });
  const ceremony = { ceremony: 'signIn', boundTo: attempt.id } as const;
  const options = await assertionOptions(db, { ...ceremony, userVerification: 'required', appUrl, now });
  return { options, cookie: attempt.cookie };
}

/**
 * Proves a running attempt by passkey. By itself it signs in whom it names when its authenticator has verified them
 * (UV, aal 2); as a second factor it has to be one of the person's, and their presence is enough. One that is in doubt
 * since its counter went back still opens the account, and as one factor only (aal 1): whatever is sensitive asks for
 * another proof.
 * @throws ATTEMPT_EXPIRED, CEREMONY_EXPIRED, PASSKEY_UNKNOWN, PASSKEY_REFUSED, RATE_LIMITED
 */
export async function signInWithPasskey(
  db: Database,
  request: Visit & { response: PasskeyAssertion; trustDevice: boolean; appUrl: string },
): Promise<SecondProof> {
  const { response, appUrl, deviceCookie, ip, userAgent, requestId, now } = request;
  const attempt = await findAttemptOf(db, request);
  if (!attempt) throw new DomainError('ATTEMPT_EXPIRED');
  const { owner } = attempt;
  const proof = await proveByPasskey(db, {
    ceremony: owner ? 'secondFactor' : 'signIn',
    boundTo: attempt.id,
    response,
    owner,
    needsVerification: !owner,
    appUrl,
    ip,
    userAgent,
    now,
  });
  const { id: passkeyId, userId } = proof.passkey;
  const cause = { actorId: userId, requestId, ip, userAgent };
  return db.transaction(async (tx) => {
    const { inDoubt, wentBack } = await notePasskeyUse(tx, { proof, now });
    const ticket = await completeAttempt(tx, {
      attemptId: attempt.id,
      userId,
      amr: { [proof.method]: now.toISOString() },
      aal: inDoubt ? 1 : 2,
      passkeyId,
      now,
    });
    if (!ticket) throw new DomainError('ATTEMPT_EXPIRED');
    if (wentBack) await tellOfCounter(tx, { proof, cause, now });
    const trusts = owner && request.trustDevice && !inDoubt;
    const trust = { userId, deviceCookie, ip, userAgent, cause, now };
    const deviceToken = trusts ? await trustDevice(tx, trust) : undefined;
    return { next: 'done', ticket, deviceToken };
  });
}

/** The attempt of a browser that a passkey can prove; `owner`: whose second factor is due. */
async function findAttemptOf(
  db: Database,
  { attemptCookie, now }: Pick<Visit, 'attemptCookie' | 'now'>,
): Promise<
  { id: string; expiresAt: Date; owner: { userId: string; email: string } | undefined } | undefined
> {
  const attempt = attemptCookie && (await findOngoingAttempt(db, { cookie: attemptCookie, now }));
  if (!attempt) return undefined;
  const { id, expiresAt, userId, email, secondFactorDue } = attempt;
  if (userId === null || email === null) return { id, expiresAt, owner: undefined };
  // Proven elsewhere, with nothing more to prove: only its ticket is missing.
  return secondFactorDue ? { id, expiresAt, owner: { userId, email } } : undefined;
}
