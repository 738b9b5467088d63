import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { pagesFor } from '@/components/admin/admin-pages';
import { StepUpProvider } from '@/components/step-up/step-up-provider';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Words } from '@/components/words';
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
    <Words names={['common', 'reasons', 'errors', 'approvals', 'roles', 'stepUp', 'passkeyCreation']}>
      <StepUpProvider>
        <h1>{t('title')}</h1>
        <p className="readable mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
        <Suspense
          fallback={
            <div className="max-w-3xl rounded-lg border bg-surface p-4">
              <SkeletonRows rows={4} label={t('loading')} />
            </div>
          }
        >
          <ApprovalsPart />
        </Suspense>
      </StepUpProvider>
    </Words>
  );
}
