import { momentText } from '@/messages/dates';
import type { JobTry } from '@/server/jobs/catalog';
import { composeDigest } from '@/server/mail/compose-told';
import { TEXTS } from '@/server/mail/letter';
import { type MailServices, messageIdFor } from '@/server/mail/tasks';
import type { LetterSection } from '@/server/mail/templates/letter';
import { entryOf, isNotificationType, type NotificationType } from './catalog';
import { markSuppressed, markUnwanted } from './deliveries';
import type { Letter } from './mail-entry';
import { onlineUntil, sendOne } from './mail-one';
import {
  findReader,
  listBatch,
  type MailReader,
  putBack,
  putOff,
  takeBatch,
  type Waiting,
} from './mail-rows';
import { failureOf, sendNoted } from './mail-sending';
import { findLetters } from './mails';
import { categoryOf } from './rules';
import { waysOf } from './unsubscribe-links';
import { findUnwanted, isFresh, isResting } from './wanted';

/** Lines of a mail at most. */
const LINES = 30;
/** So many are looked at: more of what says the same, or is over, are only counted. */
const LOOKED_AT = 100;

interface Item extends Omit<Waiting, 'type'> {
  type: NotificationType;
  letter: Letter;
}

/**
 * Mails somebody what was held or bundled and is due, as one: of one thing its own mail, of several a list. What was read
 * meanwhile, what they do not want any more, what was called off, and what is over, is not in it; when nothing is left, nothing is
 * sent. What could not go for a while, as while the mail server was away, does not go into a pause or quiet hours that have begun since.
 */
export async function mailDigest(
  services: MailServices,
  { userId, attempt, now }: { userId: string; attempt: JobTry; now: Date },
): Promise<void> {
  const { db } = services;
  const reader = await findReader(db, userId);
  if (!reader) return;
  const these = { userId, channel: 'email', now } as const;
  const takenAt = attempt.queuedAt;
  if (!isFresh(attempt, now) && (await isResting(db, { userId, now })))
    return putBack(db, { userId, takenAt, now });
  const batch = await batchOf(services, { userId, reader, takenAt, now });
  const cancelled = batch.filter(({ isCancelled }) => isCancelled).map(({ eventId }) => eventId);
  const going = batch.filter(({ isCancelled }) => !isCancelled);
  const read = going.filter(({ isRead }) => isRead).map(({ eventId }) => eventId);
  const isFor = ({ type }: Waiting) =>
    reader.status === 'active' || (isNotificationType(type) && entryOf(type).anyStatus === true);
  const inactive = going.filter((one) => !one.isRead && !isFor(one)).map(({ eventId }) => eventId);
  const unread = going.filter((one) => !one.isRead && isFor(one));
  const unwanted = await findUnwanted(db, { userId, channel: 'email', those: unread, now });
  const { items, gone, rest } = await itemsOf(services, {
    batch: unread.filter(({ eventId }) => !unwanted.has(eventId)),
    userId,
    now,
  });
  const [first] = items;
  // Whatever was read between two tries: it is the same mail.
  const messageId = messageIdFor(`digest ${batch.at(-1)?.eventId} ${userId}`);
  const markOthers = async () => {
    await markSuppressed(db, { ...these, eventIds: cancelled, rule: 'cancelled' });
    await markSuppressed(db, { ...these, eventIds: read, rule: 'read' });
    await markSuppressed(db, { ...these, eventIds: inactive, rule: 'inactive' });
    await markSuppressed(db, { ...these, eventIds: gone, rule: 'gone' });
    await markUnwanted(db, { ...these, unwanted });
  };
  try {
    if (first && items.length === 1 && rest.length === 0)
      await sendOne(services, { ...first, userId, attempt, now, ...(batch.length > 1 && { messageId }) });
    else if (first) await sendList(services, { items, rest, reader, userId, attempt, messageId, now });
  } catch (error) {
    if (failureOf(error, attempt)) await markOthers();
    throw error;
  }
  // Afterwards, so that a second try finds the batch whole.
  await markOthers();
}

/** One mail of several things. */
async function sendList(
  services: MailServices,
  of: {
    items: Item[];
    rest: string[];
    reader: MailReader;
    userId: string;
    attempt: JobTry;
    messageId: string;
    now: Date;
  },
) {
  const { items, rest, reader, userId, attempt, messageId, now } = of;
  const { locale, displayName, email: to } = reader;
  const ways = await waysOf(services, { userId, scope: 'global', key: '', now });
  const content = await composeDigest({
    locale,
    displayName,
    ways,
    sections: sectionsOf(items, reader),
    count: items.length + rest.length,
    more: rest.length,
    link: `${services.appUrl}/notifications`,
  });
  const eventIds = [...items.map(({ eventId }) => eventId), ...rest];
  const mail = { to, content, messageId, unsubscribe: ways.oneClick, attempt };
  await sendNoted(services, { ...mail, of: { userId, eventIds, now } });
}

/** What this job has taken before, else what is due now. */
async function batchOf(
  { db }: MailServices,
  of: { userId: string; reader: MailReader; takenAt: Date; now: Date },
): Promise<Waiting[]> {
  const { userId, reader, takenAt, now } = of;
  const taken = await listBatch(db, { userId, takenAt });
  if (taken.length > 0) return taken;
  const until = onlineUntil(reader, now);
  if (until) await putOff(db, { userId, until, now });
  await takeBatch(db, { userId, takenAt, now });
  return listBatch(db, { userId, takenAt });
}

/** What can be told of a batch, until a mail is full or enough was looked at; what is over; and the rest, which is only counted. */
async function itemsOf(
  services: MailServices,
  { batch, userId, now }: { batch: Waiting[]; userId: string; now: Date },
) {
  const items: Item[] = [];
  const gone: string[] = [];
  const lines = new Set<string>();
  const looks = await lookedAt(services, batch.slice(0, LOOKED_AT), { userId, now });
  for (const [at, { eventId }] of batch.entries()) {
    if (lines.size >= LINES || at >= LOOKED_AT)
      return { items, gone, rest: batch.slice(at).map((one) => one.eventId) };
    const item = looks.get(eventId);
    if (item) {
      items.push(item);
      lines.add(lineName(item));
    } else gone.push(eventId);
  }
  return { items, gone, rest: [] };
}

/** Those of which something can be told, by their ids. */
async function lookedAt(
  services: MailServices,
  those: Waiting[],
  telling: { userId: string; now: Date },
): Promise<Map<string, Item>> {
  const known = those.flatMap(({ type, ...one }) => (isNotificationType(type) ? [{ ...one, type }] : []));
  const letters = await findLetters(services, known, telling);
  return new Map([...letters].map(([one, letter]) => [one.eventId, { ...one, letter }]));
}

/** By category, newest first; what says the same and leads to the same place is one line. */
function sectionsOf(items: Item[], { locale, timeZone }: MailReader): LetterSection[] {
  const { categories, times } = TEXTS[locale].told.digest;
  const sections = grouped(items, ({ type }) => categoryOf(type));
  return [...sections].map(([category, own]) => ({
    title: categories[category],
    lines: [...grouped(own, lineName).values()].flatMap((same) => {
      const [newest] = same;
      if (!newest) return [];
      const { text, link } = newest.letter.line;
      const when = momentText({ at: newest.at, locale, timeZone, zoneName: true });
      return [{ text: same.length > 1 ? times(text, same.length) : text, link, when }];
    }),
  }));
}

function grouped<Key, One>(all: One[], keyOf: (one: One) => Key): Map<Key, One[]> {
  const groups = new Map<Key, One[]>();
  for (const one of all) {
    const key = keyOf(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

function lineName({ type, letter: { line } }: Pick<Item, 'type' | 'letter'>) {
  return `${categoryOf(type)} ${line.link} ${line.text}`;
}
