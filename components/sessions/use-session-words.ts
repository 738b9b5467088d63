import { useFormatter, useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import type { ListedSession } from '@/server/auth/session-list';

/** What is said of a session: in which browser it is, and how its person signed in, as in the security log. */
export function useSessionWords() {
  const t = useTranslations('sessions');
  const methodWords = useTranslations('securityLog.methods');
  const format = useFormatter();
  return {
    /** "Firefox on Linux", as far as it is known. */
    deviceOf: ({ browser, system }: Pick<ListedSession, 'browser' | 'system'>) =>
      browser && system ? t('device', { browser, system }) : (browser ?? system ?? t('unknownDevice')),
    /** Nothing where it is not known. */
    howOf({ methods, passkeyName }: Pick<ListedSession, 'methods' | 'passkeyName'>) {
      const named = methods.map((method) =>
        (method === 'hwk' || method === 'swk') && passkeyName !== null
          ? t('passkeyNamed', { name: isolate(passkeyName) })
          : methodWords(method),
      );
      return named.length ? t('signedInWith', { how: format.list([...new Set(named)]) }) : undefined;
    },
  };
}
