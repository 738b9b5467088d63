import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { trustedDevices } from '@/db/schema/factors';
import { emailChanges, securityEvents } from '@/db/schema/security';
import { loginAttempts, sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { readLink } from '@/server/links';
import { dropOpenChange, isOpenChange } from '@/server/profile/email-changes';
import { recordSecurityEvent } from '@/server/security/commands';
import { forgetBrowsers } from './browsers';
import { closeResets, endAccess } from './end-access';
import { lockPerson } from './factors';
import { beginRemoval, endRemoval } from './foreign-factors';
import { isAlive } from './sessions';
import { countUse } from './throttle';

/** Days that "This was not me" works. */
export const NOT_ME_DAYS = 7;

/** What "This was not me" has ended, counted. */
interface Ended {
  endedSessions: number;
  forgottenDevices: number;
  /** Ways in that came with the event, or after it. */
  removedFactors: number;
}

const NOTHING: Ended = { endedSessions: 0, forgottenDevices: 0, removedFactors: 0 };

/**
 * "This was not me", said of an event by the link in its mail: ends every session of the person and every sign-in, link
 * and change of address under way, and forgets which browsers were trusted and known. Nothing is taken away that the
 * owner needs to come back.
 *
 * Said of the first second factor of an account, it takes that one away as well, and every factor and connection added
 * since: or whoever knows the password could shut the owner out by a factor of their own. The mailbox is proof enough,
 * since it was the moment before, when a link for a new password would have opened the account.
 *
 * An event is reported once. Said again it ends what has begun since, three times an hour at most, and takes no factor
 * away: the link stays in the mailbox for days, and must not keep the owner out.
 * @throws LINK_EXPIRED, also when the address was changed, or changed back, after the event: the mail is in the mailbox
 *   of before; RATE_LIMITED
 */
export async function reportNotMe(
  db: Database,
  report: {
    token: string;
    secret: string;
    ip: string;
    userAgent: string | undefined;
    requestId: string;
    now: Date;
  },
): Promise<Ended> {
  const { ip, userAgent, requestId, now } = report;
  const event = await findEvent(db, report);
  if (!event) throw new DomainError('LINK_EXPIRED');
  const { userId } = event;
  return db.transaction(async (tx) => {
    const person = await lockPerson(tx, { userId });
    const standing = await getStanding(tx, { ...event, now });
    if (standing.moved) throw new DomainError('LINK_EXPIRED');
    if (standing.reported && !standing.begun) return NOTHING;
    if (standing.reported) await countUse(tx, { limit: 'notMe.person', key: userId });
    const removeSince = !standing.reported && isFirstFactor(event) ? event : undefined;
    const ended = await shutOut(tx, { person, removeSince, now });
    await recordSecurityEvent(tx, {
      kind: 'account.reportedUnknown',
      userId,
      cause: { actorId: userId, requestId, ip, userAgent },
      details: { ...ended, eventId: event.id, eventKind: event.kind },
      now,
    });
    return ended;
  });
}

/**
 * Ends all that somebody else may have of an account, under `lockPerson`: sessions, all or all but one, apps, sign-ins,
 * links and a change of address under way, trust; and which browsers are known.
 * @param out.removeSince the event of a factor that goes as well, with all that was added after it
 */
export async function shutOut(
  db: Database,
  out: {
    person: { id: string; email: string };
    but?: string | undefined;
    removeSince?: Event | undefined;
    now: Date;
  },
): Promise<Ended> {
  const { person, but, removeSince, now } = out;
  const userId = person.id;
  await closeResets(db, { userId, now });
  await dropOpenChange(db, { userId });
  const removal = removeSince && (await beginRemoval(db, removeSince));
  const access = await endAccess(db, { person, ...(but !== undefined && { but }) });
  await forgetBrowsers(db, { userId });
  return { ...access, removedFactors: removal ? await endRemoval(db, removal) : 0 };
}

type Event = NonNullable<Awaited<ReturnType<typeof findEvent>>>;

async function findEvent(db: Database, { secret, token, now }: { secret: string; token: string; now: Date }) {
  const id = readLink({ secret, purpose: 'not-me', token });
  if (!id) return undefined;
  const since = new Date(now.getTime() - NOT_ME_DAYS * 86_400_000);
  const [event] = await db
    .select({
      id: securityEvents.id,
      userId: securityEvents.userId,
      kind: securityEvents.kind,
      at: securityEvents.at,
      details: securityEvents.details,
    })
    .from(securityEvents)
    .where(and(eq(securityEvents.id, id), gt(securityEvents.at, since)))
    .limit(1);
  return event;
}

function isFirstFactor({ kind, details }: Event) {
  return (kind === 'totp.added' || kind === 'passkey.added') && details?.first === true;
}

/**
 * `moved`: the address was changed or changed back after the event. `reported`: it was said of this event before.
 * `begun`: there is something that it would end; what anybody can begin who knows the address does not count.
 */
async function getStanding(db: Database, { id, userId, at, now }: Event & { now: Date }) {
  const alive = isAlive(sql`${now.toISOString()}::timestamptz`);
  const moved = or(gt(emailChanges.confirmedAt, at), gt(emailChanges.undoneAt, at));
  const reported = and(
    // It cannot have been reported before it happened.
    gt(securityEvents.id, id),
    eq(securityEvents.kind, 'account.reportedUnknown'),
    sql`${securityEvents.details}->>'eventId' = ${id}`,
  );
  const [standing] = await db
    .select({
      moved: sql<boolean>`exists (select from ${emailChanges} where ${and(eq(emailChanges.userId, userId), moved)})`,
      reported: sql<boolean>`exists (select from ${securityEvents} where ${and(eq(securityEvents.userId, userId), reported)})`,
      begun: sql<boolean>`(
        exists (select from ${sessions} where ${and(eq(sessions.userId, userId), alive)})
        or exists (select from ${loginAttempts} where ${and(eq(loginAttempts.userId, userId), isNull(loginAttempts.ticketUsedAt), gt(loginAttempts.expiresAt, now))})
        or exists (select from ${trustedDevices} where ${and(eq(trustedDevices.userId, userId), gt(trustedDevices.expiresAt, now))})
        or exists (select from ${emailChanges} where ${and(eq(emailChanges.userId, userId), isOpenChange(now))})
      )`,
    })
    .from(users)
    .where(eq(users.id, userId))
    .limit(1);
  if (!standing) throw new DomainError('LINK_EXPIRED');
  return standing;
}
