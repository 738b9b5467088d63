import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { messages } from '@/db/schema/messages';
import { contactRequests, contacts } from '@/db/schema/privacy';
import { profiles, users } from '@/db/schema/users';
import { waitsFor } from '@/server/contacts/queries';
import { composeContactRequest, composeMessage } from '@/server/mail/compose-messages';
import { composeTold, nameIn } from '@/server/mail/compose-told';
import { TEXTS } from '@/server/mail/letter';
import type { MailEntry } from './mail-entry';
import { isActive, isStillThere, lookOf, readerAndSender, sender, senderProfile } from './mail-people';

/** Mails to one person about what others wrote and asked, however many: what is beyond comes as one, later. */
const OF_PERSON = { limit: 'message.mails', beyond: 'wait' } as const;

/** What somebody wrote. What was read or removed by then needs no mail, nor what comes from somebody blocked in between. */
export const MESSAGE_RECEIVED: MailEntry<'messages.received'> = {
  async find({ db, appUrl }, { userId, data: { messageId }, now }) {
    const message = await findMessage(db, { messageId, userId, now });
    if (!message) return undefined;
    const links = { inbox: `${appUrl}/notifications`, settings: `${appUrl}/settings/privacy` };
    const text = TEXTS[message.locale].message.subject(nameIn(message.fromName, message.locale));
    return {
      to: message.email,
      line: { text, link: links.inbox },
      compose: (ways) => composeMessage({ ...message, ...links, ways }),
    };
  },
  caps: ({ userId }) => [{ ...OF_PERSON, key: userId }],
};

/** That somebody asks to be a contact, while it stands in the inbox: not the question of who hides. */
export const CONTACT_ASKED: MailEntry<'contacts.asked'> = {
  async find({ db, appUrl }, { userId, actorId, now }) {
    const request = actorId && (await findRequest(db, { fromId: actorId, toId: userId, now }));
    if (!request) return undefined;
    const links = { inbox: `${appUrl}/notifications`, settings: `${appUrl}/settings/privacy` };
    const text = TEXTS[request.locale].contactRequest.subject(nameIn(request.fromName, request.locale));
    return {
      to: request.email,
      line: { text, link: links.inbox },
      compose: (ways) => composeContactRequest({ ...request, ...links, ways }),
    };
  },
  caps: ({ userId, actorId }) => [
    { limit: 'contact.mails', key: `${actorId}:${userId}`, beyond: 'drop' },
    { ...OF_PERSON, key: userId },
  ],
};

/** That somebody who was asked said yes, while the two are contacts. */
export const CONTACT_ACCEPTED: MailEntry<'contacts.accepted'> = {
  async find({ db, appUrl }, { userId, actorId, now }) {
    const contact = actorId && (await findContact(db, { userId, contactId: actorId, now }));
    if (!contact) return undefined;
    const { email, fromName, locale, displayName } = contact;
    const { subject, preview, body, action } = TEXTS[locale].told.contactAccepted;
    const name = nameIn(fromName, locale);
    const line = { text: subject(name), link: `${appUrl}/settings/contacts` };
    const words = {
      subject: line.text,
      preview,
      body: body(name),
      action: { label: action, link: line.link },
    };
    return { to: email, line, compose: (ways) => composeTold({ locale, displayName, ...words, ways }) };
  },
  caps: ({ userId }) => [{ ...OF_PERSON, key: userId }],
};

/** A message that its recipient has still to learn of. */
async function findMessage(db: Database, of: { messageId: string; userId: string; now: Date }) {
  const { messageId, userId, now } = of;
  const [found] = await db
    .select({ ...readerAndSender(messages.senderId, now), body: messages.body })
    .from(messages)
    .innerJoin(users, isActive(messages.recipientId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(sender, isStillThere(messages.senderId))
    .innerJoin(senderProfile, eq(senderProfile.userId, sender.id))
    .where(
      and(
        eq(messages.id, messageId),
        eq(messages.recipientId, userId),
        eq(messages.isRequest, false),
        isNull(messages.readAt),
        isNull(messages.removedAt),
        isNull(messages.hiddenAt),
      ),
    );
  return found;
}

/** A question that stands in the inbox of who is asked. */
async function findRequest(db: Database, { fromId, toId, now }: { fromId: string; toId: string; now: Date }) {
  const [found] = await db
    .select(readerAndSender(contactRequests.fromId, now))
    .from(contactRequests)
    .innerJoin(users, isActive(contactRequests.toId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(sender, isStillThere(contactRequests.fromId))
    .innerJoin(senderProfile, eq(senderProfile.userId, sender.id))
    .where(and(eq(contactRequests.fromId, fromId), waitsFor(lookOf(sql`${toId}::uuid`, now))));
  return found;
}

async function findContact(db: Database, of: { userId: string; contactId: string; now: Date }) {
  const { userId, contactId, now } = of;
  const [found] = await db
    .select(readerAndSender(contacts.contactId, now))
    .from(contacts)
    .innerJoin(users, isActive(contacts.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(sender, isStillThere(contacts.contactId))
    .innerJoin(senderProfile, eq(senderProfile.userId, sender.id))
    .where(and(eq(contacts.userId, userId), eq(contacts.contactId, contactId)));
  return found;
}
