import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { StaffPage } from '@/components/admin/staff-page';
import { Clients } from '@/components/clients/clients';
import { forPage } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('clients'))('title') };
}

/** The last app of the page before. */
type Search = { name?: string; id?: string };

export default async function ClientsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { name, id } = await searchParams;
  const later = name !== undefined && id !== undefined;
  const [list, me, t] = await Promise.all([
    forPage('/admin/clients', (api) => api.apps.clients.list(later ? { cursor: { name, id } } : {})),
    forPage('/admin/clients', (api) => api.viewer.staff()),
    getTranslations('clients'),
  ]);
  return (
    <StaffPage names={['navigation', 'clients', 'scopes']} head={{ title: t('title'), lead: t('lead') }}>
      <Clients list={list} later={later} me={me.handle} mayGive={me.permissions.includes('roles.assign')} />
    </StaffPage>
  );
}
