import { render } from '@react-email/render';
import type { Locale } from '@/server/http/locale';
import { nameForMail } from './names';
import { Letter, type LetterSection, type LetterWords } from './templates/letter';
import { en, type MailTexts } from './texts/en';
import { fr } from './texts/fr';

/** What a mail says, without whom it goes to. */
export interface MailContent {
  /** Shown as the sender, beside the one address that all our mails come from; absent: as MAIL_FROM says. */
  fromName?: string;
  subject: string;
  html: string;
  text: string;
}

/** How somebody gets fewer of these: where one switches them off, and where everything is chosen. */
export interface Ways {
  unsubscribe: string;
  settings: string;
}

export const TEXTS: Record<Locale, MailTexts> = { en, fr };

/**
 * A mail as HTML and as plain text, which say the same.
 * @param letter.displayName whom it greets; null: nobody by name
 * @param letter.ways of a mail that can be switched off @param letter.switchesOff what that link does then
 */
export async function composeLetter(
  letter: Omit<LetterWords, 'greeting' | 'foot'> & {
    locale: Locale;
    displayName: string | null;
    ways?: Ways | undefined;
    switchesOff?: 'one' | 'all';
  },
): Promise<MailContent> {
  const { locale, displayName, ways, switchesOff = 'one', ...rest } = letter;
  const texts = TEXTS[locale];
  const { ways: labels } = texts.told;
  const foot = ways && [
    { label: labels[switchesOff], link: ways.unsubscribe },
    { label: labels.settings, link: ways.settings },
  ];
  const words = { ...rest, foot, greeting: greet(texts, displayName) };
  const { subject, greeting, body, quote, facts = [], sections = [], action, after, otherwise } = words;
  const paragraphs = [
    greeting,
    body,
    ...(quote === undefined ? [] : [quote.replace(/^/gm, '> ')]),
    ...(facts.length ? [facts.join('\n')] : []),
    ...sections.map(sectionText),
    `${texts.introduce(action.label)}\n${action.link}`,
    ...after,
    ...(otherwise ? [`${texts.introduce(otherwise.label)}\n${otherwise.link}`] : []),
    [
      `-- \n${texts.footer}`,
      ...(foot ?? []).map(({ label, link }) => `${texts.introduce(label)} ${link}`),
    ].join('\n'),
  ];
  return {
    subject,
    html: await render(<Letter {...{ locale, texts, words }} />),
    text: `${paragraphs.join('\n\n')}\n`,
  };
}

function sectionText({ title, lines }: LetterSection) {
  return [title, ...lines.map(({ text, link, when }) => `- ${text} (${when})\n  ${link}`)].join('\n');
}

function greet(texts: MailTexts, displayName: string | null) {
  const name = nameForMail(displayName ?? '');
  return name ? texts.hello(name) : texts.helloNobody;
}
