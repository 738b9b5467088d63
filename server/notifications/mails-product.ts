import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { announcements, notificationEvents } from '@/db/schema/notifications';
import { oauthClients } from '@/db/schema/oauth';
import { profiles, users } from '@/db/schema/users';
import type { Locale } from '@/server/http/locale';
import { composeTold } from '@/server/mail/compose-told';
import { type MailContent, TEXTS, type Ways } from '@/server/mail/letter';
import { nameForMail } from '@/server/mail/names';
import type { Letter, MailEntry } from './mail-entry';

/** What the people who run this tell, in the reader's language, in English where it is not written in that. */
export const ANNOUNCEMENT: MailEntry<'product.announcement'> = {
  async find({ db, appUrl }, { userId, data: { announcementId } }) {
    const reader = await findReader(db, userId);
    const said = reader && (await findAnnouncement(db, announcementId));
    if (!said) return undefined;
    const { email, locale } = reader;
    const subject = inLanguage(said.title, locale);
    if (!subject) return undefined;
    const line = { text: subject, link: addressOf(said.link, appUrl) };
    const compose: Letter['compose'] = (ways) => composeAnnouncement({ said, reader, appUrl, ways });
    return { to: email, line, compose };
  },
};

type Said = Pick<typeof announcements.$inferSelect, 'title' | 'body' | 'link'>;

/** The mail of an announcement, as its preview shows it too. */
export function composeAnnouncement(given: {
  said: Said;
  reader: { locale: Locale; displayName: string };
  appUrl: string;
  ways?: Ways | undefined;
}): Promise<MailContent> {
  const { said, reader, appUrl, ways } = given;
  const { locale } = reader;
  const words = TEXTS[locale].told.announcement;
  const quote = inLanguage(said.body, locale);
  return composeTold({
    ...reader,
    subject: inLanguage(said.title, locale) ?? '',
    preview: firstLine(quote),
    body: words.body,
    quote,
    action: {
      label: said.link ? words.action : words.actionInbox,
      link: addressOf(said.link, appUrl),
    },
    ways,
  });
}

/** In the reader's language, else in English, else in what there is. */
function inLanguage(said: Said['title'], locale: Locale) {
  return said[locale] ?? said.en ?? said.fr;
}

/** What another service tells, under its name: who reads it sees whose words these are. So many an hour of one service. */
export const SERVICE: MailEntry<'product.service'> = {
  caps: ({ userId, clientId }) => [{ limit: 'service.mails', key: `${userId}:${clientId}`, beyond: 'wait' }],
  async find({ db, appUrl }, { userId, clientId, data }) {
    const reader = await findReader(db, userId);
    if (!reader) return undefined;
    const { email, locale, displayName } = reader;
    const words = TEXTS[locale].told.service;
    const service = nameForMail((clientId && (await findClientName(db, clientId))) || '') ?? words.somebody;
    const link = addressOf(data.link, appUrl);
    const action = { label: data.link ? words.action(service) : words.actionInbox, link };
    const quote = data.text || data.title;
    const letter = { locale, displayName, subject: data.title, preview: firstLine(quote), quote, action };
    return {
      to: email,
      line: { text: words.line(service, data.title), link },
      compose: async (ways) => {
        const content = await composeTold({ ...letter, body: words.body(service), ways });
        return { ...content, fromName: TEXTS[locale].message.via(service) };
      },
    };
  },
};

/** A path of ours as an address; nothing leads to the notifications. */
function addressOf(link: string, appUrl: string) {
  return new URL(link || '/notifications', `${appUrl}/`).href;
}

function firstLine(text: string | undefined) {
  return (text ?? '').split('\n', 1)[0] ?? '';
}

async function findReader(db: Database, userId: string) {
  const [reader] = await db
    .select({ email: users.email, locale: users.locale, displayName: profiles.displayName })
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(and(eq(users.id, userId), eq(users.status, 'active')));
  return reader;
}

/** Of one that was cancelled, what has not gone by then does not go. */
async function findAnnouncement(db: Database, id: string) {
  const [found] = await db
    .select({ title: announcements.title, body: announcements.body, link: announcements.link })
    .from(announcements)
    .where(
      and(
        eq(announcements.id, id),
        sql`not exists (select from ${notificationEvents} as event
          where event.id = ${announcements.eventId} and event.cancelled_at is not null)`,
      ),
    );
  return found;
}

async function findClientName(db: Database, id: string) {
  const [found] = await db
    .select({ name: oauthClients.name })
    .from(oauthClients)
    .where(eq(oauthClients.id, id));
  return found?.name;
}
