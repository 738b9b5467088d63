import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { users } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { forgetFailures, passwordKey, totpKey } from './proofs';

/**
 * Forgets the failures at the password and the authenticator apps of the person with this address, so that waits end and
 * what a hundred of them have closed is open. Nothing else changes: it opens for who has it. @throws NOT_FOUND
 */
export async function reopenFactors(
  db: Database,
  { email, cause, now }: { email: string; cause: Cause; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const [person] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email)).limit(1);
    if (!person) throw new DomainError('NOT_FOUND');
    const { id: userId } = person;
    await forgetFailures(tx, { key: passwordKey(email), userId });
    await forgetFailures(tx, { key: totpKey(userId), userId });
    await recordAudit(tx, { kind: 'factors.reopened', cause, subjectId: userId, now });
  });
}
