import { createTranslator } from 'next-intl';
import en from '@/messages/en.json' with { type: 'json' };
import fr from '@/messages/fr.json' with { type: 'json' };
import type { Locale } from '@/server/http/locale';

const MESSAGES = { en, fr };

/** The sentences of the interface by their keys: what a person who reads that language looks for. */
export function wordsOf(locale: Locale) {
  return createTranslator({ locale, messages: MESSAGES[locale] });
}

export type Words = ReturnType<typeof wordsOf>;
