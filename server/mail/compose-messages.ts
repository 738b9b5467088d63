import type { Locale } from '@/server/http/locale';
import { composeLetter, type MailContent, TEXTS, type Ways } from './letter';
import { nameForMail } from './names';

/** Whom a mail is for, whose name it shows, and where its links lead. */
interface Between {
  locale: Locale;
  displayName: string;
  /** Null: who shows themselves to nobody. */
  fromName: string | null;
  inbox: string;
  settings: string;
  ways?: Ways | undefined;
}

/** What somebody wrote to somebody, as if by a messenger: it shows neither address. */
export async function composeMessage(mail: Between & { body: string }): Promise<MailContent> {
  const { locale, displayName, body, inbox, settings, ways } = mail;
  const texts = TEXTS[locale].message;
  const name = nameIn(mail);
  const content = await composeLetter({
    locale,
    displayName,
    subject: texts.subject(name),
    preview: texts.preview,
    body: texts.body(name),
    quote: body,
    action: { label: texts.action, link: inbox },
    after: [texts.after],
    otherwise: { label: texts.settings, link: settings },
    ways,
  });
  return { ...content, fromName: texts.via(name) };
}

/** That somebody asks to be a contact. */
export async function composeContactRequest(mail: Between): Promise<MailContent> {
  const { locale, displayName, inbox, settings, ways } = mail;
  const { message, contactRequest: texts } = TEXTS[locale];
  const name = nameIn(mail);
  const content = await composeLetter({
    locale,
    displayName,
    subject: texts.subject(name),
    preview: texts.preview,
    body: texts.body(name),
    action: { label: texts.action, link: inbox },
    after: [],
    otherwise: { label: texts.settings, link: settings },
    ways,
  });
  return { ...content, fromName: message.via(name) };
}

/** That somebody invites into a group, which is where the link leads. */
export async function composeGroupInvitation(
  mail: Between & { groupName: string | null },
): Promise<MailContent> {
  const { locale, displayName, groupName, inbox, settings, ways } = mail;
  const { message, groupInvitation: texts } = TEXTS[locale];
  const name = nameIn(mail);
  const content = await composeLetter({
    locale,
    displayName,
    subject: texts.subject(name),
    preview: texts.preview,
    body: texts.body(name, nameForMail(groupName ?? '') ?? texts.hiddenGroup),
    action: { label: texts.action, link: inbox },
    after: [],
    otherwise: { label: texts.settings, link: settings },
    ways,
  });
  return { ...content, fromName: message.via(name) };
}

/** A name as a mail may show it; of one that is nothing but a link there is nothing left. */
function nameIn({ fromName, locale }: Between) {
  return nameForMail(fromName ?? '') ?? TEXTS[locale].message.somebody;
}
