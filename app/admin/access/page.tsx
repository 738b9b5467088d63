import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { StaffPage } from '@/components/admin/staff-page';
import { explainInput, loadAccessQuestion } from '@/components/grants/access-address';
import { ExplainForm } from '@/components/grants/explain-form';
import { Card } from '@/components/ui/card';
import { SkeletonRows } from '@/components/ui/skeleton';
import { forPage } from '@/server/caller';
import { AnswerPart } from './answer-part';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('grants'))('title') };
}

export default async function AccessPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [question, me, t] = await Promise.all([
    loadAccessQuestion(searchParams),
    forPage('/admin/access', (api) => api.viewer.staff()),
    getTranslations('grants'),
  ]);
  if (!me.permissions.includes('roles.assign')) notFound();
  const input = explainInput(question);
  return (
    <StaffPage names={['roles', 'permissions', 'grants']} head={{ title: t('title'), lead: t('lead') }}>
      <NuqsAdapter>
        <div className="flex max-w-3xl flex-col gap-6">
          <Card title={t('question')}>
            <ExplainForm />
          </Card>
          {input && (
            <Suspense
              key={JSON.stringify(input)}
              fallback={
                <Card title={t('answer')}>
                  <SkeletonRows label={t('answer')} />
                </Card>
              }
            >
              <AnswerPart input={input} />
            </Suspense>
          )}
        </div>
      </NuqsAdapter>
    </StaffPage>
  );
}
