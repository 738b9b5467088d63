import './globals.css';
import type { Metadata, Viewport } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { DemoBanner } from '@/components/navigation/demo-banner';
import { isTheme, THEME_COOKIE } from '@/components/navigation/theme';
import { SkipLink } from '@/components/ui/skip-link';
import { requestContext } from '@/server/caller';

export const metadata: Metadata = {
  title: { default: 'Foyer', template: '%s · Foyer' },
  // Settings, sign-in and administration are nobody's search result; a public profile says otherwise itself.
  robots: { index: false },
  referrer: 'strict-origin-when-cross-origin',
};
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [context, locale, t] = await Promise.all([requestContext(), getLocale(), getTranslations('common')]);
  const theme = context.cookie(THEME_COOKIE);
  return (
    <html lang={locale} {...(isTheme(theme) && { 'data-theme': theme })}>
      <body>
        <SkipLink href="#main">{t('skip')}</SkipLink>
        {context.demo && <DemoBanner />}
        {children}
      </body>
    </html>
  );
}
