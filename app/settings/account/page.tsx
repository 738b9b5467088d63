import type { Metadata } from 'next';
import { getTimeZone, getTranslations } from 'next-intl/server';
import { readExports } from '@/app/account/read-exports';
import { DeleteCard } from '@/components/account/delete-card';
import { ExportCard } from '@/components/account/export-card';
import { PauseCard } from '@/components/account/pause-card';
import { UnreadExport } from '@/components/account/unread-export';
import { dayIn, daysAfter } from '@/components/account/zoned-day';
import { Banner } from '@/components/ui/banner';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';

const HERE = '/settings/account';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account'))('title') };
}

/** What this page tells somebody who has just come back to their account. */
const NEWS = ['back', 'stays'] as const;

export default async function AccountSettingsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  const [me, copies, search, t, timeZone] = await Promise.all([
    forPage(HERE, (api) => api.viewer.me()),
    readExports(HERE),
    searchParams,
    getTranslations('account'),
    getTimeZone(),
  ]);
  const today = dayIn(new Date(), timeZone);
  const news = NEWS.find((name) => name === search.news);
  return (
    <>
      <h1>{t('title')}</h1>
      <p className="mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
      <Words names={['common', 'reasons', 'problems', 'errors', 'account', 'exportCard', 'stepUp']}>
        <div className="flex flex-col gap-6">
          {news && (
            <Banner tone="success" role="status">
              {t(`news.${news}`)}
            </Banner>
          )}
          {copies ? <ExportCard status={copies} /> : <UnreadExport />}
          <PauseCard first={daysAfter(today, 1)} last={daysAfter(today, 365)} />
          <DeleteCard handle={me.handle} />
        </div>
      </Words>
    </>
  );
}
