import { and, eq, gt, isNotNull, isNull, lte, or } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { auditEntries } from '@/db/schema/audit';
import { erasureReceipts } from '@/db/schema/leaving';
import { appeals } from '@/db/schema/moderation';
import { oauthClients } from '@/db/schema/oauth';
import { principals } from '@/db/schema/principals';
import { emailChanges } from '@/db/schema/security';
import { formerHandles, profiles, users } from '@/db/schema/users';
import { recordAudit } from '@/server/audit/commands';
import { endAccess } from '@/server/auth/end-access';
import { closeEmptied } from '@/server/groups/emptied';
import type { TaskServices } from '@/server/jobs/services';
import { leaveEvidence } from '@/server/moderation/evidence-end';
import { lockHandles } from '@/server/profile/handles';
import { eraseEvents } from './events';
import { eraseExports, eraseOutbox, erasePhotos } from './files';
import { eraseJobsAbout, eraseJobsOf } from './jobs';
import { findDeparture } from './queries';
import { signReceipt } from './receipt-keys';
import { composeReceipt } from './receipts';
import { eraseRows, eraseSent } from './rows';
import { handlesEnd, isErasureDue } from './rules';
import { ERASED, type Erased, isGroupAppealOf } from './tables';

/**
 * Carries a deletion out whose time has come. Each step can be done again, and what is left of one that was cut off is
 * taken up where it was; the account itself goes in the last transaction, with the receipt. For somebody who has taken it back, or is
 * gone already, nothing happens.
 */
export async function eraseAccount(
  services: TaskServices,
  { userId, now }: { userId: string; now: Date },
): Promise<void> {
  const { db } = services;
  const departure = await beginErasure(db, { userId, now });
  if (!departure) return;
  const person = { userId, emails: [departure.email, ...(await listKeptAddresses(db, { userId, now }))] };
  // While the rows are there that tell what is theirs.
  await eraseOutbox(services, person);
  await eraseEvents(db, person);
  await eraseJobsAbout(db, person);
  await erasePhotos(services, person);
  await eraseExports(services, person);
  await closeEmptied(db, { userId, now });
  for (const table of ERASED) await eraseRows(db, table, { person });
  await eraseSent(db, { person, departure });
  // What was being sent when it began.
  await eraseOutbox(services, person);
  await finishErasure(services, { person, now });
}

/** From here on nobody comes in any more. @returns undefined when nothing is to be erased, or not yet */
async function beginErasure(db: Database, { userId, now }: { userId: string; now: Date }) {
  return db.transaction(async (tx) => {
    const departure = await findDeparture(tx, { userId, hold: true });
    if (!departure || !isErasureDue(departure, { now, evidenceHeld: false })) return undefined;
    if (departure.status === 'erasing') return departure;
    await tx.update(users).set({ status: 'erasing' }).where(eq(users.id, userId));
    await endAccess(tx, { person: { id: userId, email: departure.email } });
    return departure;
  });
}

/** Earlier addresses that are still kept for the person; one that they let go may be somebody else's by now. */
async function listKeptAddresses(db: Database, { userId, now }: { userId: string; now: Date }) {
  const kept = await db
    .select({ email: emailChanges.oldEmail })
    .from(emailChanges)
    .where(
      and(
        eq(emailChanges.userId, userId),
        isNotNull(emailChanges.confirmedAt),
        isNull(emailChanges.undoneAt),
        gt(emailChanges.undoUntil, now),
      ),
    );
  return kept.map(({ email }) => email);
}

/** The account, what came about meanwhile, and the receipt: all of it or nothing. */
async function finishErasure(
  { db, appUrl, secret, previousSecrets }: TaskServices,
  { person, now }: { person: Erased; now: Date },
) {
  const { userId } = person;
  await db.transaction(async (tx) => {
    const held = await findDeparture(tx, { userId, hold: true });
    if (held?.status !== 'erasing' || !held.receiptId) return;
    await eraseEvents(tx, person);
    for (const table of ERASED) await eraseRows(tx, table, { person, wait: true });
    await eraseSent(tx, { person, departure: held, wait: true });
    await eraseJobsOf(tx, person);
    const handles = await holdHandles(tx, { userId, now });
    const appsOwned = await leaveApps(tx, { userId });
    const groupAppeals = await leaveGroupAppeals(tx, { userId });
    await recordAudit(tx, { kind: 'account.erased', cause: { actorId: null }, subjectId: userId, now });
    const evidence = await leaveEvidence(tx, { userId });
    const auditTrail = await countAudit(tx, { userId });
    const departure = (await findDeparture(tx, { userId })) ?? held;
    await tx.delete(profiles).where(eq(profiles.userId, userId));
    await tx.delete(users).where(eq(users.id, userId));
    await tx.delete(principals).where(eq(principals.id, userId));
    const document = composeReceipt({
      receiptId: held.receiptId,
      issuer: appUrl,
      erasedAt: now,
      erased: { ...departure.erased, reportedContent: evidence.erased },
      keepsMessages: held.keepsMessages,
      kept: { handles, appsOwned, groupAppeals, auditTrail, reportedContent: evidence.held },
    });
    const signature = await signReceipt(tx, { document, secrets: [secret, ...previousSecrets], now });
    await tx.insert(erasureReceipts).values({ id: held.receiptId, erasedAt: now, document, signature });
  });
}

/** Nobody can take the person's handles for a while, and they lead nowhere. @returns how many */
async function holdHandles(db: Database, { userId, now }: { userId: string; now: Date }): Promise<number> {
  const heldUntil = handlesEnd(now);
  const [profile] = await db
    .select({ handle: profiles.handle })
    .from(profiles)
    .where(eq(profiles.userId, userId))
    .limit(1);
  const held = await db
    .select({ handle: formerHandles.handle })
    .from(formerHandles)
    .where(eq(formerHandles.userId, userId));
  await lockHandles(
    db,
    [...held, ...(profile ? [profile] : [])].map(({ handle }) => handle),
  );
  await db
    .delete(formerHandles)
    .where(and(eq(formerHandles.userId, userId), lte(formerHandles.heldUntil, now)));
  const former = await db
    .update(formerHandles)
    .set({ userId: null, heldUntil })
    .where(eq(formerHandles.userId, userId))
    .returning({ handle: formerHandles.handle });
  if (!profile) return former.length;
  const row = { userId: null, releasedAt: now, heldUntil };
  await db
    .insert(formerHandles)
    .values({ handle: profile.handle, ...row })
    .onConflictDoUpdate({ target: formerHandles.handle, set: row });
  return former.length + 1;
}

/** The apps that they answered for stay, since they act for others. @returns how many */
async function leaveApps(db: Database, { userId }: { userId: string }) {
  const left = await db
    .update(oauthClients)
    .set({ ownerId: null })
    .where(eq(oauthClients.ownerId, userId))
    .returning({ id: oauthClients.id });
  return left.length;
}

/** What they said for a group stays with its case, as what was decided of it does. @returns how much */
async function leaveGroupAppeals(db: Database, { userId }: { userId: string }) {
  const left = await db
    .update(appeals)
    .set({ personId: null })
    .where(isGroupAppealOf({ userId }))
    .returning({ id: appeals.id });
  return left.length;
}

function countAudit(db: Database, { userId }: { userId: string }) {
  return db.$count(auditEntries, or(eq(auditEntries.subjectId, userId), eq(auditEntries.actorId, userId)));
}
