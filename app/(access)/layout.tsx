import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { LanguageSwitch } from '@/components/access/language-switch';
import { Wordmark } from '@/components/navigation/wordmark';

export default async function AccessLayout({ children }: { children: ReactNode }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations('common')]);
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-105 flex-col px-4 py-8 sm:py-16">
      <header className="mb-8 flex justify-center">
        <Wordmark />
      </header>
      <main id="main" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <footer className="mt-10 flex justify-center">
        <LanguageSwitch
          label={t('language')}
          current={locale}
          languages={[
            { locale: 'en', name: t('english') },
            { locale: 'fr', name: t('french') },
          ]}
        />
      </footer>
    </div>
  );
}
