import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { pickWords } from '@/components/words';
import en from '@/messages/en.json';
import fr from '@/messages/fr.json';
import { useFactWords } from './use-fact-words';
import { FACT_WORDS } from './value-names';

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

test.each([
  ['kind', 'group_hiding', 'Kind, Hidden group', 'Nature, Groupe masqué'],
  ['kind', 'limit', 'Kind, Limited account', 'Nature, Compte limité'],
  ['kind', 'harassment', 'Kind, Harassment', 'Nature, Harcèlement'],
  ['rule', 'privacy', 'Rule, Privacy of others', 'Règle, Vie privée d’autrui'],
  // The appeal was rejected: what was done stays.
  ['outcome', 'upheld', 'Outcome, What was done stays', 'Issue, La mesure est maintenue'],
  ['outcome', 'dismissed', 'Outcome, Nothing was wrong', 'Issue, Rien à reprocher'],
  ['outcome', 'refused', 'Outcome, Declined', 'Issue, Refus'],
  ['how', 'undone', 'How it ended, Taken back', 'Comment elle a pris fin, Retiré'],
  ['subject', 'photo', 'About, Photo', 'Objet, Photo de profil'],
  ['fields', ['locale', 'bio'], 'Fields, Language, Bio', 'Champs, Langue, Présentation'],
  ['fields', ['messagesFrom'], 'Fields, Who may send messages', 'Champs, Qui peut écrire'],
  [
    'methods',
    'pwd otp',
    'Ways, password and authenticator app',
    'Moyens, mot de passe et application d’authentification',
  ],
  // What has no words stands as it is.
  ['kind', 'profile.updated', 'Kind, profile.updated', 'Nature, profile.updated'],
  ['methods', 'pwd magic', 'Ways, pwd magic', 'Moyens, pwd magic'],
])('the %s %s is said in words', (name, value, inEnglish, inFrench) => {
  for (const [locale, all, words] of [
    ['en', en, inEnglish],
    ['fr', fr, inFrench],
  ] as const) {
    // Only what the pages of the log hand over.
    const messages = pickWords(all, FACT_WORDS);
    const html = renderToStaticMarkup(
      <NextIntlClientProvider locale={locale} messages={messages} timeZone="UTC">
        <Fact name={name} value={value} />
      </NextIntlClientProvider>,
    );
    expect(html).toBe(words);
  }
});
