import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { blocks, contactRequests, contacts } from '@/db/schema/privacy';
import type { AuditKind } from '@/server/audit/catalog';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { countUse } from '@/server/auth/throttle';
import { DomainError } from '@/server/errors';
import { notify } from '@/server/notifications/commands';
import { readAbout, rowId } from '@/server/notifications/read-about';
import { findBetween } from './between';
import { lockPair } from './pair';
import { answerToAsking, MAX_BLOCKS, QUESTION_DAYS } from './rules';

interface Between {
  userId: string;
  otherId: string;
  cause: Cause;
  now: Date;
}

/**
 * Asks somebody to be a contact. Who asked me already becomes one. Whom they declined is answered as if they had not, and the
 * statements are the same.
 * @throws CANNOT_CONTACT for who may not ask as for who is not there; RATE_LIMITED; LIMITED whoever it is that is asked
 */
export async function askContact(db: Database, of: Between): Promise<{ became: 'asked' | 'contact' }> {
  const { userId, otherId, now } = of;
  await countUse(db, { limit: 'contact.asks', key: userId });
  return db.transaction(async (tx) => {
    const { isLimited } = await lockPair(tx, of);
    if (isLimited) throw new DomainError('LIMITED');
    const between = await findBetween(tx, of);
    const answer = answerToAsking(between);
    if (answer === 'refused') throw new DomainError('CANNOT_CONTACT');
    if (answer === 'contact') return { became: 'contact' };
    if (answer === 'becomes contact') {
      await become(tx, of);
      return { became: 'contact' };
    }
    if (answer === 'asked') return { became: 'asked' };
    const [asked] = await tx
      .insert(contactRequests)
      .values({ fromId: userId, toId: otherId, askedAt: now })
      .onConflictDoUpdate({
        target: [contactRequests.fromId, contactRequests.toId],
        set: { askedAt: now, withdrawnAt: null, declinedAt: stillDeclined(now) },
      })
      .returning({ declinedAt: contactRequests.declinedAt });
    await record(tx, { ...of, kind: 'contact.asked' });
    // Of what stands in no inbox nobody is told, and whoever takes it back and asks again is no news; by the same statements.
    const isNews = asked?.declinedAt === null && between.isSeenByThem && !between.askedLately;
    await tell(tx, { ...of, type: 'contacts.asked', isNews });
    return { became: 'asked' };
  });
}

/** Says yes to somebody who asked. @throws NOT_FOUND when they did not, or took it back */
export async function acceptContact(db: Database, of: Between): Promise<void> {
  await db.transaction(async (tx) => {
    await lockPair(tx, of);
    const between = await findBetween(tx, of);
    if (between.isThere && between.areContacts) return;
    if (!between.isThere || !between.waitsForMe) throw new DomainError('NOT_FOUND');
    await become(tx, of);
  });
}

/** Says no; they are not told, and cannot ask again for 90 days. */
export async function declineContact(db: Database, of: Between): Promise<void> {
  const { userId, otherId, now } = of;
  await db.transaction(async (tx) => {
    await lockPair(tx, of);
    const declined = await tx
      .update(contactRequests)
      .set({ declinedAt: now })
      .where(
        and(
          eq(contactRequests.fromId, otherId),
          eq(contactRequests.toId, userId),
          isNull(contactRequests.declinedAt),
          isNull(contactRequests.withdrawnAt),
        ),
      )
      .returning({ fromId: contactRequests.fromId });
    // Of nobody else: what the trail says of a person may reach them, and they are not told.
    if (!declined.length) return;
    await record(tx, { ...of, kind: 'contact.declined', otherId: userId });
    await readQuestion(tx, of);
  });
}

/** Takes back what one asked; whether it was declined makes no difference that shows. */
export async function withdrawContact(db: Database, of: Between): Promise<void> {
  const { userId, otherId, now } = of;
  await db.transaction(async (tx) => {
    await lockPair(tx, of);
    const withdrawn = await tx
      .update(contactRequests)
      .set({ withdrawnAt: now })
      .where(
        and(
          eq(contactRequests.fromId, userId),
          eq(contactRequests.toId, otherId),
          isNull(contactRequests.withdrawnAt),
        ),
      )
      .returning({ toId: contactRequests.toId });
    if (!withdrawn.length) return;
    await record(tx, { ...of, kind: 'contact.withdrawn' });
    await readQuestion(tx, { ...of, userId: otherId, otherId: userId });
  });
}

/** Is no contact any more, on both sides. */
export async function removeContact(db: Database, of: Between): Promise<void> {
  await db.transaction(async (tx) => {
    await lockPair(tx, of);
    if (await endContact(tx, of)) await record(tx, { ...of, kind: 'contact.removed' });
  });
}

/**
 * Does not exist for somebody any more, who is not told; what was between them ends. Of whom there is not, nothing is said.
 * @throws CANNOT_CONTACT of oneself, TOO_MANY_BLOCKS
 */
export async function blockPerson(db: Database, of: Between): Promise<void> {
  const { userId, otherId, now } = of;
  if (userId === otherId) throw new DomainError('CANNOT_CONTACT');
  await db.transaction(async (tx) => {
    const { exists } = await lockPair(tx, of);
    if (!exists) return;
    const mine = await tx.$count(blocks, eq(blocks.blockerId, userId));
    const added = await tx
      .insert(blocks)
      .values({ blockerId: userId, blockedId: otherId, at: now })
      .onConflictDoNothing()
      .returning({ blockedId: blocks.blockedId });
    if (!added.length) return;
    if (mine >= MAX_BLOCKS) throw new DomainError('TOO_MANY_BLOCKS');
    await endContact(tx, of);
    // Taken back and not deleted: who was declined could else ask again by blocking and unblocking.
    await tx
      .update(contactRequests)
      .set({ withdrawnAt: now })
      .where(and(bothWays(of), isNull(contactRequests.withdrawnAt)));
    await record(tx, { ...of, kind: 'person.blocked', otherId: userId });
    await readQuestion(tx, of);
  });
}

/** Exists for somebody again; what ended by the block does not come back. */
export async function unblockPerson(db: Database, of: Between): Promise<void> {
  const { userId, otherId } = of;
  await db.transaction(async (tx) => {
    await lockPair(tx, of);
    const removed = await tx
      .delete(blocks)
      .where(and(eq(blocks.blockerId, userId), eq(blocks.blockedId, otherId)))
      .returning({ blockedId: blocks.blockedId });
    if (removed.length) await record(tx, { ...of, kind: 'person.unblocked', otherId: userId });
  });
}

/** Both are contacts of each other, and whatever one of them asked is answered. */
async function become(db: Database, of: Between) {
  const { userId, otherId, now } = of;
  await db
    .insert(contacts)
    .values([
      { userId, contactId: otherId, since: now },
      { userId: otherId, contactId: userId, since: now },
    ])
    .onConflictDoNothing();
  await db.delete(contactRequests).where(bothWays(of));
  await record(db, { ...of, kind: 'contact.accepted' });
  await readQuestion(db, of);
  await tell(db, { ...of, type: 'contacts.accepted', isNews: true });
}

async function tell(
  db: Database,
  of: Between & { type: 'contacts.asked' | 'contacts.accepted'; isNews: boolean },
) {
  const { userId, otherId, type, isNews, now } = of;
  const to = { kind: 'people' as const, ids: isNews ? [otherId] : [] };
  const objectId = type === 'contacts.asked' ? rowId('contactRequest', userId, otherId) : undefined;
  await notify(db, { type, to, data: {}, actorId: userId, objectId, now });
}

/** What one was told of a question that is answered, or taken back. */
async function readQuestion(db: Database, { userId, otherId, now }: Between) {
  await readAbout(db, { userId, objectIds: [rowId('contactRequest', otherId, userId)], now });
}

async function endContact(db: Database, { userId, otherId }: { userId: string; otherId: string }) {
  const pair = [userId, otherId];
  const ended = await db
    .delete(contacts)
    .where(and(inArray(contacts.userId, pair), inArray(contacts.contactId, pair)))
    .returning({ userId: contacts.userId });
  return ended.length > 0;
}

function bothWays({ userId, otherId }: { userId: string; otherId: string }) {
  return or(
    and(eq(contactRequests.fromId, userId), eq(contactRequests.toId, otherId)),
    and(eq(contactRequests.fromId, otherId), eq(contactRequests.toId, userId)),
  );
}

/** When a question was declined, as long as that counts; else null. */
function stillDeclined(now: Date) {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`case when ${contactRequests.declinedAt} > ${at} - make_interval(days => ${QUESTION_DAYS}) then ${contactRequests.declinedAt} end`;
}

async function record(db: Database, entry: Between & { kind: AuditKind }) {
  const { kind, cause, otherId, now } = entry;
  await recordAudit(db, { kind, cause, subjectId: otherId, now });
}
