import { asc, eq, lt } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { departures } from '@/db/schema/leaving';
import { users } from '@/db/schema/users';
import type { AuditKind } from '@/server/audit/catalog';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { endAccess } from '@/server/auth/end-access';
import { lockPerson } from '@/server/auth/factors';
import { countUse } from '@/server/auth/throttle';
import { DomainError } from '@/server/errors';
import { type OwnedGroups, refuseSoleOwner, withOwnedGroups } from '@/server/groups/owners';
import { addJob, addJobs, removeJob } from '@/server/jobs/queue';
import { readLink } from '@/server/links';
import { notify } from '@/server/notifications/commands';
import { refuseLastAdmin } from '@/server/roles/last-admin';
import { findDeparture, getStanding } from './queries';
import { canBeKept, confirms, isPauseOver, statusOf } from './rules';

interface Leaving {
  userId: string;
  cause: Cause;
  now: Date;
}

type AccountStatus = (typeof users.status.enumValues)[number];

/** Whoever is not being erased already. */
const ANY: AccountStatus[] = ['active', 'deactivated', 'leaving', 'suspended'];

const DAY = 86_400_000;
/** Milliseconds after its time in which a departure still has its own job. */
const TAKEN_UP_AFTER = 600_000;
/** Milliseconds in which somebody whose account others closed is told of it, before it is erased with their address. */
const TOLD_WITHIN = 600_000;

/** At most one of each waits for a person. */
const eraseJob = (userId: string) => `account.erase:${userId}`;
const returnJob = (userId: string) => `account.return:${userId}`;

/** Hides the account from everybody and signs it out everywhere, until its person comes back. @throws LAST_ADMIN, SESSION_ENDED, NOT_ALLOWED unless it is active */
export async function pauseAccount(db: Database, of: Leaving & { returnOn: Date | null }): Promise<void> {
  const { userId, returnOn, cause, now } = of;
  await db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId, sessionId: cause.sessionId });
    const { status } = await getStanding(tx, { userId });
    if (status !== 'active') throw new DomainError('NOT_ALLOWED');
    await refuseLastAdmin(tx, { userId, now });
    await depart(tx, { userId, kind: 'pause', since: now, dueAt: returnOn });
    await endAccess(tx, { person });
    if (returnOn)
      await addJob(tx, {
        name: 'account.return',
        payload: { userId },
        runAt: returnOn,
        key: returnJob(userId),
      });
    await record(tx, of, 'account.paused', { returnOn: returnOn?.toISOString() ?? null });
  });
}

/** Ends a pause. Of an active account nothing changes. @throws NOT_ALLOWED for one that is suspended or leaving */
export async function resumeAccount(db: Database, of: Leaving): Promise<void> {
  const { userId, cause } = of;
  await db.transaction(async (tx) => {
    await lockPerson(tx, { userId, sessionId: cause.sessionId });
    const { status } = await getStanding(tx, { userId });
    if (status === 'active') return;
    if (status !== 'deactivated') throw new DomainError('NOT_ALLOWED');
    await comeBack(tx, { userId, status });
    await record(tx, of, 'account.resumed');
  });
}

/** Ends a pause whose date has come, also of somebody who is suspended; any other stays as it is. */
export async function endPause(db: Database, { userId, now }: { userId: string; now: Date }): Promise<void> {
  await db.transaction(async (tx) => {
    const departure = await findDeparture(tx, { userId, hold: true });
    if (!departure || !isPauseOver(departure, now)) return;
    await comeBack(tx, { userId, status: departure.status });
    await record(tx, { userId, cause: { actorId: null }, now }, 'account.resumed');
  });
}

/**
 * Hides the account and signs it out everywhere; after the days of grace it is deleted, without any at once.
 * @throws CONFIRMATION_WRONG, LAST_ADMIN, SOLE_OWNER, SESSION_ENDED, NOT_ALLOWED unless it is active, RATE_LIMITED after three within an hour
 */
export async function scheduleDeletion(
  db: Database,
  of: Leaving & { handle: string; keepsMessages: boolean; graceDays: number },
): Promise<{ dueAt: string; receiptId: string }> {
  const { graceDays, now } = of;
  const dueAt = new Date(now.getTime() + graceDays * DAY);
  const receiptId = await decideDeletion(db, { ...of, from: ['active'], atOnce: graceDays === 0, dueAt });
  return { dueAt: dueAt.toISOString(), receiptId };
}

/**
 * Deletes the account without any days of grace, also one that is paused, suspended or waiting for its deletion, whose receipt it
 * keeps.
 * @throws CONFIRMATION_WRONG, LAST_ADMIN, SOLE_OWNER, SESSION_ENDED
 */
export async function deleteAccountNow(
  db: Database,
  of: Leaving & { handle: string; keepsMessages: boolean },
): Promise<{ receiptId: string }> {
  const receiptId = await decideDeletion(db, { ...of, from: ANY, atOnce: true, dueAt: of.now });
  return { receiptId };
}

/**
 * Deletes the account with this address without any days of grace, whatever its state. @throws NOT_FOUND, LAST_ADMIN, NOT_ALLOWED
 * for one that is being deleted already
 */
export async function deleteAccountOf(
  db: Database,
  { email, cause, now }: { email: string; cause: Cause; now: Date },
): Promise<{ receiptId: string }> {
  const [found] = await db.select({ id: users.id }).from(users).where(eq(users.email, email)).limit(1);
  if (!found) throw new DomainError('NOT_FOUND');
  const of = { userId: found.id, keepsMessages: false, cause, now };
  return { receiptId: await decideDeletion(db, { ...of, from: ANY, atOnce: true, dueAt: now }) };
}

/**
 * Closes an account for good, whatever its state, as administrators decided: within their transaction. Its person is told by
 * mail, while there is still an address. @throws NOT_FOUND, LAST_ADMIN, NOT_ALLOWED for one that is being deleted already
 */
export async function purgeAccount(
  tx: Database,
  { userId, cause, now }: { userId: string; cause: Cause; now: Date },
): Promise<void> {
  // Whoever did it is not who it is done to: the session is not one of theirs.
  const of = { userId, keepsMessages: false, cause: { ...cause, sessionId: undefined }, now };
  const eraseAt = new Date(now.getTime() + TOLD_WITHIN);
  await decideDeletion(tx, { ...of, from: ANY, atOnce: true, dueAt: now, eraseAt });
  await addJob(tx, { name: 'mail.accountPurged', payload: { userId } });
}

/** Takes a deletion back, signed in. Of an active account nothing changes. @throws NOT_ALLOWED for one that is not about to be deleted */
export async function cancelDeletion(db: Database, of: Leaving): Promise<void> {
  const { userId, cause } = of;
  await db.transaction(async (tx) => {
    await lockPerson(tx, { userId, sessionId: cause.sessionId });
    const { status, kind } = await getStanding(tx, { userId });
    if (status === 'active') return;
    if (!kind || !canBeKept({ kind, status })) throw new DomainError('NOT_ALLOWED');
    await comeBack(tx, { userId, status });
    await record(tx, of, 'account.deletionCancelled');
  });
}

/** The same by the link in the mail, which is good for this deletion and no later one. @throws LINK_EXPIRED */
export async function cancelDeletionByLink(
  db: Database,
  of: {
    secret: string;
    token: string;
    ip: string;
    userAgent: string | undefined;
    requestId: string;
    now: Date;
  },
): Promise<void> {
  const { secret, token, ip, userAgent, requestId, now } = of;
  const receiptId = readLink({ secret, purpose: 'keep-account', token });
  if (!receiptId) throw new DomainError('LINK_EXPIRED');
  const [found] = await db
    .select({ userId: departures.userId })
    .from(departures)
    .where(eq(departures.receiptId, receiptId))
    .limit(1);
  if (!found) throw new DomainError('LINK_EXPIRED');
  const { userId } = found;
  await db.transaction(async (tx) => {
    const departure = await findDeparture(tx, { userId, hold: true });
    if (departure?.receiptId !== receiptId || !canBeKept(departure)) throw new DomainError('LINK_EXPIRED');
    await comeBack(tx, { userId, status: departure.status });
    const cause = { actorId: userId, ip, userAgent, requestId };
    await record(tx, { userId, cause, now }, 'account.deletionCancelled');
  });
}

async function decideDeletion(
  db: Database,
  of: Leaving & {
    /** As it was typed to confirm; absent where something else does. */
    handle?: string;
    keepsMessages: boolean;
    from: AccountStatus[];
    atOnce: boolean;
    dueAt: Date;
    /** When it begins, where that is later. */
    eraseAt?: Date;
  },
): Promise<string> {
  const { userId, keepsMessages, atOnce, dueAt, eraseAt = dueAt, cause, now } = of;
  return inTransaction(db, of, async (tx, owned) => {
    const person = await lockPerson(tx, { userId, sessionId: cause.sessionId });
    const standing = await getStanding(tx, { userId });
    if (!of.from.includes(standing.status)) throw new DomainError('NOT_ALLOWED');
    if (of.handle !== undefined && !confirms(of.handle, standing.handle))
      throw new DomainError('CONFIRMATION_WRONG');
    // Each that waits is a mail.
    if (!atOnce) await countUse(tx, { limit: 'mail.address', key: `deletion:${userId}` });
    if (standing.status === 'active') await refuseLastAdmin(tx, { userId, now });
    if (owned) await refuseSoleOwner(tx, { userId, owned, now });
    // Of one that is brought forward the address of its receipt is known already.
    const receiptId = standing.receiptId ?? uuid();
    const departure = { userId, since: now, dueAt, receiptId, keepsMessages };
    await depart(tx, { ...departure, kind: 'deletion', atOnce });
    await endAccess(tx, { person });
    // Whatever waits for a later moment makes room.
    await removeJob(tx, { key: returnJob(userId) });
    await removeJob(tx, { key: eraseJob(userId) });
    await addJob(tx, { name: 'account.erase', payload: { userId }, runAt: eraseAt, key: eraseJob(userId) });
    const to = { kind: 'people' as const, ids: [userId] };
    if (!atOnce) await notify(tx, { type: 'account.deletionScheduled', to, data: {}, now });
    await record(tx, of, 'account.deletionScheduled', { dueAt: dueAt.toISOString(), keepsMessages });
    return receiptId;
  });
}

/** What others decide about an account no group of theirs stands in the way of; staff name who answers for it then. */
function inTransaction<Result>(
  db: Database,
  { userId, handle, now }: { userId: string; handle?: string; now: Date },
  work: (tx: Database, owned: OwnedGroups | undefined) => Promise<Result>,
) {
  if (handle === undefined) return db.transaction((tx) => work(tx, undefined));
  return withOwnedGroups(db, { userId, now }, work);
}

/** Away from now on: status and departure change together, and nowhere else. */
async function depart(
  db: Database,
  { atOnce = false, ...row }: typeof departures.$inferInsert & { atOnce?: boolean },
): Promise<void> {
  const { userId } = row;
  const status = atOnce ? 'erasing' : statusOf({ suspended: false, departure: row });
  await db.update(users).set({ status }).where(eq(users.id, userId));
  const set = { receiptId: null, keepsMessages: false, ...row };
  await db.insert(departures).values(row).onConflictDoUpdate({ target: departures.userId, set });
}

/** Here again; whoever is suspended stays so. */
async function comeBack(db: Database, { userId, status }: { userId: string; status: AccountStatus }) {
  const next = statusOf({ suspended: status === 'suspended', departure: undefined });
  await db.update(users).set({ status: next }).where(eq(users.id, userId));
  await db.delete(departures).where(eq(departures.userId, userId));
  await removeJob(db, { key: returnJob(userId) });
  await removeJob(db, { key: eraseJob(userId) });
}

/**
 * Adds the job anew of each pause and deletion that is ten minutes overdue, as after one that failed for days. Each of them can be
 * done, also of somebody who is suspended, so that none comes up again and again; the longest overdue come first.
 */
export async function takeUpDepartures(db: Database, { now }: { now: Date }): Promise<void> {
  const due = await db
    .select({ userId: departures.userId, kind: departures.kind })
    .from(departures)
    .where(lt(departures.dueAt, new Date(now.getTime() - TAKEN_UP_AFTER)))
    .orderBy(asc(departures.dueAt))
    .limit(1000);
  const of = (which: 'pause' | 'deletion', keyOf: (userId: string) => string) => {
    const those = due.filter(({ kind }) => kind === which).map(({ userId }) => userId);
    return { payloads: those.map((userId) => ({ userId })), keys: those.map(keyOf) };
  };
  await addJobs(db, { name: 'account.return', ...of('pause', returnJob) });
  await addJobs(db, { name: 'account.erase', ...of('deletion', eraseJob) });
}

function record(db: Database, of: Leaving, kind: AuditKind, after?: Record<string, unknown>) {
  const { userId, cause, now } = of;
  return recordAudit(db, { kind, cause, subjectId: userId, ...(after && { after }), now });
}
