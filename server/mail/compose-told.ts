import type { Locale } from '@/server/http/locale';
import { composeLetter, type MailContent, TEXTS, type Ways } from './letter';
import { nameForMail } from './names';
import type { LetterSection } from './templates/letter';

/** Whom it is for, and how they get fewer of these. */
interface Reader {
  locale: Locale;
  displayName: string;
  ways: Ways | undefined;
}

/** A mail that says one thing and leads to one place. */
export async function composeTold(
  mail: Reader & {
    subject: string;
    preview: string;
    body: string;
    /** What somebody else wrote. */
    quote?: string | undefined;
    action: { label: string; link: string };
  },
): Promise<MailContent> {
  return composeLetter({ ...mail, after: [] });
}

/**
 * Several things at once, by category.
 * @param mail.count of all that it tells of @param mail.more how many of them have no line
 */
export async function composeDigest(
  mail: Reader & { sections: LetterSection[]; count: number; more: number; link: string },
): Promise<MailContent> {
  const { sections, count, more, link, ...reader } = mail;
  const words = TEXTS[reader.locale].told.digest;
  return composeLetter({
    ...reader,
    subject: words.subject(count),
    preview: sections[0]?.lines[0]?.text ?? '',
    body: words.body,
    sections,
    action: { label: words.action, link },
    after: more > 0 ? [words.more(more)] : [],
    switchesOff: 'all',
  });
}

/** A name that others chose, as a mail may show it. */
export function nameIn(name: string | null, locale: Locale): string {
  return nameForMail(name ?? '') ?? TEXTS[locale].message.somebody;
}
