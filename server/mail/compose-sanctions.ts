import { momentText } from '@/messages/dates';
import type { Locale } from '@/server/http/locale';
import type { HideablePart, Rule, SanctionKind } from '@/server/moderation/catalog';
import { composeLetter, type MailContent, TEXTS } from './letter';
import { nameForMail } from './names';

/** Whom a mail about a sanction is for; moments are told in their time zone, in UTC without one. */
interface Reader {
  locale: Locale;
  displayName: string;
  timeZone: string | null;
  /** Where people reach the app, without a slash at its end. */
  appUrl: string;
}

/**
 * Tells somebody what moderators have done about them, or about a group that they own, by which rule and until when, in the words
 * that were written for them.
 * @param mail.group what the group is called; null: it is about no group
 * @param mail.endsAt null: without end @param mail.appealUntil null: where nothing can be appealed against
 */
export async function composeSanction(
  mail: Reader & {
    kind: SanctionKind;
    rule: Rule;
    words: string;
    hides: (HideablePart | 'message')[];
    group: string | null;
    endsAt: Date | null;
    appealUntil: Date | null;
  },
): Promise<MailContent> {
  const { locale, displayName, timeZone, appUrl, kind, rule, words, hides, group, endsAt, appealUntil } =
    mail;
  const texts = TEXTS[locale].sanction;
  const moment = (at: Date) => momentText({ at, locale, timeZone, zoneName: true });
  const { body, ...rest } = texts.sanctions[kind];
  const until = endsAt && moment(endsAt);
  const isSuspension = kind === 'suspension';
  return composeLetter({
    locale,
    displayName,
    ...rest,
    body: body(until),
    quote: words,
    facts: [
      ...groupFacts(group, locale),
      texts.rule(texts.rules[rule]),
      ...(hides.length > 0 ? [texts.hides(listText(hides, locale))] : []),
      ...(kind === 'warning' ? [] : [until ? texts.until(until) : texts.withoutEnd]),
    ],
    action: isSuspension
      ? { label: texts.actionSuspended, link: `${appUrl}/account` }
      : { label: texts.action, link: `${appUrl}/settings/standing` },
    after: appealUntil ? [(group === null ? texts.appeal : texts.appealOfGroup)(moment(appealUntil))] : [],
  });
}

/** Tells somebody that it is over. */
export async function composeSanctionEnded(
  mail: Reader & { kind: SanctionKind; group: string | null; why: 'expired' | 'undone' },
): Promise<MailContent> {
  const { locale, displayName, appUrl, kind, group, why } = mail;
  const texts = TEXTS[locale].sanction;
  const { subject, body } = texts.endings[kind][why];
  return composeLetter({
    locale,
    displayName,
    subject,
    preview: body,
    body,
    facts: groupFacts(group, locale),
    action: { label: texts.endedAction, link: `${appUrl}/settings/standing` },
    after: [texts.endedAfter],
  });
}

function groupFacts(group: string | null, locale: Locale) {
  const texts = TEXTS[locale].sanction;
  return group === null ? [] : [texts.group(nameForMail(group) ?? texts.someGroup)];
}

function listText(hides: (HideablePart | 'message')[], locale: Locale) {
  const names = hides.map((part) => TEXTS[locale].sanction.hidden[part]);
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
}
