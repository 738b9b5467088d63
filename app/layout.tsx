import './globals.css';
import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { DemoBanner } from '@/components/navigation/demo-banner';
import { isTheme, THEME_COOKIE } from '@/components/navigation/theme';
import { SkipLink } from '@/components/ui/skip-link';
import { requestContext } from '@/server/caller';

/**
 * Inter for what English and French are written with, asked for with the document and not once the styles are read, so that most
 * pages are painted with it from the start; other letters come from globals.css when there are some.
 */
const inter = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  variable: '--font-inter',
  weight: '100 900',
  display: 'swap',
  // Ours is closer, and has a bold of its own (globals.css).
  adjustFontFallback: false,
  // As the package says of this file.
  declarations: [
    {
      prop: 'unicode-range',
      value:
        'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD',
    },
  ],
});

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
    <html lang={locale} className={inter.variable} {...(isTheme(theme) && { 'data-theme': theme })}>
      <body>
        <SkipLink href="#main">{t('skip')}</SkipLink>
        {context.demo && <DemoBanner />}
        {children}
      </body>
    </html>
  );
}
