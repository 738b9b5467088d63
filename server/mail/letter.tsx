import { render } from '@react-email/render';
import type { Locale } from '@/server/http/locale';
import { nameForMail } from './names';
import { Letter, type LetterWords } from './templates/letter';
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

export const TEXTS: Record<Locale, MailTexts> = { en, fr };

/**
 * A mail as HTML and as plain text, which say the same.
 * @param letter.displayName whom it greets; null: nobody by name
 */
export async function composeLetter(
  letter: Omit<LetterWords, 'greeting'> & { locale: Locale; displayName: string | null },
): Promise<MailContent> {
  const { locale, displayName, ...rest } = letter;
  const texts = TEXTS[locale];
  const words = { ...rest, greeting: greet(texts, displayName) };
  const { subject, greeting, body, quote, facts = [], action, after, otherwise } = words;
  const paragraphs = [
    greeting,
    body,
    ...(quote === undefined ? [] : [quote.replace(/^/gm, '> ')]),
    ...(facts.length ? [facts.join('\n')] : []),
    `${texts.introduce(action.label)}\n${action.link}`,
    ...after,
    ...(otherwise ? [`${texts.introduce(otherwise.label)}\n${otherwise.link}`] : []),
    `-- \n${texts.footer}`,
  ];
  return {
    subject,
    html: await render(<Letter {...{ locale, texts, words }} />),
    text: `${paragraphs.join('\n\n')}\n`,
  };
}

function greet(texts: MailTexts, displayName: string | null) {
  const name = nameForMail(displayName ?? '');
  return name ? texts.hello(name) : texts.helloNobody;
}
