import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { pagesFor } from '@/components/admin/admin-pages';
import { StaffPage } from '@/components/admin/staff-page';
import { SkeletonCard } from '@/components/ui/skeleton';
import { forPage } from '@/server/caller';
import { ApprovalsPart } from './approvals-part';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('approvals'))('title') };
}

export default async function ApprovalsPage() {
  const [me, t] = await Promise.all([
    forPage('/admin/approvals', (api) => api.viewer.staff()),
    getTranslations('approvals'),
  ]);
  // Asked here, before anything is sent.
  if (!pagesFor(me).some(({ name }) => name === 'approvals')) notFound();
  return (
    <StaffPage names={['approvals', 'roles']} head={{ title: t('title'), lead: t('lead') }}>
      <Suspense fallback={<SkeletonCard rows={4} label={t('loading')} className="max-w-3xl" />}>
        <ApprovalsPart />
      </Suspense>
    </StaffPage>
  );
}
