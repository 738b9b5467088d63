import { useTranslations } from 'next-intl';

/** "Firefox on Linux", as far as it is known; many apps are no browser and tell nothing of themselves. */
export function useDeviceName() {
  const t = useTranslations('apps');
  return ({ browser, system }: { browser: string | null; system: string | null }) =>
    browser && system ? t('device', { browser, system }) : (browser ?? system ?? t('unknownDevice'));
}
