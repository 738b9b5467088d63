import { useTranslations } from 'next-intl';

/** "Firefox on Linux", as far as it is known. */
export function useDeviceWords() {
  const t = useTranslations('security');
  return ({ browser, system }: { browser: string | null; system: string | null }) =>
    browser && system ? t('device', { browser, system }) : (browser ?? system ?? t('unknownDevice'));
}
