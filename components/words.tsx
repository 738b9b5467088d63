import { type Messages, NextIntlClientProvider } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';

/** A part of the sentences, or one of its parts alone (`cases.rules`), where the rest of it would be too much for a page. */
export type WordsName =
  | keyof Messages
  | { [Part in keyof Messages]: `${Part}.${keyof Messages[Part] & string}` }[keyof Messages];

/** Hands the parts of the page that run in the browser their sentences, and only those they need. */
export async function Words({ names, children }: { names: WordsName[]; children: ReactNode }) {
  const chosen = pickWords(await getMessages(), names);
  return <NextIntlClientProvider messages={chosen}>{children}</NextIntlClientProvider>;
}

/** Of all sentences those of the names. */
export function pickWords(messages: Messages, names: readonly WordsName[]): Partial<Messages> {
  const all: Record<string, Record<string, unknown>> = messages;
  const chosen: Record<string, Record<string, unknown> | undefined> = {};
  for (const name of names) {
    const [part = '', within] = name.split('.');
    chosen[part] = within === undefined ? all[part] : { [within]: all[part]?.[within], ...chosen[part] };
  }
  return chosen as Partial<Messages>;
}
