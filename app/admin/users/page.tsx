import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { readNothing } from '@/app/admin/read-nothing';
import { pagesFor } from '@/components/admin/admin-pages';
import { SavedViews } from '@/components/admin/saved-views';
import { loadPeopleFilters } from '@/components/people/people-filters';
import { StepUpProvider } from '@/components/step-up/step-up-provider';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';
import { PeoplePart } from './people-part';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people'))('title') };
}

export default async function PeoplePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [filters, me, t, views] = await Promise.all([
    loadPeopleFilters(searchParams),
    forPage('/admin/users', (api) => api.viewer.staff()),
    getTranslations('people'),
    // The list stands without them.
    forPage('/admin/users', (api) => api.moderation.views.list({ page: 'users' })).catch(readNothing),
  ]);
  // Asked here, before anything is sent: for whom there is no list there is no page.
  if (!pagesFor(me).some(({ name }) => name === 'people')) notFound();
  return (
    <Words
      names={[
        'common',
        'reasons',
        'errors',
        'people',
        'acting',
        'cases',
        'stepUp',
        'passkeyCreation',
        'roles',
        'views',
        'problems',
      ]}
    >
      <NuqsAdapter>
        <h1>{t('title')}</h1>
        <p className="readable mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
        <SavedViews page="users" href="/admin/users" views={views} />
        <Suspense
          fallback={
            <div className="rounded-lg border bg-surface p-4">
              <SkeletonRows rows={6} label={t('loading')} />
            </div>
          }
        >
          <StepUpProvider>
            <PeoplePart filters={filters} permissions={me.permissions} moderatesOnly={me.moderatesOnly} />
          </StepUpProvider>
        </Suspense>
      </NuqsAdapter>
    </Words>
  );
}
