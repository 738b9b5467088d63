import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { WholeCase } from '@/components/moderation/case-view';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('cases'))('caseTitle') };
}

export default async function CasePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const found = await forPage(`/admin/reports/${id}`, (api) => api.moderation.reports.get({ id }));
  return (
    <Words names={['common', 'reasons', 'problems', 'errors', 'cases', 'reportKinds', 'reporting', 'stepUp']}>
      <WholeCase found={found} />
    </Words>
  );
}
