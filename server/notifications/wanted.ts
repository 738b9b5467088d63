import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
import { type Channel, notificationPreferences, notificationSchedules } from '@/db/schema/notifications';
import { users } from '@/db/schema/users';
import type { JobTry } from '@/server/jobs/catalog';
import { isNotificationType } from './catalog';
import { decide } from './decide';
import { holdsNow, type Schedule } from './hours';
import { type Decision, isLocked, objectKeys, type Preference, type Rule } from './rules';
import { NO_SCHEDULE } from './schedule-view';

/** Milliseconds that a job may wait before what its person wants is looked up again. */
const FRESH = 60_000;

interface One {
  eventId: string;
  type: string;
  actorId: string | null;
  groupId: string | null;
  clientId: string | null;
}

/** All that decides about what somebody is told. */
interface Wanted {
  preferences: Preference[];
  schedule: Schedule;
}

/** Whether a job has hardly waited: what was decided when it was added still holds. */
export function isFresh({ attempt, queuedAt }: JobTry, now: Date): boolean {
  return attempt === 1 && now.getTime() - queuedAt.getTime() < FRESH;
}

/** Whether a pause or quiet hours hold somebody just now; not by hours that never end. */
export async function isResting(
  db: Database,
  { userId, now }: { userId: string; now: Date },
): Promise<boolean> {
  return holdsNow((await findWanted(db, userId)).schedule, now);
}

/**
 * What is decided by now about something that was to go at once, unless that was a moment ago: it is asked again where its job was
 * tried before, or waited behind many others. By then its person may not want it, or may want to be left in peace.
 */
export async function decideAgain(
  db: Database,
  of: { userId: string; channel: Channel; one: One; attempt: JobTry; now: Date },
): Promise<Decision | undefined> {
  const { userId, channel, one, attempt, now } = of;
  if (isFresh(attempt, now) || !isNotificationType(one.type)) return undefined;
  const wanted = await findWanted(db, userId);
  return decide({ ...wanted, type: one.type, channel, objects: objectKeys(one), at: now });
}

/**
 * Which of several things that waited somebody does not want any more on a channel, and by which rule. They may have been decided
 * about long ago, and by a wish that was changed in the moment in which they were laid out.
 */
export async function findUnwanted(
  db: Database,
  of: { userId: string; channel: Channel; those: One[]; now: Date },
): Promise<Map<string, Rule>> {
  const { userId, channel, those, now } = of;
  if (those.length === 0) return new Map();
  const wanted = await findWanted(db, userId);
  return new Map(
    those.flatMap((one): [string, Rule][] => {
      const { eventId, type } = one;
      if (!isNotificationType(type) || isLocked(type, channel)) return [];
      const decision = decide({ ...wanted, type, channel, objects: objectKeys(one), at: now });
      return decision.outcome === 'off' ? [[eventId, decision.rule]] : [];
    }),
  );
}

/** All wishes of somebody, and their schedule. */
async function findWanted(db: Database, userId: string): Promise<Wanted> {
  return (await listWanted(db, [userId]))(userId);
}

/** The same of several people, in as many statements as of one: gives each of theirs. */
export async function listWanted(db: Database, userIds: string[]): Promise<(userId: string) => Wanted> {
  const wish = notificationPreferences;
  const schedule = notificationSchedules;
  const preferences = await db
    .select({
      userId: wish.userId,
      scope: wish.scope,
      key: wish.key,
      channel: wish.channel,
      mode: wish.mode,
      mutedUntil: wish.mutedUntil,
    })
    .from(wish)
    .where(isAmong(wish.userId, userIds));
  const rows = await db
    .select({ userId: users.id, schedule, timeZone: users.timeZone })
    .from(users)
    .leftJoin(schedule, eq(schedule.userId, users.id))
    .where(isAmong(users.id, userIds));
  const preferencesOf = new Map<string, Preference[]>(userIds.map((id) => [id, []]));
  for (const { userId, ...one } of preferences) preferencesOf.get(userId)?.push(one);
  const rowOf = new Map(rows.map((row) => [row.userId, row]));
  return (userId) => {
    const row = rowOf.get(userId);
    const chosen = row?.schedule ?? { ...NO_SCHEDULE, pausedUntil: null };
    const schedule = { ...chosen, timeZone: row?.timeZone ?? 'UTC' };
    return { preferences: preferencesOf.get(userId) ?? [], schedule };
  };
}
