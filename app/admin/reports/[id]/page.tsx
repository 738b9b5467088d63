import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AccessCards } from '@/components/grants/access-cards';
import { WholeCase } from '@/components/moderation/case-view';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';
import type { Named } from '@/server/roles/named';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('cases'))('caseTitle') };
}

export default async function CasePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const path = `/admin/reports/${id}`;
  const [found, me] = await Promise.all([
    forPage(path, (api) => api.moderation.reports.get({ id })),
    forPage(path, (api) => api.viewer.staff()),
  ]);
  const none = { name: null, roleKey: null, handle: null };
  const named: Named = { ...none, id: found.id, kind: 'report', subjectKind: found.subject.kind };
  return (
    <Words
      names={[
        'common',
        'reasons',
        'problems',
        'errors',
        'cases',
        'reportKinds',
        'reporting',
        'stepUp',
        'acting',
      ]}
    >
      <WholeCase found={found} />
      <AccessCards own={me.permissions} object={{ type: 'report', named }} />
    </Words>
  );
}
