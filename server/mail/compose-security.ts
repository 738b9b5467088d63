import { momentText } from '@/messages/dates';
import type { Locale } from '@/server/http/locale';
import type { MailedEventKind } from '@/server/security/catalog';
import { composeTimedLink, type TimedLink } from './compose';
import { composeLetter, type MailContent, TEXTS } from './letter';
import { nameForMail } from './names';

/** Whom a mail is for. Moments are told in their time zone, in UTC without one. */
interface Reader {
  locale: Locale;
  /** Null: nobody that we know by name. */
  displayName: string | null;
  timeZone: string | null;
}

/** What is told of an event, as it stands in the security log. */
export interface NoticeFacts {
  kind: MailedEventKind;
  at: Date;
  browser: string | null;
  system: string | null;
  ip: string | null;
  details: Record<string, unknown>;
}

/**
 * Tells a person what happened to their ways in, when, in which browser and from where, with "This was not me".
 * @param notice.link opens the page that says so, until `linkUntil`
 */
export async function composeSecurityNotice(
  notice: Reader & NoticeFacts & { link: string; linkUntil: Date },
): Promise<MailContent> {
  const { link, linkUntil } = notice;
  const words = TEXTS[notice.locale].notice;
  return composeNotice(notice, {
    action: { label: words.action, link },
    after: [words.wasYou, words.wasNotYou, words.until(moment(notice, linkUntil))],
  });
}

/** Tells the earlier address of an account that another has taken its place, and how to undo that. */
export async function composeUndoNotice(
  notice: Reader & NoticeFacts & { link: string; linkUntil: Date },
): Promise<MailContent> {
  const { link, linkUntil } = notice;
  const words = TEXTS[notice.locale].notice;
  return composeNotice(notice, {
    action: { label: words.undo, link },
    after: [words.wasYou, words.undoHint, words.until(moment(notice, linkUntil))],
  });
}

/** The link with which somebody who forgot their password chooses a new one. */
export async function composeResetPassword(
  mail: Reader & { link: string; expiresAt: Date },
): Promise<MailContent> {
  const { action, until, secondFactor, notYou, ...words } = TEXTS[mail.locale].resetPassword;
  return composeLetter({
    ...readerOf(mail),
    ...words,
    action: { label: action, link: mail.link },
    after: [until(moment(mail, mail.expiresAt)), secondFactor, notYou],
  });
}

/** For an address without an account, of which somebody said that they had forgotten its password. */
export async function composeNoAccount(mail: { locale: Locale; link: string }): Promise<MailContent> {
  const { action, notYou, ...words } = TEXTS[mail.locale].noAccount;
  return composeLetter({
    ...words,
    locale: mail.locale,
    displayName: null,
    action: { label: action, link: mail.link },
    after: [notYou],
  });
}

/**
 * Asks the current address whether the account may have another one.
 * @param mail.notMeLink opens the page where a person says that it was not them
 */
export async function composeApproveEmail(
  mail: Reader & { newEmail: string; link: string; notMeLink?: string | undefined; expiresAt: Date },
): Promise<MailContent> {
  const { notice, approveEmail } = TEXTS[mail.locale];
  const { action, until, notYou, body, ...words } = approveEmail;
  return composeLetter({
    ...readerOf(mail),
    ...words,
    body: body(mail.newEmail),
    action: { label: action, link: mail.link },
    after: [until(moment(mail, mail.expiresAt)), notYou],
    otherwise: mail.notMeLink ? { label: notice.action, link: mail.notMeLink } : undefined,
  });
}

/** Asks the new address of an account whether it is the person's. */
export async function composeConfirmEmail(mail: TimedLink): Promise<MailContent> {
  return composeTimedLink(mail, TEXTS[mail.locale].confirmEmail);
}

/** For an address that somebody wanted for their account, while it belongs to another one. */
export async function composeAddressTaken(mail: { locale: Locale; link: string }): Promise<MailContent> {
  const { action, notYou, ...words } = TEXTS[mail.locale].addressTaken;
  return composeLetter({
    ...words,
    locale: mail.locale,
    displayName: null,
    action: { label: action, link: mail.link },
    after: [notYou],
  });
}

/** Tells the new address that it is the one of the account. */
export async function composeEmailChanged(mail: Reader & { link: string }): Promise<MailContent> {
  const { action, undo, ...words } = TEXTS[mail.locale].emailChanged;
  return composeLetter({
    ...readerOf(mail),
    ...words,
    action: { label: action, link: mail.link },
    after: [undo],
  });
}

function composeNotice(
  notice: Reader & NoticeFacts,
  rest: { action: { label: string; link: string }; after: string[] },
) {
  const { subject, body } = TEXTS[notice.locale].notices[notice.kind];
  return composeLetter({
    ...readerOf(notice),
    subject,
    preview: body,
    body,
    facts: factsOf(notice),
    ...rest,
  });
}

const PROVIDER_NAMES = new Map<unknown, string>([
  ['github', 'GitHub'],
  ['google', 'Google'],
]);

/** The lines about an event. What somebody called a factor may not lead anywhere: `nameForMail`. */
function factsOf(notice: Reader & NoticeFacts) {
  const words = TEXTS[notice.locale].notice;
  const { browser, system, ip, details } = notice;
  const name = typeof details.name === 'string' && nameForMail(details.name);
  const provider = PROVIDER_NAMES.get(details.provider);
  const factor = Object.entries(words.factors).find(([known]) => known === details.factor)?.[1];
  return [
    factor,
    provider && words.provider(provider),
    name && words.name(name),
    typeof details.left === 'number' && words.codesLeft(details.left),
    words.when(moment(notice, notice.at)),
    browser && system && words.browserOn(browser, system),
    browser && !system && words.browser(browser),
    system && !browser && words.system(system),
    ip && words.ip(ip),
  ].filter((line) => typeof line === 'string');
}

function moment({ locale, timeZone }: Reader, at: Date) {
  return momentText({ at, locale, timeZone, zoneName: true });
}

function readerOf({ locale, displayName }: Reader) {
  return { locale, displayName };
}
