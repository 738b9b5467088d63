import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { readNothing } from '@/app/admin/read-nothing';
import { pagesFor } from '@/components/admin/admin-pages';
import { SavedViews } from '@/components/admin/saved-views';
import { StaffPage } from '@/components/admin/staff-page';
import { loadPeopleFilters } from '@/components/people/people-filters';
import { OneReadingAtATime } from '@/components/read-anew';
import { SkeletonCard } from '@/components/ui/skeleton';
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
    <StaffPage
      names={['people', 'acting', 'cases', 'roles', 'views']}
      head={{ title: t('title'), lead: t('lead') }}
    >
      <NuqsAdapter>
        {/* The columns change the address without a reading. */}
        <OneReadingAtATime>
          <SavedViews page="users" href="/admin/users" views={views} />
          <Suspense fallback={<SkeletonCard rows={6} label={t('loading')} />}>
            <PeoplePart filters={filters} permissions={me.permissions} moderatesOnly={me.moderatesOnly} />
          </Suspense>
        </OneReadingAtATime>
      </NuqsAdapter>
    </StaffPage>
  );
}
