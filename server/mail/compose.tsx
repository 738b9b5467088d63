import { render } from '@react-email/render';
import type { Locale } from '@/server/http/locale';
import { nameForMail } from './names';
import { AccountExists } from './templates/account-exists';
import { VerifyEmail } from './templates/verify-email';
import { en, type MailTexts } from './texts/en';
import { fr } from './texts/fr';
import { formatMoment } from './texts/moment';

/** What a mail says, without whom it goes to. */
export interface MailContent {
  subject: string;
  html: string;
  text: string;
}

const TEXTS: Record<Locale, MailTexts> = { en, fr };

/** The mail that asks to confirm an address. `expiresAt` is told in the person's time zone, in UTC without one. */
export async function composeVerifyEmail(mail: {
  locale: Locale;
  displayName: string;
  link: string;
  expiresAt: Date;
  timeZone: string | null;
}): Promise<MailContent> {
  const { locale, link } = mail;
  const texts = TEXTS[locale];
  const words = texts.verifyEmail;
  const greeting = greet(texts, mail.displayName);
  const until = formatMoment({ at: mail.expiresAt, locale, timeZone: mail.timeZone });
  return {
    subject: words.subject,
    html: await render(<VerifyEmail {...{ locale, texts, greeting, link, until }} />),
    text: plain([
      greeting,
      words.body,
      `${texts.introduce(words.action)}\n${link}`,
      words.until(until),
      words.notYou,
      `-- \n${texts.footer}`,
    ]),
  };
}

/** The mail to the owner of an address that somebody tried to sign up with. */
export async function composeAccountExists(mail: {
  locale: Locale;
  displayName: string;
  link: string;
}): Promise<MailContent> {
  const { locale, link } = mail;
  const texts = TEXTS[locale];
  const words = texts.accountExists;
  const greeting = greet(texts, mail.displayName);
  return {
    subject: words.subject,
    html: await render(<AccountExists {...{ locale, texts, greeting, link }} />),
    text: plain([
      greeting,
      words.body,
      `${texts.introduce(words.action)}\n${link}`,
      words.notYou,
      `-- \n${texts.footer}`,
    ]),
  };
}

function greet(texts: MailTexts, displayName: string) {
  const name = nameForMail(displayName);
  return name ? texts.hello(name) : texts.helloNobody;
}

function plain(paragraphs: string[]) {
  return `${paragraphs.join('\n\n')}\n`;
}
