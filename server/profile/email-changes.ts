import { and, eq, gt, isNull, ne, type SQL } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { emailChanges } from '@/db/schema/security';
import { DomainError } from '@/server/errors';
import { type LinkPurpose, readLink } from '@/server/links';

/** Whether a change can still be approved and confirmed, within a larger statement. */
export function isOpenChange(now: Date): SQL | undefined {
  return and(isNull(emailChanges.confirmedAt), gt(emailChanges.expiresAt, now));
}

/**
 * The change of address behind a link, in whatever state it is: that is for the command to ask, under the lock of the
 * person. @throws LINK_EXPIRED when the link is not ours, or its change was given up
 */
export async function getChangeByLink(
  db: Database,
  { secret, purpose, token }: { secret: string; purpose: LinkPurpose; token: string },
) {
  const id = readLink({ secret, purpose, token });
  const [change] = id
    ? await db
        .select({ id: emailChanges.id, userId: emailChanges.userId, confirmedAt: emailChanges.confirmedAt })
        .from(emailChanges)
        .where(eq(emailChanges.id, id))
        .limit(1)
    : [];
  if (!change) throw new DomainError('LINK_EXPIRED');
  return change;
}

/** Gives up the change that a person has under way; its links are worth nothing then. @returns whether there was one */
export async function dropOpenChange(db: Database, { userId }: { userId: string }) {
  const dropped = await db
    .delete(emailChanges)
    .where(and(eq(emailChanges.userId, userId), isNull(emailChanges.confirmedAt)))
    .returning({ id: emailChanges.id });
  return dropped.length > 0;
}

/** Whether an address is kept for somebody else, who changed away from it lately and can still undo that. */
export async function isReserved(
  db: Database,
  { email, userId, now }: { email: string; userId: string; now: Date },
) {
  const [reserved] = await db
    .select({ id: emailChanges.id })
    .from(emailChanges)
    .where(
      and(
        eq(emailChanges.oldEmail, email),
        ne(emailChanges.userId, userId),
        gt(emailChanges.undoUntil, now),
        isNull(emailChanges.undoneAt),
      ),
    )
    .limit(1);
  return reserved !== undefined;
}

/**
 * Refuses to leave an account with an address that is kept for somebody else. Asked after the address was written: the
 * write waits for who is giving the address up at that moment, and what they left behind is only seen after it.
 * @throws LINK_EXPIRED
 */
export async function refuseReserved(db: Database, of: { email: string; userId: string; now: Date }) {
  if (await isReserved(db, of)) throw new DomainError('LINK_EXPIRED');
}
