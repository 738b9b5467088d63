import { momentText } from '@/messages/dates';
import type { Locale } from '@/server/http/locale';
import { composeLetter, type MailContent, TEXTS } from './letter';

/** The mail that says that a copy of everything can be taken. The link leads to the page, since the file asks who one is. */
export async function composeExportReady(mail: {
  locale: Locale;
  displayName: string;
  link: string;
  expiresAt: Date;
  timeZone: string | null;
}): Promise<MailContent> {
  const { locale, displayName, link, expiresAt, timeZone } = mail;
  const { subject, preview, body, action, until, notYou } = TEXTS[locale].exportReady;
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
