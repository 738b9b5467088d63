import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Wordmark } from '@/components/navigation/wordmark';
import { buttonClasses } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('errors'))('notFoundTitle') };
}

/** Every page carries this one along, so it brings no code of its own to the browser. */
export default async function NotFoundPage() {
  const t = await getTranslations('errors');
  return (
    <div className="mx-auto flex min-h-dvh max-w-settings flex-col px-4 sm:px-6">
      {/* Before the title of a page that found nothing. Where there is no page, the metadata above is what counts. */}
      <title>{`${t('notFoundTitle')} · Foyer`}</title>
      <header className="flex min-h-16 items-center py-2">
        <Wordmark />
      </header>
      <main id="main" tabIndex={-1} className="flex-1 py-6 outline-none">
        <h1 className="sr-only">{t('notFoundTitle')}</h1>
        <EmptyState
          title={t('notFoundTitle')}
          text={t('notFoundText')}
          action={
            <a href="/" className={buttonClasses()}>
              {t('home')}
            </a>
          }
        />
      </main>
    </div>
  );
}
