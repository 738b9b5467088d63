import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { passkeys } from '@/db/schema/factors';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { recordSecurityEvent } from '@/server/security/commands';
import type { PasskeyProof } from './passkey-assertion';

const passkeyUsed = prepared((db) => {
  const at = parameter('now', 'timestamptz');
  const counter = parameter('counter', 'bigint');
  const wentBackNow = sql`(greatest(${passkeys.counter}, ${counter}) > 0 and ${counter} <= ${passkeys.counter})`;
  return db
    .update(passkeys)
    .set({
      counter,
      backedUp: parameter('backedUp', 'boolean'),
      lastUsedAt: at,
      counterWentBackAt: sql`coalesce(${passkeys.counterWentBackAt}, case when ${wentBackNow} then ${at} end)`,
    })
    .where(eq(passkeys.id, sql.placeholder('id')))
    .returning({
      inDoubt: sql<boolean>`(${passkeys.counterWentBackAt} is not null)`,
      wentBack: sql<boolean>`${passkeys.counterWentBackAt} is not distinct from ${at}`,
    })
    .prepare('passkey_used');
});

/**
 * Notes that a passkey was used: when, whether it is synchronised by now, and its counter. A counter that did not go
 * forward can mean that there is a copy (WebAuthn level 3 section 6.1.1). It is no proof of one, so it raises a flag,
 * and it is for the caller to believe a little less. The flag stays until `clearDoubts`, however the counter goes on:
 * the second use of a copy looks like any other.
 * @returns `inDoubt`: now or since before; `wentBack`: since this use, which the caller tells by `tellOfCounter`
 * @throws PASSKEY_UNKNOWN when it was removed meanwhile
 */
export async function notePasskeyUse(
  db: Database,
  { proof, now }: { proof: PasskeyProof; now: Date },
): Promise<{ inDoubt: boolean; wentBack: boolean }> {
  const { passkey, counter, backedUp } = proof;
  const [used] = await passkeyUsed(db).execute({ id: passkey.id, counter, backedUp, now: now.toISOString() });
  if (!used) throw new DomainError('PASSKEY_UNKNOWN');
  return used;
}

/**
 * Tells the person that a counter went back. In the transaction of `notePasskeyUse`, and after what moves on there: an
 * event takes hold of the key of its person, which comes last in the order of locks (`endAccess`).
 */
export async function tellOfCounter(
  db: Database,
  { proof, cause, now }: { proof: PasskeyProof; cause: Cause; now: Date },
) {
  const { userId, name } = proof.passkey;
  const details = { name };
  await recordSecurityEvent(db, { kind: 'passkey.counterWentBack', userId, cause, details, now });
}

/** Ends the doubts about a person's passkeys, once they have confirmed by something else who they are. */
export async function clearDoubts(db: Database, { userId }: { userId: string }) {
  await db
    .update(passkeys)
    .set({ counterWentBackAt: null })
    .where(and(eq(passkeys.userId, userId), isNotNull(passkeys.counterWentBackAt)));
}
