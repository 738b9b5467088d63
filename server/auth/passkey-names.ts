import en from '@/messages/en.json' with { type: 'json' };
import fr from '@/messages/fr.json' with { type: 'json' };
import type { Locale } from '@/server/http/locale';
import { readUserAgent } from '@/server/security/user-agent';
import { providerOf } from './aaguids';

const WORDS = { en: en.passkeyNames, fr: fr.passkeyNames };

/**
 * What to call a new passkey until its person finds a better name: who keeps it, else where it was made.
 * @param passkey.taken what their others are called; a number tells it from them
 */
export function passkeyName(passkey: {
  aaguid: string;
  userAgent: string | undefined;
  locale: Locale;
  taken: string[];
}): string {
  const { aaguid, userAgent, locale, taken } = passkey;
  const { browser, system } = readUserAgent(userAgent);
  const madeIn = [browser, system].filter((name) => name !== null).join(', ');
  const name = providerOf(aaguid) ?? (madeIn || WORDS[locale].unnamed);
  if (!taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name} ${number}`)) number++;
  return `${name} ${number}`;
}
