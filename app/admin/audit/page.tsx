import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { pagesFor } from '@/components/admin/admin-pages';
import { StaffPage } from '@/components/admin/staff-page';
import { loadAuditFilters } from '@/components/audit/audit-filters';
import { FACT_WORDS } from '@/components/audit/value-names';
import { SkeletonCard } from '@/components/ui/skeleton';
import { forPage } from '@/server/caller';
import { AuditPart } from './audit-part';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('title') };
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [filters, me, t] = await Promise.all([
    loadAuditFilters(searchParams),
    forPage('/admin/audit', (api) => api.viewer.staff()),
    getTranslations('audit'),
  ]);
  // Asked here, before anything is sent: for whom there is no log there is no page.
  if (!pagesFor(me).some(({ name }) => name === 'audit')) notFound();
  return (
    <StaffPage names={[...FACT_WORDS]} head={{ title: t('title'), lead: t('lead') }}>
      <NuqsAdapter>
        <Suspense fallback={<SkeletonCard rows={6} label={t('loading')} />}>
          <AuditPart filters={filters} />
        </Suspense>
      </NuqsAdapter>
    </StaffPage>
  );
}
