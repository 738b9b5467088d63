import { momentText } from '@/messages/dates';
import type { Locale } from '@/server/http/locale';
import { composeLetter, type MailContent, TEXTS, type Ways } from './letter';

/** A mail with a link that leads somewhere until a moment, which is told in the person's time zone, in UTC without one. */
export interface TimedLink {
  locale: Locale;
  /** Null: nobody that we know by name. */
  displayName: string | null;
  link: string;
  expiresAt: Date;
  timeZone: string | null;
  ways?: Ways | undefined;
}

/** What is said around such a link. */
interface TimedLinkWords {
  subject: string;
  preview: string;
  body: string;
  action: string;
  until: (moment: string) => string;
  notYou: string;
}

/** The mail that asks to confirm an address. */
export async function composeVerifyEmail(mail: TimedLink): Promise<MailContent> {
  return composeTimedLink(mail, TEXTS[mail.locale].verifyEmail);
}

/** A mail that is there for its link: what it is about, until when, and what to do if one did not ask for it. */
export async function composeTimedLink(mail: TimedLink, words: TimedLinkWords): Promise<MailContent> {
  const { locale, displayName, link, expiresAt, timeZone, ways } = mail;
  const { action, until, notYou, ...rest } = words;
  return composeLetter({
    locale,
    displayName,
    ...rest,
    action: { label: action, link },
    after: [until(momentText({ at: expiresAt, locale, timeZone, zoneName: true })), notYou],
    ways,
  });
}

/** The mail to the owner of an address that somebody tried to sign up with. */
export async function composeAccountExists(mail: {
  locale: Locale;
  displayName: string;
  link: string;
}): Promise<MailContent> {
  const { locale, displayName, link } = mail;
  const { subject, preview, body, action, notYou } = TEXTS[locale].accountExists;
  return composeLetter({
    locale,
    displayName,
    subject,
    preview,
    body,
    action: { label: action, link },
    after: [notYou],
  });
}
