import type { JobTry, Tasks } from '@/server/jobs/catalog';
import type { TaskServices } from '@/server/jobs/services';
import { isNotificationType } from './catalog';
import { markDecided, markFailed, markSent, markSuppressed, markUnwanted } from './deliveries';
import { findReader, type MailReader, type Waiting } from './mail-rows';
import { findLetter } from './mails';
import { pushToBrowsers } from './push-browsers';
import { findQueued, listDue } from './push-rows';
import type { PushContent } from './push-sending';
import { PUSH_TEXTS } from './push-texts';
import { decideAgain, findUnwanted, isFresh, isResting } from './wanted';

/** The jobs that push what people are told to their browsers. */
export function notificationPushTasks(services: TaskServices) {
  return {
    'notifications.push': ({ eventId, userId }, attempt) =>
      pushOne(services, { eventId, userId, attempt, now: new Date() }),
    'notifications.digestPush': ({ userId }, attempt) =>
      pushDue(services, { userId, attempt, now: new Date() }),
  } satisfies Partial<Tasks>;
}

interface Pushing {
  userId: string;
  attempt: JobTry;
  now: Date;
}

async function pushOne(services: TaskServices, pushing: Pushing & { eventId: string }) {
  const { eventId, userId, now } = pushing;
  const found = await findQueued(services.db, { eventId, userId });
  const reader = found && (await findReader(services.db, userId));
  if (!found || !reader) return;
  const these = { userId, eventIds: [eventId], channel: 'push' as const, now };
  const decision = found.isCancelled
    ? undefined
    : await decideAgain(services.db, { ...pushing, channel: 'push', one: found });
  if (decision && decision.outcome !== 'now') return markDecided(services.db, { ...these, decision });
  const content = await contentOf(services, found, { ...pushing, reader });
  if (typeof content === 'string') await markSuppressed(services.db, { ...these, rule: content });
  else await push(services, content, { ...pushing, eventIds: [eventId] });
}

/** What was held or bundled, as one push: of one thing its own, of several how many there are. */
async function pushDue(services: TaskServices, pushing: Pushing) {
  const { db } = services;
  const { userId, attempt, now } = pushing;
  // It stays due: `release` decides anew about it.
  if (!isFresh(attempt, now) && (await isResting(db, { userId, now }))) return;
  const { due, beyond } = await listDue(db, { userId, now });
  const these = { userId, channel: 'push', now } as const;
  const cancelled = due.filter(({ isCancelled }) => isCancelled).map(({ eventId }) => eventId);
  await markSuppressed(db, { ...these, eventIds: cancelled, rule: 'cancelled' });
  const going = due.filter(({ isCancelled }) => !isCancelled);
  const read = going.filter(({ isRead }) => isRead).map(({ eventId }) => eventId);
  await markSuppressed(db, { ...these, eventIds: read, rule: 'read' });
  const unwanted = await findUnwanted(db, { ...these, those: going.filter(({ isRead }) => !isRead) });
  await markUnwanted(db, { ...these, unwanted });
  const unread = going.filter(({ isRead, eventId }) => !isRead && !unwanted.has(eventId));
  const [first] = unread;
  const reader = first && (await findReader(db, userId));
  if (!first || !reader) return;
  const eventIds = [...unread.map((one) => one.eventId), ...beyond];
  // However little a number says, who was suspended or went away meanwhile is told none.
  if (reader.status !== 'active') return markSuppressed(db, { ...these, eventIds, rule: 'inactive' });
  if (eventIds.length === 1) {
    const content = await contentOf(services, first, { ...pushing, reader });
    if (typeof content === 'string')
      return markSuppressed(db, { ...these, eventIds: [first.eventId], rule: content });
    return push(services, content, { ...pushing, eventIds: [first.eventId] });
  }
  const { locale } = reader;
  const title = PUSH_TEXTS[locale].several(eventIds.length);
  const content = { title, body: '', path: '/notifications', tag: 'several', locale };
  await push(services, content, { ...pushing, eventIds });
}

/** What a push says: the line that a mail of several would have for it, and where that leads. */
async function contentOf(
  services: TaskServices,
  { type, eventId, isRead, isCancelled, ...stored }: Waiting,
  { userId, now, reader: { locale, status } }: Pushing & { reader: MailReader },
): Promise<PushContent | 'cancelled' | 'read' | 'gone' | 'inactive'> {
  if (isCancelled) return 'cancelled';
  if (isRead) return 'read';
  if (status !== 'active') return 'inactive';
  if (!isNotificationType(type)) return 'gone';
  const letter = await findLetter(services, { ...stored, type }, { userId, now });
  if (!letter) return 'gone';
  const { text, link } = letter.line;
  const path = link.startsWith(`${services.appUrl}/`) ? link.slice(services.appUrl.length) : '/notifications';
  return { title: text, body: PUSH_TEXTS[locale].from, path, tag: eventId, locale };
}

/** To every browser of the person, and into the rows what came of it. */
async function push(
  services: TaskServices,
  content: PushContent,
  { userId, eventIds, attempt, now }: Pushing & { eventIds: string[] },
) {
  const these = { userId, eventIds, channel: 'push', now } as const;
  const result = await pushToBrowsers(services, { userId, content, attempt, now });
  if (result === 'reached') await markSent(services.db, these);
  else if (result === 'noBrowser') await markSuppressed(services.db, { ...these, rule: 'noBrowser' });
  else await markFailed(services.db, { ...these, failure: 'refused' });
}
