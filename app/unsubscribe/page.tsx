import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { type Search, tokenOf } from '@/app/(access)/token';
import { LinkExpired } from '@/components/access/link-expired';
import { getAccessWords } from '@/components/access/words';
import { Wordmark } from '@/components/navigation/wordmark';
import { Unsubscribe } from '@/components/notifications/unsubscribe';
import { PageLanguage } from '@/components/page-language';
import { caller, reasonIn } from '@/server/caller';

interface PageProps {
  searchParams: Search;
}

export async function generateMetadata({ searchParams }: PageProps): Promise<Metadata> {
  const { t } = await read(await tokenOf(searchParams));
  return { title: t('title'), referrer: 'no-referrer' };
}

/**
 * Switches mails off, from one of them. In the language of whose link it is, signed in or not. Opening it changes nothing, since
 * scanners of mail open every link.
 */
export default async function UnsubscribePage({ searchParams }: PageProps) {
  const token = await tokenOf(searchParams);
  const { view, locale, t, kinds } = await read(token);
  const words = await getAccessWords('unsubscribe', { language: locale });
  return (
    <div lang={locale} className="mx-auto flex min-h-dvh w-full max-w-105 flex-col px-4 py-8 sm:py-16">
      <PageLanguage locale={locale} />
      <header className="mb-8 flex justify-center">
        <Wordmark />
      </header>
      <main id="main" tabIndex={-1} className="flex-1 outline-none">
        {view ? (
          <Unsubscribe
            token={token}
            first={view}
            sentences={{
              ...(view.type === null
                ? {
                    title: t('allTitle'),
                    lead: t('allLead'),
                    action: t('allAction'),
                    doneTitle: t('allDoneTitle'),
                    done: t('allDone'),
                  }
                : {
                    title: t('title'),
                    lead: t('lead', { kind: kinds(view.type) }),
                    action: t('action'),
                    doneTitle: t('doneTitle'),
                    done: t('done', { kind: kinds(view.type) }),
                  }),
              undo: t('undo'),
              backTitle: t('backTitle'),
              back: t('back'),
              settings: t('settings'),
              expired: t('expired'),
            }}
            words={words}
          />
        ) : (
          <LinkExpired
            title={words.labels.verifyExpiredTitle}
            text={t('expired')}
            links={[{ href: '/settings/notifications', label: t('settings') }]}
          />
        )}
      </main>
    </div>
  );
}

/** What a link is for, undefined when it is for nothing, with the words for it. */
const read = cache(async (token: string) => {
  const api = await caller();
  const view = await api.notifications.unsubscribe.show({ token }).catch((error: unknown) => {
    if (reasonIn(error) === 'LINK_EXPIRED' || reasonIn(error) === 'RATE_LIMITED') return undefined;
    throw error;
  });
  const locale = view?.locale ?? ((await getLocale()) === 'fr' ? 'fr' : 'en');
  const [t, kinds] = await Promise.all([
    getTranslations({ locale, namespace: 'unsubscribe' }),
    getTranslations({ locale, namespace: 'notificationTypes' }),
  ]);
  return { view, locale, t, kinds };
});
