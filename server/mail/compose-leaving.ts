import { momentText } from '@/messages/dates';
import type { Locale } from '@/server/http/locale';
import { composeLetter, type MailContent, TEXTS } from './letter';

/**
 * Tells a person when their account will be deleted, how to keep it, and where the receipt will be.
 * @param mail.dueAt told in the person's time zone, in UTC without one
 */
export async function composeDeletionScheduled(mail: {
  locale: Locale;
  displayName: string;
  timeZone: string | null;
  dueAt: Date;
  /** Opens the page that takes the deletion back. */
  link: string;
  receiptLink: string;
}): Promise<MailContent> {
  const { locale, displayName, timeZone, dueAt, link, receiptLink } = mail;
  const { body, action, signIn, receipt, notYou, ...words } = TEXTS[locale].deletionScheduled;
  return composeLetter({
    locale,
    displayName,
    ...words,
    body: body(momentText({ at: dueAt, locale, timeZone, zoneName: true })),
    action: { label: action, link },
    after: [signIn, notYou],
    otherwise: { label: receipt, link: receiptLink },
  });
}
