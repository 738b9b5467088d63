import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
import { announcements, notificationEvents } from '@/db/schema/notifications';
import { oauthClients } from '@/db/schema/oauth';
import { profiles, users } from '@/db/schema/users';
import type { Locale } from '@/server/http/locale';
import { composeTold } from '@/server/mail/compose-told';
import { type MailContent, TEXTS, type Ways } from '@/server/mail/letter';
import { nameForMail } from '@/server/mail/names';
import { byId } from './by-id';
import type { Letter, MailEntry } from './mail-entry';

/** What the people who run this tell, in the reader's language, in English where it is not written in that. */
export const ANNOUNCEMENT: MailEntry<'product.announcement'> = {
  async find({ db, appUrl }, told, { userId }) {
    const ids = told.map(({ data }) => data.announcementId);
    const announcementOf = byId(await listAnnouncements(db, { ids, userId }));
    return ({ data: { announcementId } }) => {
      const found = announcementOf(announcementId);
      if (!found) return undefined;
      const { said, ...reader } = found;
      const subject = inLanguage(said.title, reader.locale);
      if (!subject) return undefined;
      const line = { text: subject, link: addressOf(said.link, appUrl) };
      const compose: Letter['compose'] = (ways) => composeAnnouncement({ said, reader, appUrl, ways });
      return { to: reader.email, line, compose };
    };
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
  async find({ db, appUrl }, told, { userId }) {
    const clientIds = told.flatMap(({ clientId }) => clientId ?? []);
    const rows = await listServices(db, { clientIds, userId });
    const [reader] = rows;
    const serviceOf = byId(rows);
    return ({ clientId, data }) => {
      if (!reader) return undefined;
      const { email, locale, displayName } = reader;
      const words = TEXTS[locale].told.service;
      const service = nameForMail(serviceOf(clientId)?.name ?? '') ?? words.somebody;
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

const OF_READER = { email: users.email, locale: users.locale, displayName: profiles.displayName };

/** Of one that was cancelled, what has not gone by then does not go. */
function listAnnouncements(db: Database, { ids, userId }: { ids: string[]; userId: string }) {
  return db
    .select({
      id: announcements.id,
      ...OF_READER,
      said: { title: announcements.title, body: announcements.body, link: announcements.link },
    })
    .from(announcements)
    .innerJoin(users, and(eq(users.id, userId), eq(users.status, 'active')))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(
      and(
        isAmong(announcements.id, ids),
        sql`not exists (select from ${notificationEvents} as event
          where event.id = ${announcements.eventId} and event.cancelled_at is not null)`,
      ),
    );
}

/** What services are called to who is told; a row without a name where none of them is there any more. */
function listServices(db: Database, { clientIds, userId }: { clientIds: string[]; userId: string }) {
  return db
    .select({
      ...OF_READER,
      id: sql<string>`coalesce(${oauthClients.id}::text, '')`,
      name: oauthClients.name,
    })
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .leftJoin(oauthClients, isAmong(oauthClients.id, clientIds))
    .where(and(eq(users.id, userId), eq(users.status, 'active')));
}
