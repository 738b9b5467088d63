import type { Locale } from '@/server/http/locale';
import type { MailTexts } from '@/server/mail/texts/en';
import { Action, Layout, Paragraph } from './layout';

interface AccountExistsProps {
  locale: Locale;
  texts: MailTexts;
  greeting: string;
  link: string;
}

/** "You already have an account", for the owner of an address that somebody tried to sign up with. */
export function AccountExists({ locale, texts, greeting, link }: AccountExistsProps) {
  const words = texts.accountExists;
  return (
    <Layout locale={locale} texts={texts} title={words.subject} preview={words.preview}>
      <Paragraph>{greeting}</Paragraph>
      <Paragraph>{words.body}</Paragraph>
      <Action href={link} label={words.action} hint={texts.linkHint} />
      <Paragraph quiet>{words.notYou}</Paragraph>
    </Layout>
  );
}
