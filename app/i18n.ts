import { getRequestConfig } from 'next-intl/server';
import en from '@/messages/en.json';
import fr from '@/messages/fr.json';
import { requestContext } from '@/server/caller';

const MESSAGES = { en, fr };

/** Language: the account's, then the one chosen on this device, then the browser's. Times: the account's zone. */
export default getRequestConfig(async ({ locale: asked }) => {
  const context = await requestContext();
  // What a page asks for by name is for somebody who is not signed in: a link out of a mail knows whose it is.
  const locale = asked === 'en' || asked === 'fr' ? asked : await context.locale();
  const session = await context.anySession().catch(() => undefined);
  return { locale, messages: MESSAGES[locale], timeZone: session?.timeZone ?? 'UTC' };
});
