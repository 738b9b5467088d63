import type { Locale } from '@/server/http/locale';
import type { MailTexts } from '@/server/mail/texts/en';
import { Action, Layout, Lines, Listing, Otherwise, Paragraph, Quote } from './layout';

export interface LetterSection {
  title: string;
  lines: { text: string; link: string; when: string }[];
}

/** What a mail of ours says, top to bottom. */
export interface LetterWords {
  subject: string;
  /** What a list of mails shows beside the subject. */
  preview: string;
  greeting: string;
  body: string;
  /** What somebody else wrote, as they wrote it. */
  quote?: string | undefined;
  /** Facts, each a line of its own. */
  facts?: string[];
  /** What belongs together, under a heading; each line leads somewhere. */
  sections?: LetterSection[];
  /** The one thing to do. */
  action: { label: string; link: string };
  /** What else there is to know, a paragraph each. */
  after: string[];
  /** For whoever does not want that one thing. */
  otherwise?: { label: string; link: string } | undefined;
  /** Below everything: how to get fewer of these. */
  foot?: { label: string; link: string }[] | undefined;
}

/** A mail of paragraphs with one thing to do: the shape of all of ours. */
export function Letter({ locale, texts, words }: { locale: Locale; texts: MailTexts; words: LetterWords }) {
  const {
    subject,
    preview,
    greeting,
    body,
    quote,
    facts = [],
    sections = [],
    action,
    after,
    otherwise,
    foot,
  } = words;
  return (
    <Layout locale={locale} texts={texts} title={subject} preview={preview} foot={foot}>
      <Paragraph>{greeting}</Paragraph>
      <Paragraph>{body}</Paragraph>
      {quote !== undefined && <Quote text={quote} />}
      {facts.length > 0 && <Lines lines={facts} />}
      {sections.map(({ title, lines }) => (
        <Listing key={title} title={title} lines={lines} />
      ))}
      <Action href={action.link} label={action.label} hint={texts.linkHint} />
      {after.map((sentence) => (
        <Paragraph key={sentence} quiet>
          {sentence}
        </Paragraph>
      ))}
      {otherwise && <Otherwise href={otherwise.link} label={otherwise.label} />}
    </Layout>
  );
}
