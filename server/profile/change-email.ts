import { and, eq, gte, isNotNull, isNull } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { uniqueViolation } from '@/db/connection/errors';
import { emailChanges } from '@/db/schema/security';
import { users } from '@/db/schema/users';
import type { Cause } from '@/server/audit/commands';
import { forgetBrowsers } from '@/server/auth/browsers';
import { closeResets, endAccess } from '@/server/auth/end-access';
import { lockPerson } from '@/server/auth/factors';
import { forgetFailures, passwordKey } from '@/server/auth/proofs';
import { countUse } from '@/server/auth/throttle';
import { DomainError } from '@/server/errors';
import { addJob } from '@/server/jobs/queue';
import { recordSecurityEvent } from '@/server/security/commands';
import { dropOpenChange, getChangeByLink, isOpenChange, refuseReserved } from './email-changes';

/** Seconds that each of the two links of a change works: a day. */
const LINK_SECONDS = 86_400;
/** Seconds that the old address can undo a change: seven days. */
const UNDO_SECONDS = 7 * 86_400;

/** A change of address under way. */
export interface PendingEmailChange {
  newEmail: string;
  approved: boolean;
  expiresAt: Date;
}

interface LinkVisit {
  token: string;
  secret: string;
  ip: string;
  userAgent: string | undefined;
  requestId: string;
  now: Date;
}

/** The change of address that a person has under way, if any. */
export async function getPendingEmailChange(
  db: Database,
  { userId, now }: { userId: string; now: Date },
): Promise<PendingEmailChange | null> {
  const [open] = await db
    .select({
      newEmail: emailChanges.newEmail,
      approvedAt: emailChanges.approvedAt,
      expiresAt: emailChanges.expiresAt,
    })
    .from(emailChanges)
    .where(and(eq(emailChanges.userId, userId), isOpenChange(now)))
    .limit(1);
  if (!open) return null;
  const { approvedAt, ...change } = open;
  return { ...change, approved: approvedAt !== null };
}

/**
 * Asks the current address to approve another one, in place of whatever was under way. Whether somebody else has the new
 * address is not even looked up: only its own mailbox will be told.
 * @throws ALREADY_THERE when it is the current address, SESSION_ENDED, RATE_LIMITED
 */
export async function requestEmailChange(
  db: Database,
  { email, userId, cause, now }: { email: string; userId: string; cause: Cause; now: Date },
): Promise<void> {
  await countUse(db, { limit: 'mail.address', key: `email-change:${userId}` });
  const id = uuid();
  await db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId, sessionId: cause.sessionId });
    if (person.email === email) throw new DomainError('ALREADY_THERE');
    await dropOpenChange(tx, { userId });
    await tx.insert(emailChanges).values({
      id,
      userId,
      oldEmail: person.email,
      newEmail: email,
      createdAt: now,
      expiresAt: later(now, LINK_SECONDS),
    });
    await recordSecurityEvent(tx, { kind: 'email.changeRequested', userId, cause, now });
    await addJob(tx, { name: 'mail.approveEmail', payload: { changeId: id } });
  });
}

/** Gives up the change under way; without one nothing happens. */
export async function cancelEmailChange(
  db: Database,
  { userId, cause, now }: { userId: string; cause: Cause; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockPerson(tx, { userId });
    if (await dropOpenChange(tx, { userId }))
      await recordSecurityEvent(tx, { kind: 'email.changeCancelled', userId, cause, now });
  });
}

/**
 * The current address agrees, once, by the link in its mail; the new one is asked to confirm then, or told that it
 * belongs to somebody.
 * @throws LINK_EXPIRED, ACCOUNT_INACTIVE, RATE_LIMITED when the new address has had enough mails of the kind (the link stays good)
 */
export async function approveEmailChange(db: Database, visit: LinkVisit): Promise<{ newEmail: string }> {
  const { now } = visit;
  const { id, userId } = await getChangeByLink(db, { ...visit, purpose: 'email-approve' });
  return db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId });
    await refuseSuspended(tx, { userId });
    const [approved] = await tx
      .update(emailChanges)
      .set({ approvedAt: now, expiresAt: later(now, LINK_SECONDS) })
      .where(
        and(
          eq(emailChanges.id, id),
          eq(emailChanges.oldEmail, person.email),
          isNull(emailChanges.approvedAt),
          isOpenChange(now),
        ),
      )
      .returning({ newEmail: emailChanges.newEmail });
    if (!approved) throw new DomainError('LINK_EXPIRED');
    await countUse(tx, { limit: 'mail.address', key: `email-confirm:${approved.newEmail}` });
    const cause = causeOf(visit, userId);
    await recordSecurityEvent(tx, { kind: 'email.changeApproved', userId, cause, now });
    await addJob(tx, { name: 'mail.confirmEmail', payload: { changeId: id } });
    return approved;
  });
}

/**
 * The new address is the person's, by the link in its mail: from now on it is the one of the account. The old one is kept
 * for them for seven days, with a link that undoes it.
 * @throws ACCOUNT_INACTIVE; LINK_EXPIRED, also when somebody else has the address by now or it is kept for them
 */
export async function confirmEmailChange(db: Database, visit: LinkVisit): Promise<{ newEmail: string }> {
  const { now } = visit;
  const { id, userId } = await getChangeByLink(db, { ...visit, purpose: 'email-confirm' });
  return db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId });
    await refuseSuspended(tx, { userId });
    const [confirmed] = await tx
      .update(emailChanges)
      .set({ confirmedAt: now, undoUntil: later(now, UNDO_SECONDS) })
      .where(
        and(
          eq(emailChanges.id, id),
          eq(emailChanges.oldEmail, person.email),
          isNotNull(emailChanges.approvedAt),
          isOpenChange(now),
        ),
      )
      .returning({ newEmail: emailChanges.newEmail });
    if (!confirmed) throw new DomainError('LINK_EXPIRED');
    // A link for a new password lies in the mailbox that is left now.
    await closeResets(tx, { userId, now });
    await writeAddress(tx, { userId, email: confirmed.newEmail, now });
    const cause = causeOf(visit, userId);
    await recordSecurityEvent(tx, {
      kind: 'email.changed',
      userId,
      cause,
      details: { changeId: id },
      now,
    });
    await addJob(tx, { name: 'mail.emailChanged', payload: { changeId: id } });
    return confirmed;
  });
}

/**
 * Gives the account back to an address that it had, by the link in that mailbox, and undoes whatever was changed since:
 * the links of later addresses are worth nothing afterwards, those of earlier ones stay good. Every session ends, and
 * all trust.
 * @throws LINK_EXPIRED, also seven days after the change
 */
export async function undoEmailChange(db: Database, visit: LinkVisit): Promise<{ oldEmail: string }> {
  const { now } = visit;
  const { id, userId, confirmedAt } = await getChangeByLink(db, { ...visit, purpose: 'email-undo' });
  if (!confirmedAt) throw new DomainError('LINK_EXPIRED');
  return db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId });
    const undone = await tx
      .update(emailChanges)
      .set({ undoneAt: now })
      .where(
        and(
          eq(emailChanges.userId, userId),
          gte(emailChanges.confirmedAt, confirmedAt),
          isNull(emailChanges.undoneAt),
        ),
      )
      .returning({
        id: emailChanges.id,
        oldEmail: emailChanges.oldEmail,
        undoUntil: emailChanges.undoUntil,
      });
    const own = undone.find((change) => change.id === id);
    if (!own?.undoUntil || own.undoUntil <= now) throw new DomainError('LINK_EXPIRED');
    const { oldEmail } = own;
    await dropOpenChange(tx, { userId });
    await closeResets(tx, { userId, now });
    const details = await endAccess(tx, { person });
    await writeAddress(tx, { userId, email: oldEmail, now });
    await forgetBrowsers(tx, { userId });
    const cause = causeOf(visit, userId);
    await recordSecurityEvent(tx, { kind: 'email.changeUndone', userId, cause, details, now });
    return { oldEmail };
  });
}

/**
 * Whoever is suspended appeals, exports and leaves, and nothing else, by no link of before either: it stays good until its end.
 * @throws ACCOUNT_INACTIVE
 */
async function refuseSuspended(tx: Database, { userId }: { userId: string }) {
  const [suspended] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.status, 'suspended')));
  if (suspended) throw new DomainError('ACCOUNT_INACTIVE');
}

/** The address of an account from now on, where wrong guesses made before count for nothing. @throws LINK_EXPIRED */
async function writeAddress(
  db: Database,
  { userId, email, now }: { userId: string; email: string; now: Date },
) {
  await db
    .update(users)
    .set({ email })
    .where(eq(users.id, userId))
    .catch((error) => {
      throw uniqueViolation(error) ? new DomainError('LINK_EXPIRED', { cause: error }) : error;
    });
  await refuseReserved(db, { email, userId, now });
  await forgetFailures(db, { key: passwordKey(email) });
}

/** A link is used by whoever has the mailbox, in any browser: there is no session. */
function causeOf({ requestId, ip, userAgent }: LinkVisit, userId: string): Cause {
  return { actorId: userId, requestId, ip, userAgent };
}

function later(now: Date, seconds: number) {
  return new Date(now.getTime() + seconds * 1000);
}
