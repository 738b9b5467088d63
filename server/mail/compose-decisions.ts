import { momentText } from '@/messages/dates';
import type { Locale } from '@/server/http/locale';
import { composeLetter, type MailContent, TEXTS } from './letter';
import { nameForMail } from './names';

interface Reader {
  locale: Locale;
  displayName: string;
  timeZone: string | null;
}

/** Asks an administrator to agree to what another one wants to do. The names come from others, and may not lead anywhere. */
export async function composeApprovalAsked(
  mail: Reader & {
    kind: 'administrator' | 'purge';
    /** Null: somebody who has left. */
    asker: string | null;
    person: string;
    expiresAt: Date;
    link: string;
  },
): Promise<MailContent> {
  const { locale, displayName, timeZone, kind, expiresAt, link } = mail;
  const { somebody, subject, preview, body, action, until } = TEXTS[locale].approvalAsked;
  const asker = nameForMail(mail.asker ?? '') ?? somebody;
  const person = nameForMail(mail.person) ?? somebody;
  return composeLetter({
    locale,
    displayName,
    subject: subject[kind](person),
    preview,
    body: body[kind](asker, person),
    action: { label: action, link },
    after: [until(momentText({ at: expiresAt, locale, timeZone, zoneName: true }))],
  });
}

/** Tells a person that administrators closed their account for good, and where its receipt will be. */
export async function composeAccountPurged(mail: {
  locale: Locale;
  displayName: string;
  receiptLink: string;
}): Promise<MailContent> {
  const { locale, displayName, receiptLink } = mail;
  const { action, after, ...words } = TEXTS[locale].accountPurged;
  return composeLetter({
    locale,
    displayName,
    ...words,
    action: { label: action, link: receiptLink },
    after: [after],
  });
}

/** Tells a person what was decided about their appeal, in the words of who decided it. */
export async function composeAppealDecided(mail: {
  locale: Locale;
  displayName: string;
  outcome: 'granted' | 'upheld';
  /** It was made against what was done about a group. */
  isOfGroup: boolean;
  /** Empty: none. */
  answer: string;
  link: string;
}): Promise<MailContent> {
  const { locale, displayName, outcome, isOfGroup, answer, link } = mail;
  const { action, says, ...texts } = TEXTS[locale].appealDecided;
  const { body: ofPerson, bodyOfGroup, ...words } = texts[outcome];
  const body = isOfGroup ? bodyOfGroup : ofPerson;
  return composeLetter({
    locale,
    displayName,
    ...words,
    body: answer ? `${body} ${says}` : body,
    ...(answer && { quote: answer }),
    action: { label: action, link },
    after: [],
  });
}
