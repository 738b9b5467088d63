import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { validate as isId } from 'uuid';
import { StaffPage } from '@/components/admin/staff-page';
import { FACT_WORDS } from '@/components/audit/value-names';
import { WholeEntry } from '@/components/audit/whole-entry';
import { forPage } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('entryTitle') };
}

export default async function AuditEntryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!isId(id)) notFound();
  const context = await forPage(`/admin/audit/${id}`, (api) => api.audit.context({ id }));
  return (
    <StaffPage names={[...FACT_WORDS]}>
      <WholeEntry {...context} />
    </StaffPage>
  );
}
