import { countUse } from '@/server/auth/throttle';
import { DomainError } from '@/server/errors';
import type { JobTry } from '@/server/jobs/catalog';
import { type MailServices, messageIdFor } from '@/server/mail/tasks';
import { entryOf, isNotificationType, type NotificationType, ONLINE_MINUTES } from './catalog';
import { markDecided, markHeld, markSuppressed } from './deliveries';
import type { Cap, Letter } from './mail-entry';
import { findOne, findReader, type MailReader, type Waiting } from './mail-rows';
import { sendNoted } from './mail-sending';
import { capsOf, findLetter } from './mails';
import { isLocked, type Rule } from './rules';
import { waysOf } from './unsubscribe-links';
import { decideAgain } from './wanted';

interface Mailing {
  eventId: string;
  userId: string;
  attempt: JobTry;
  now: Date;
}

/**
 * Mails what somebody is told at once, unless a mail is not needed any more: they have read it, they are here or left in peace by
 * now, it was called off, what it tells of is over, or they had as many as anybody wants. Locked mails go whatever was read: whoever has got into an account must not be
 * able to keep its notices from it.
 */
export async function mailOne(services: MailServices, mailing: Mailing): Promise<void> {
  const { db } = services;
  const { eventId, userId, now } = mailing;
  const found = await findOne(db, { eventId, userId });
  const reader = found && (await findReader(db, userId));
  if (!found || !reader) return;
  const these = { userId, eventIds: [eventId], channel: 'email' as const, now };
  const { type } = found;
  if (!isNotificationType(type)) return markSuppressed(db, { ...these, rule: 'gone' });
  if (found.isCancelled) return markSuppressed(db, { ...these, rule: 'cancelled' });
  if (reader.status !== 'active' && !entryOf(type).anyStatus)
    return markSuppressed(db, { ...these, rule: 'inactive' });
  if (!isLocked(type, 'email')) {
    if (found.isRead) return markSuppressed(db, { ...these, rule: 'read' });
    const decision = await decideAgain(db, { ...mailing, channel: 'email', one: found });
    if (decision && decision.outcome !== 'now') return markDecided(db, { ...these, decision });
    const until = onlineUntil(reader, now);
    if (until) return markHeld(db, { ...these, rule: 'online', until });
  }
  const letter = await findLetter(services, { ...found, type }, { userId, now });
  if (!letter) return markSuppressed(db, { ...these, rule: 'gone' });
  const over = await countCaps(services, { ...mailing, found: { ...found, type } });
  if (over?.until) return markHeld(db, { ...these, rule: 'tooMany', until: over.until });
  if (over) return markSuppressed(db, { ...these, rule: 'tooMany' });
  await sendOne(services, { ...mailing, type, letter });
}

/**
 * The mail of one notification: it has the same Message-ID whichever job sends it.
 * @param mailing.messageId if it is what is left of several
 */
export async function sendOne(
  services: MailServices,
  { type, letter, ...mailing }: Mailing & { type: NotificationType; letter: Letter; messageId?: string },
): Promise<void> {
  const { eventId, userId, attempt, now } = mailing;
  const what = { scope: 'type', key: type } as const;
  const ways = isLocked(type, 'email') ? undefined : await waysOf(services, { userId, ...what, now });
  await sendNoted(services, {
    to: letter.to,
    content: await letter.compose(ways),
    messageId: mailing.messageId ?? messageIdFor(`${eventId} ${userId}`),
    unsubscribe: ways?.oneClick,
    attempt,
    of: { userId, eventIds: [eventId], now },
  });
}

/** Until when somebody counts as being here; undefined when they do not, or want mail all the same. */
export function onlineUntil({ lastSeenAt, mailWhileOnline }: MailReader, now: Date): Date | undefined {
  if (!lastSeenAt || mailWhileOnline) return undefined;
  const until = new Date(lastSeenAt.getTime() + ONLINE_MINUTES * 60_000);
  return until > now ? until : undefined;
}

/** Counts a mail, once however often it is tried. @returns when it is one too many, with until when it may wait */
async function countCaps(
  { db }: MailServices,
  mailing: Mailing & { found: Omit<Waiting, 'type'> & { type: NotificationType } },
): Promise<{ rule: Rule; until?: Date } | undefined> {
  const { attempt, userId, now, found } = mailing;
  if (attempt.attempt > 1) return undefined;
  for (const cap of capsOf(found, { userId })) {
    const wait = await countCap(db, cap);
    if (wait === undefined) continue;
    const until = new Date(now.getTime() + wait * 1000);
    return { rule: 'tooMany', ...(cap.beyond === 'wait' && { until }) };
  }
  return undefined;
}

/** @returns the seconds to wait when it is one too many */
async function countCap(db: MailServices['db'], { limit, key }: Cap): Promise<number | undefined> {
  try {
    await countUse(db, { limit, key });
    return undefined;
  } catch (error) {
    if (error instanceof DomainError && error.reason === 'RATE_LIMITED') return error.retryAfter ?? 60;
    throw error;
  }
}
