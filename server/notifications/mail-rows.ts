import { and, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { notificationDeliveries, notificationEvents, notificationSchedules } from '@/db/schema/notifications';
import { sessions } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import { READER } from '@/server/mail/reader';
import { ONLINE_LONGEST_HOURS } from './catalog';
import { selectWaiting } from './waiting-rows';

/** So many things go with one digest at most. */
export const MOST_TAKEN = 500;

const { userId: reader, channel, state, dueAt, eventId: event } = notificationDeliveries;

/** A notification that waits to be mailed. */
export type Waiting = Awaited<ReturnType<typeof listBatch>>[number];
/** Whom it is for, and what decides whether a mail is needed. */
export type MailReader = NonNullable<Awaited<ReturnType<typeof findReader>>>;

export async function findReader(db: Database, userId: string) {
  const [found] = await db
    .select({
      ...READER,
      email: users.email,
      status: users.status,
      mailWhileOnline: sql<boolean>`coalesce(${notificationSchedules.mailWhileOnline}, false)`,
      // When they were last here, in whichever browser.
      lastSeenAt:
        sql`(select max(${sessions.lastSeenAt}) from ${sessions} where ${sessions.userId} = ${users.id})`.mapWith(
          (at: string) => new Date(at),
        ),
    })
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .leftJoin(notificationSchedules, eq(notificationSchedules.userId, users.id))
    .where(eq(users.id, userId));
  return found;
}

/**
 * One that is to go now, by itself and not by a digest that has taken it. One that failed for good is only asked for when staff have
 * its job tried again.
 */
export async function findOne(db: Database, { eventId, userId }: { eventId: string; userId: string }) {
  const [found] = await selectWaiting(
    db,
    'email',
    and(eq(event, eventId), eq(reader, userId), isDue, isNull(dueAt)),
  );
  return found;
}

/** What a digest has taken to send, newest first: all of it, or the rest of it would be nobody's. */
export function listBatch(db: Database, { userId, takenAt }: { userId: string; takenAt: Date }) {
  return selectWaiting(db, 'email', and(eq(reader, userId), isDue, eq(dueAt, takenAt))).orderBy(desc(event));
}

/**
 * Takes what is due of a person for one digest, the newest of it where that is more than one takes: the rest stays due, and
 * `release` adds the next digest for it once this one is over. It is marked by when the job was added, which is the same at every
 * try: so a second try sends what the first one would have, and no other job does.
 */
export async function takeBatch(
  db: Database,
  { userId, takenAt, now }: { userId: string; takenAt: Date; now: Date },
): Promise<void> {
  const waits = and(isMail(userId), inArray(state, ['held', 'bundled']), lte(dueAt, now));
  const newest = db
    .select({ eventId: event })
    .from(notificationDeliveries)
    .where(waits)
    .orderBy(desc(event))
    .limit(MOST_TAKEN);
  // Said of what is changed as well: it may have been decided about anew in this moment.
  await db
    .update(notificationDeliveries)
    .set({ state: 'queued', dueAt: takenAt })
    .where(and(waits, inArray(event, newest)));
}

/** What a digest has taken waits again, as due now: `release` decides anew about it once its person may be disturbed. */
export async function putBack(
  db: Database,
  { userId, takenAt, now }: { userId: string; takenAt: Date; now: Date },
): Promise<void> {
  await db
    .update(notificationDeliveries)
    .set({ state: 'held', dueAt: now })
    .where(and(isMail(userId), isDue, eq(dueAt, takenAt)));
}

/**
 * What would go by itself waits on: they are here, or were just now. Once it waits however old it is, as after a night of quiet
 * hours, and then until four hours after it happened: whoever has a page open all day and reads nothing gets the mail. What they
 * want as a digest comes at its time.
 */
export async function putOff(
  db: Database,
  { userId, until, now }: { userId: string; until: Date; now: Date },
): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const longest = sql`${notificationEvents.at} + make_interval(hours => ${ONLINE_LONGEST_HOURS}::int)`;
  await db
    .update(notificationDeliveries)
    .set({
      rule: 'online',
      dueAt: sql`least(${until.toISOString()}::timestamptz, case when ${longest} > ${at} then ${longest} end)`,
    })
    .from(notificationEvents)
    .where(
      and(
        isMail(userId),
        eq(state, 'held'),
        lte(dueAt, now),
        eq(notificationEvents.id, event),
        sql`(${notificationDeliveries.rule} <> 'online' or ${longest} > ${at})`,
      ),
    );
}

const isDue = inArray(state, ['queued', 'failed']);

function isMail(userId: string) {
  return and(eq(reader, userId), eq(channel, 'email'));
}
