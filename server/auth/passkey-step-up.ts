import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { passkeys } from '@/db/schema/factors';
import { DomainError } from '@/server/errors';
import { recordSecurityEvent } from '@/server/security/commands';
import { getFactors } from './factors';
import {
  type AssertionOptions,
  assertionOptions,
  listCredentials,
  proveByPasskey,
} from './passkey-assertion';
import type { PasskeyAssertion } from './passkey-inputs';
import { clearDoubts, notePasskeyUse, tellOfCounter } from './passkey-use';
import { stepUpMethods } from './rules';
import { renewSession, type Session } from './sessions';
import type { StepUpVisit } from './step-up-proofs';

/** What to ask an authenticator for, of a person who confirms who they are. @throws NOT_FOUND when they have no passkey */
export async function stepUpPasskeyOptions(
  db: Database,
  { session, appUrl, now }: StepUpVisit & { appUrl: string },
): Promise<AssertionOptions> {
  const allowed = await listCredentials(db, session);
  if (!allowed.length) throw new DomainError('NOT_FOUND');
  const ceremony = { ceremony: 'stepUp', boundTo: session.id } as const;
  const userVerification = needsVerification(session) ? 'required' : 'preferred';
  return assertionOptions(db, { ...ceremony, allowed, userVerification, appUrl, now });
}

/**
 * Confirms by passkey who is behind a session. One that is in doubt since its counter went back does not confirm while
 * there is another way to; where there is none it does, and stays in doubt, since it must not lock its owner out.
 * @returns the session's new token
 * @throws CEREMONY_EXPIRED, PASSKEY_UNKNOWN, PASSKEY_REFUSED, RATE_LIMITED, SESSION_ENDED
 */
export async function confirmByPasskey(
  db: Database,
  visit: StepUpVisit & { response: PasskeyAssertion; appUrl: string },
): Promise<string> {
  const { session, cause, now } = visit;
  const { id: sessionId, userId } = session;
  const proof = await proveByPasskey(db, {
    ...visit,
    ceremony: 'stepUp',
    boundTo: sessionId,
    owner: session,
    needsVerification: needsVerification(session),
    userAgent: cause.userAgent,
  });
  const token = await db.transaction(async (tx) => {
    const { inDoubt, wentBack } = await notePasskeyUse(tx, { proof, now });
    const refused = inDoubt && (await hasAnother(tx, { userId }));
    if (!inDoubt) await clearDoubts(tx, { userId });
    const amr = { [proof.method]: now.toISOString() };
    const renewed = refused ? undefined : await renewSession(tx, { sessionId, amr, aal: 2, now });
    if (wentBack) await tellOfCounter(tx, { proof, cause, now });
    // Not thrown in here: flag and notice have to stay.
    if (!renewed) return undefined;
    const details = { method: 'passkey' };
    await recordSecurityEvent(tx, { kind: 'identity.confirmed', userId, cause, details, now });
    return renewed;
  });
  if (!token) throw new DomainError('PASSKEY_REFUSED');
  return token;
}

/** A security key without a PIN says that somebody is there; beside the password of this session it is a second factor. */
function needsVerification({ amr }: Pick<Session, 'amr'>) {
  return amr.pwd === undefined;
}

/** Whether somebody could confirm by something that is not in doubt. */
async function hasAnother(db: Database, { userId }: { userId: string }) {
  const methods = stepUpMethods(await getFactors(db, { userId }));
  if (methods.some((method) => method !== 'passkey')) return true;
  return (
    (await db.$count(passkeys, and(eq(passkeys.userId, userId), isNull(passkeys.counterWentBackAt)))) > 0
  );
}
