import type { Locale } from '@/server/http/locale';
import { composeTold } from '@/server/mail/compose-told';
import type { Letter } from './mail-entry';

/** What a mail says in one language, about those whose names stand in it. */
interface Words<Names extends readonly unknown[]> {
  subject(...names: Names): string;
  preview: string;
  body(...names: Names): string;
  action: string;
}

/** The letter that says one thing and leads to one place; in a mail of several it is its subject. */
export function toldLetter<Names extends readonly unknown[]>(
  { email, locale, displayName }: { email: string; locale: Locale; displayName: string },
  { words, names, link }: { words: Words<Names>; names: Names; link: string },
): Letter {
  const line = { text: words.subject(...names), link };
  const said = { subject: line.text, preview: words.preview, body: words.body(...names) };
  const action = { label: words.action, link };
  return {
    to: email,
    line,
    compose: (ways) => composeTold({ locale, displayName, ...said, action, ways }),
  };
}
