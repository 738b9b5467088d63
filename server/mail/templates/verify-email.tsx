import type { Locale } from '@/server/http/locale';
import type { MailTexts } from '@/server/mail/texts/en';
import { Action, Layout, Paragraph } from './layout';

interface VerifyEmailProps {
  locale: Locale;
  texts: MailTexts;
  greeting: string;
  link: string;
  until: string;
}

/** "Confirm your address", for somebody who signed up. */
export function VerifyEmail({ locale, texts, greeting, link, until }: VerifyEmailProps) {
  const words = texts.verifyEmail;
  return (
    <Layout locale={locale} texts={texts} title={words.subject} preview={words.preview}>
      <Paragraph>{greeting}</Paragraph>
      <Paragraph>{words.body}</Paragraph>
      <Action href={link} label={words.action} hint={texts.linkHint} />
      <Paragraph quiet>{words.until(until)}</Paragraph>
      <Paragraph quiet>{words.notYou}</Paragraph>
    </Layout>
  );
}
