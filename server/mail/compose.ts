import { momentText } from '@/messages/dates';
import type { Locale } from '@/server/http/locale';
import { composeLetter, type MailContent, TEXTS } from './letter';

/** The mail that asks to confirm an address. `expiresAt` is told in the person's time zone, in UTC without one. */
export async function composeVerifyEmail(mail: {
  locale: Locale;
  displayName: string;
  link: string;
  expiresAt: Date;
  timeZone: string | null;
}): Promise<MailContent> {
  const { locale, displayName, link, expiresAt, timeZone } = mail;
  const { subject, preview, body, action, until, notYou } = TEXTS[locale].verifyEmail;
  return composeLetter({
    locale,
    displayName,
    subject,
    preview,
    body,
    action: { label: action, link },
    after: [until(momentText({ at: expiresAt, locale, timeZone, zoneName: true })), notYou],
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
