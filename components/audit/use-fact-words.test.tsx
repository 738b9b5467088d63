import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import en from '@/messages/en.json';
import fr from '@/messages/fr.json';
import { useFactWords } from './use-fact-words';

function Fact({ name, value }: { name: string; value: unknown }) {
  const { fieldWords, valueWords } = useFactWords();
  return `${fieldWords(name)}, ${valueWords(value, name)}`;
}

test.each([
  ['en', en, 'Took administration away, yes'],
  ['fr', fr, 'Administration retirée, oui'],
] as const)(
  'that an entry took the administration from somebody is said in words of %s',
  (locale, messages, words) => {
    const html = renderToStaticMarkup(
      <NextIntlClientProvider locale={locale} messages={messages} timeZone="UTC">
        <Fact name="tookAdministrator" value={true} />
      </NextIntlClientProvider>,
    );
    expect(html).toBe(words);
  },
);
