import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { passkeys } from '@/db/schema/factors';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { recordSecurityEvent } from '@/server/security/commands';
import type { PasskeyProof } from './passkey-assertion';

/**
 * Notes that a passkey was used: when, whether it is synchronised by now, and its counter. A counter that did not go
 * forward can mean that there is a copy (WebAuthn level 3 section 6.1.1). It is no proof of one, so it raises a flag
 * and one notice, and it is for the caller to believe a little less. The flag stays until `clearDoubts`, however the
 * counter goes on: the second use of a copy looks like any other.
 * @returns whether the passkey is in doubt, now or since before @throws PASSKEY_UNKNOWN when it was removed meanwhile
 */
export async function notePasskeyUse(
  db: Database,
  use: { proof: PasskeyProof; cause: Cause; now: Date },
): Promise<boolean> {
  const { proof, cause, now } = use;
  const { passkey, counter, backedUp } = proof;
  const at = sql`${now.toISOString()}::timestamptz`;
  const wentBack = sql`(greatest(${passkeys.counter}, ${counter}) > 0 and ${counter} <= ${passkeys.counter})`;
  const [used] = await db
    .update(passkeys)
    .set({
      counter,
      backedUp,
      lastUsedAt: now,
      counterWentBackAt: sql`coalesce(${passkeys.counterWentBackAt}, case when ${wentBack} then ${at} end)`,
    })
    .where(eq(passkeys.id, passkey.id))
    .returning({
      inDoubt: sql<boolean>`(${passkeys.counterWentBackAt} is not null)`,
      isNew: sql<boolean>`${passkeys.counterWentBackAt} is not distinct from ${at}`,
    });
  if (!used) throw new DomainError('PASSKEY_UNKNOWN');
  if (used.isNew) {
    const { userId, name } = passkey;
    await recordSecurityEvent(db, {
      kind: 'passkey.counterWentBack',
      userId,
      cause,
      details: { name },
      now,
    });
  }
  return used.inDoubt;
}

/** Ends the doubts about a person's passkeys, once they have confirmed by something else who they are. */
export async function clearDoubts(db: Database, { userId }: { userId: string }) {
  await db
    .update(passkeys)
    .set({ counterWentBackAt: null })
    .where(and(eq(passkeys.userId, userId), isNotNull(passkeys.counterWentBackAt)));
}
