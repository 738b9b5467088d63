import { and, eq, isNotNull } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { passkeys, recoveryCodes, totpAuthenticators } from '@/db/schema/factors';
import type { Cause } from '@/server/audit/commands';
import { endSignIns } from '@/server/auth/end-access';
import { forgetTrustedDevices, lockPerson } from '@/server/auth/factors';
import { endSessionsOf } from '@/server/auth/sessions';
import { DomainError } from '@/server/errors';
import { can } from '@/server/roles/check';
import { refuseAbove } from '@/server/roles/within';
import { recordSecurityEvent } from '@/server/security/commands';

interface ResetFactors {
  passkeys: number;
  authenticators: number;
}

/**
 * Takes every second factor from somebody who lost them: passkeys, authenticator apps and recovery codes. The person is told by
 * mail and signed out everywhere; their password, or a link to choose one, lets them in again. Where there is nothing to take
 * nothing happens, so that sent twice it is done once. @throws NOT_FOUND, ABOVE_YOU, NOT_ALLOWED
 */
export async function resetFactorsOf(
  db: Database,
  { id, cause, now }: { id: string; cause: Cause & { actorId: string }; now: Date },
): Promise<ResetFactors> {
  return db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId: id });
    await refuseAbove(tx, { actorId: cause.actorId, personId: id, now });
    // Whoever holds it everywhere may be denied it with this one.
    const asked = { userId: cause.actorId, permission: 'person.resetFactors' as const, now };
    if (!(await can(tx, { ...asked, object: { type: 'person', id } }))) throw new DomainError('NOT_ALLOWED');
    // What is being used at this moment holds its factor first, and then its attempt.
    const apps = await tx
      .delete(totpAuthenticators)
      .where(and(eq(totpAuthenticators.userId, id), isNotNull(totpAuthenticators.confirmedAt)))
      .returning({ id: totpAuthenticators.id });
    const codes = await tx
      .delete(recoveryCodes)
      .where(eq(recoveryCodes.userId, id))
      .returning({ userId: recoveryCodes.userId });
    await tx
      .select({ id: passkeys.id })
      .from(passkeys)
      .where(eq(passkeys.userId, id))
      .orderBy(passkeys.id)
      .for('no key update');
    await endSignIns(tx, { person });
    const keys = await tx.delete(passkeys).where(eq(passkeys.userId, id)).returning({ id: passkeys.id });
    const taken = { passkeys: keys.length, authenticators: apps.length };
    if (keys.length + apps.length + codes.length === 0) return taken;
    await forgetTrustedDevices(tx, { userId: id });
    const endedSessions = await endSessionsOf(tx, { userId: id });
    await recordSecurityEvent(tx, {
      kind: 'factors.reset',
      userId: id,
      cause,
      details: { ...taken, endedSessions },
      byStaff: true,
      now,
    });
    return taken;
  });
}
