import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { totpAuthenticators } from '@/db/schema/factors';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { recordSecurityEvent } from '@/server/security/commands';
import { decrypt, encrypt } from './encryption';
import { endSignIns } from './end-access';
import { forgetTrustedDevices, getFactors, lockPerson } from './factors';
import { forgetFailures, totpKey } from './proofs';
import { qrCode } from './qr';
import { renewSession, type Session } from './sessions';
import { countUse } from './throttle';
import { isInUse, totpRow } from './totp';
import { newTotpKey, stepOfCode, totpUri } from './totp-codes';

/** Seconds that a person may take to scan the code and type the first six digits. */
const PENDING_SECONDS = 600;
/** Authenticator apps of one person at most. */
const MOST = 5;

/**
 * Begins to set up an authenticator app: a key, for ten minutes and for this session, in place of one that the session
 * had begun before. Those in use stay as they are until the new one is confirmed, and after.
 * @returns `qr`: the modules of the code as the path of an SVG of `size` by `size`, quiet zone included
 * @throws TOO_MANY_FACTORS beyond five, SESSION_ENDED, RATE_LIMITED
 */
export async function beginTotp(
  db: Database,
  { session, secret, now }: { session: Session; secret: string; now: Date },
): Promise<{ id: string; key: string; uri: string; qr: { size: number; path: string } }> {
  const { userId } = session;
  await countUse(db, { limit: 'security.person', key: userId });
  const id = uuid();
  const key = newTotpKey();
  await db.transaction(async (tx) => {
    await lockPerson(tx, { userId, sessionId: session.id });
    await refuseMore(tx, { userId });
    await tx
      .delete(totpAuthenticators)
      .where(
        and(
          eq(totpAuthenticators.userId, userId),
          eq(totpAuthenticators.sessionId, session.id),
          isNull(totpAuthenticators.confirmedAt),
        ),
      );
    await tx.insert(totpAuthenticators).values({
      id,
      userId,
      // It has none until it is confirmed.
      name: '',
      secret: encrypt({ text: key, secret, boundTo: totpRow({ id, userId }) }),
      createdAt: now,
      sessionId: session.id,
      pendingUntil: new Date(now.getTime() + PENDING_SECONDS * 1000),
    });
  });
  const uri = totpUri({ key, email: session.email });
  return { id, key, uri, qr: qrCode(uri) };
}

/**
 * Takes an authenticator app into use, in the session that began it, by a code, which is used up. All trust ends, every
 * sign-in under way, and wrong codes of before are forgotten. The code is a proof as well: the session gets a new token and has proven two
 * factors.
 * @returns `token` for the cookie of the session; `recoveryCodesMissing`: nothing stands in when the app is lost
 * @throws CEREMONY_EXPIRED, CODE_WRONG (after which it can be tried again), TOO_MANY_FACTORS, SESSION_ENDED
 */
export async function confirmTotp(
  db: Database,
  request: {
    id: string;
    code: string;
    name: string;
    session: Session;
    secrets: string[];
    cause: Cause;
    now: Date;
  },
): Promise<{ id: string; recoveryCodesMissing: boolean; token: string }> {
  const { id, code, name, session, secrets, cause, now } = request;
  const { userId } = session;
  return db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId });
    const [pending] = await tx
      .select({ secret: totpAuthenticators.secret })
      .from(totpAuthenticators)
      .where(
        and(
          eq(totpAuthenticators.id, id),
          eq(totpAuthenticators.userId, userId),
          eq(totpAuthenticators.sessionId, session.id),
          isNull(totpAuthenticators.confirmedAt),
          gt(totpAuthenticators.pendingUntil, now),
        ),
      );
    if (!pending) throw new DomainError('CEREMONY_EXPIRED');
    const key = decrypt({ stored: pending.secret, secrets, boundTo: totpRow({ id, userId }) });
    if (key === undefined) throw new DomainError('CEREMONY_EXPIRED');
    const step = stepOfCode({ key, code, now });
    if (step === undefined) throw new DomainError('CODE_WRONG');
    await refuseMore(tx, { userId });
    await tx
      .update(totpAuthenticators)
      .set({ name, confirmedAt: now, sessionId: null, pendingUntil: null, lastStep: step })
      .where(eq(totpAuthenticators.id, id));
    await forgetFailures(tx, { key: totpKey(userId), userId });
    await endSignIns(tx, { person });
    await forgetTrustedDevices(tx, { userId });
    const { recoveryCodes, totp, passkeys } = await getFactors(tx, { userId });
    const details = { name, factorId: id, first: totp + passkeys === 1 };
    await recordSecurityEvent(tx, { kind: 'totp.added', userId, cause, details, now });
    const proof = { sessionId: session.id, amr: { otp: now.toISOString() }, aal: 2, now } as const;
    const token = await renewSession(tx, proof);
    return { id, recoveryCodesMissing: recoveryCodes === 0, token };
  });
}

async function refuseMore(db: Database, { userId }: { userId: string }) {
  const [found] = await db
    .select({ number: sql<number>`count(*)::int` })
    .from(totpAuthenticators)
    .where(isInUse({ userId }));
  if (found && found.number >= MOST) throw new DomainError('TOO_MANY_FACTORS');
}
