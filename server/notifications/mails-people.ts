import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
import { messages } from '@/db/schema/messages';
import { contactRequests, contacts } from '@/db/schema/privacy';
import { profiles, users } from '@/db/schema/users';
import { waitsFor } from '@/server/contacts/queries';
import { composeContactRequest, composeMessage } from '@/server/mail/compose-messages';
import { nameIn } from '@/server/mail/compose-told';
import { TEXTS } from '@/server/mail/letter';
import { byId } from './by-id';
import type { MailEntry } from './mail-entry';
import { isActive, isStillThere, lookOf, readerAndSender, sender, senderProfile } from './mail-people';
import { toldLetter } from './told-letter';

/** Mails to one person about what others wrote and asked, however many: what is beyond comes as one, later. */
const OF_PERSON = { limit: 'message.mails', beyond: 'wait' } as const;

/** What somebody wrote. What was read or removed by then needs no mail, nor what comes from somebody blocked in between. */
export const MESSAGE_RECEIVED: MailEntry<'messages.received'> = {
  async find({ db, appUrl }, told, { userId, now }) {
    const messageIds = told.map(({ data }) => data.messageId);
    const messageOf = byId(await listMessages(db, { messageIds, userId, now }));
    const links = { inbox: `${appUrl}/notifications`, settings: `${appUrl}/settings/privacy` };
    return ({ data: { messageId } }) => {
      const message = messageOf(messageId);
      if (!message) return undefined;
      const text = TEXTS[message.locale].message.subject(nameIn(message.fromName, message.locale));
      return {
        to: message.email,
        line: { text, link: links.inbox },
        compose: (ways) => composeMessage({ ...message, ...links, ways }),
      };
    };
  },
  caps: ({ userId }) => [{ ...OF_PERSON, key: userId }],
};

/** That somebody asks to be a contact, while it stands in the inbox: not the question of who hides. */
export const CONTACT_ASKED: MailEntry<'contacts.asked'> = {
  async find({ db, appUrl }, told, { userId, now }) {
    const requestOf = byId(await listRequests(db, { fromIds: actorsOf(told), toId: userId, now }));
    const links = { inbox: `${appUrl}/notifications`, settings: `${appUrl}/settings/privacy` };
    return ({ actorId }) => {
      const request = requestOf(actorId);
      if (!request) return undefined;
      const text = TEXTS[request.locale].contactRequest.subject(nameIn(request.fromName, request.locale));
      return {
        to: request.email,
        line: { text, link: links.inbox },
        compose: (ways) => composeContactRequest({ ...request, ...links, ways }),
      };
    };
  },
  caps: ({ userId, actorId }) => [
    { limit: 'contact.mails', key: `${actorId}:${userId}`, beyond: 'drop' },
    { ...OF_PERSON, key: userId },
  ],
};

/** That somebody who was asked said yes, while the two are contacts. */
export const CONTACT_ACCEPTED: MailEntry<'contacts.accepted'> = {
  async find({ db, appUrl }, told, { userId, now }) {
    const contactOf = byId(await listContacts(db, { userId, contactIds: actorsOf(told), now }));
    return ({ actorId }) => {
      const contact = contactOf(actorId);
      if (!contact) return undefined;
      const { fromName, locale } = contact;
      return toldLetter(contact, {
        words: TEXTS[locale].told.contactAccepted,
        names: [nameIn(fromName, locale)],
        link: `${appUrl}/settings/contacts`,
      });
    };
  },
  caps: ({ userId }) => [{ ...OF_PERSON, key: userId }],
};

/** Those whose doing it is, as far as they are there still. */
function actorsOf(told: { actorId: string | null }[]): string[] {
  return told.flatMap(({ actorId }) => actorId ?? []);
}

/** Messages that their recipient has still to learn of. */
function listMessages(db: Database, of: { messageIds: string[]; userId: string; now: Date }) {
  const { messageIds, userId, now } = of;
  return db
    .select({ id: messages.id, ...readerAndSender(messages.senderId, now), body: messages.body })
    .from(messages)
    .innerJoin(users, isActive(messages.recipientId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(sender, isStillThere(messages.senderId))
    .innerJoin(senderProfile, eq(senderProfile.userId, sender.id))
    .where(
      and(
        isAmong(messages.id, messageIds),
        eq(messages.recipientId, userId),
        eq(messages.isRequest, false),
        isNull(messages.readAt),
        isNull(messages.removedAt),
        isNull(messages.hiddenAt),
      ),
    );
}

/** Questions that stand in the inbox of who is asked, by who asks. */
function listRequests(db: Database, of: { fromIds: string[]; toId: string; now: Date }) {
  const { fromIds, toId, now } = of;
  return db
    .select({ id: contactRequests.fromId, ...readerAndSender(contactRequests.fromId, now) })
    .from(contactRequests)
    .innerJoin(users, isActive(contactRequests.toId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(sender, isStillThere(contactRequests.fromId))
    .innerJoin(senderProfile, eq(senderProfile.userId, sender.id))
    .where(and(isAmong(contactRequests.fromId, fromIds), waitsFor(lookOf(sql`${toId}::uuid`, now))));
}

/** Contacts of who is told, by who they are. */
function listContacts(db: Database, of: { userId: string; contactIds: string[]; now: Date }) {
  const { userId, contactIds, now } = of;
  return db
    .select({ id: contacts.contactId, ...readerAndSender(contacts.contactId, now) })
    .from(contacts)
    .innerJoin(users, isActive(contacts.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(sender, isStillThere(contacts.contactId))
    .innerJoin(senderProfile, eq(senderProfile.userId, sender.id))
    .where(and(eq(contacts.userId, userId), isAmong(contacts.contactId, contactIds)));
}
